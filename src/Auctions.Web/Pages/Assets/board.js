// What the auction page shows of a view, to the eye and to the ear.

import { $, flash, setText } from "./dom.js";
import { plural } from "./locale.js";
import { money } from "./money.js";
import { asFull, countdown, parseTime, urgency } from "./time.js";
import { isFinal, statusAt, statusName } from "./view.js";

const LongFigure = 14;
const LongTitle = 80;
const SpeakGapMs = 4_000;
const Warnings = [[60_000, "One minute left."], [300_000, "Five minutes left."]];

export class Board {
  #shown = null;
  #status = "";
  #left = Infinity;
  #pending = "";
  #spokeAt = -Infinity;
  #timer = null;
  #connection = "";

  /** own: the public name of the visitor, if they bid. */
  show(view, now, own = null) {
    const before = this.#shown;
    this.#shown = view;
    $("auction").hidden = false;
    setText($("title"), view.title);
    $("title").classList.toggle("long", view.title.length > LongTitle);
    setText($("seller"), view.seller);
    this.#showPrice(view, before);
    this.#showFacts(view, own);
    document.title = view.price === null ? view.title : `${money(view.price, view.currency)} · ${view.title}`;
    if (before) this.#speakChange(before, view);
    this.tick(view, now);
  }

  /** What changes with the time alone. */
  tick(view, now) {
    const status = statusAt(view, now);
    if (status !== this.#status) {
      if (this.#status !== "") this.#speak(statusSentence(view, status));
      this.#status = status;
      $("status").dataset.status = status;
      setText($("status"), statusName(status));
    }
    this.#showTime(view, status, now);
  }

  connection(state) {
    if (state === this.#connection) return;
    if (state === "offline") this.#speak("Offline. The page no longer changes.");
    if (state === "live" && this.#connection === "offline") this.#speak("Live again.");
    // A short reconnect is not worth a word.
    if (state !== "reconnecting") this.#connection = state;
  }

  #showPrice(view, before) {
    const amount = value => money(value, view.currency);
    setText($("price-label"), view.status === "sold" ? "Hammer price"
      : isFinal(view) ? "Last price"
      : view.price === null ? "Opening price"
      : "Current price");
    const price = view.price ?? view.minimumBid;
    setText($("price"), price === null ? "None" : amount(price));
    $("price").classList.toggle("long", $("price").textContent.length > LongFigure);
    setText($("price-note"), view.bidCount > 0 ? plural(view.bidCount, "bid", "bids")
      : isFinal(view) ? "No bids" : "No bids yet");
    if (before && before.price !== view.price) flash($("price"));
    if (before && before.closesAt !== view.closesAt) flash($("time"));
  }

  #showFacts(view, own) {
    const amount = value => money(value, view.currency);
    const facts = [];
    if (!isFinal(view)) facts.push(["Minimum bid", amount(view.minimumBid)]);
    facts.push([view.status === "sold" ? "Buyer" : isFinal(view) ? "Highest bidder" : "Leading",
      view.leader === null ? (isFinal(view) ? "Nobody" : "Nobody yet")
        : view.leader === own ? `${view.leader} (you)` : view.leader]);
    facts.push(["Reserve", reserveText(view)]);
    if (view.buyItNow !== null && view.buyItNow !== undefined) facts.push(["Buy it now", amount(view.buyItNow)]);
    if (view.extensions > 0) facts.push(["Extended", plural(view.extensions, "time", "times")]);
    for (const [index, [name, value]] of facts.entries()) this.#fact(index, name, value);
    while ($("facts").children.length > facts.length) $("facts").lastElementChild.remove();
  }

  #fact(index, name, value) {
    let group = $("facts").children[index];
    if (!group) {
      group = document.createElement("div");
      group.append(document.createElement("dt"), document.createElement("dd"));
      $("facts").append(group);
    }
    setText(group.firstElementChild, name);
    setText(group.lastElementChild, value);
  }

  #showTime(view, status, now) {
    const target = status === "upcoming" ? view.opensAt : view.closesAt;
    const left = parseTime(target) - now;
    const isTicking = !isFinal(view) && status !== "paused";
    setText($("time-label"), isFinal(view) ? "Result" : status === "upcoming" ? "Opens in" : "Time left");
    setText($("time"), isTicking ? countdown(left) : statusName(status));
    $("time").className = `figure ${isTicking && status !== "upcoming" ? urgency(left) : "calm"}`;
    setText($("time-note"), timeNote(view, status, target));
    if (status === "open" || status === "extended") this.#warn(left);
  }

  #warn(left) {
    const due = Warnings.find(([at]) => left <= at && this.#left > at && this.#left !== Infinity);
    if (due) this.#speak(due[1]);
    this.#left = left;
  }

  #speakChange(before, view) {
    if (isFinal(view) || view.bidCount === before.bidCount) return;
    const moved = view.extensions > before.extensions ? ` Extended: ${asFull(view.closesAt)}.` : "";
    this.#speak(`${view.leader} leads at ${money(view.price, view.currency)}, ` +
      `${plural(view.bidCount, "bid", "bids")}.${moved}`);
  }

  /** In a hot auction only the newest sentence is read out, every few seconds. */
  #speak(sentence) {
    this.#pending = sentence;
    clearTimeout(this.#timer);
    const wait = Math.max(0, this.#spokeAt + SpeakGapMs - performance.now());
    this.#timer = setTimeout(() => {
      this.#spokeAt = performance.now();
      $("announcer").textContent = this.#pending;
    }, wait);
  }
}

function reserveText(view) {
  if (!view.reserveMet) return "Not met";
  return view.bidCount === 0 ? "No reserve" : "Met or none";
}

function timeNote(view, status, target) {
  if (status === "upcoming") return `Opens ${asFull(target)}`;
  if (status === "paused") return "The clock is stopped; the end moves by the length of the pause.";
  if (status === "closing") return "Bidding is over; the last bids are being counted.";
  if (status === "sold") return `To ${view.leader}, ${asFull(target)}`;
  if (status === "unsold") return `${view.bidCount === 0 ? "No bids" : "The reserve was not met"}, ${asFull(target)}`;
  if (status === "cancelled") return `Withdrawn ${asFull(target)}`;
  return `${status === "extended" ? "Now ends" : "Ends"} ${asFull(target)}`;
}

function statusSentence(view, status) {
  if (status === "sold") return `Sold to ${view.leader} for ${money(view.price, view.currency)}.`;
  if (status === "extended") return `Extended: now ends ${asFull(view.closesAt)}.`;
  return `${statusName(status)}.`;
}
