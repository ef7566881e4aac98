// The rows of the list: one per auction, kept and moved rather than made anew, so that focus and scroll position stay.

import { flash, setText } from "./dom.js";
import { locale } from "./locale.js";
import { money } from "./money.js";
import { asDay, asDayAndTime, asFull, countdown, parseTime, urgency } from "./time.js";
import { isFinal, statusAt, statusName } from "./view.js";

const CountdownMaxMs = 60 * 24 * 3_600_000;
const LongAgoMs = 180 * 24 * 3_600_000;

export class Rows {
  #body;
  #rows = new Map();

  constructor(body) {
    this.#body = body;
  }

  /** Shows these views in this order. */
  show(views, now) {
    // What the server rendered is in its words; from now on the rows are in the visitor's.
    if (this.#rows.size === 0) this.#body.replaceChildren();
    const focused = document.activeElement;
    const anchor = this.#anchor();
    const kept = new Set(views.map(view => view.id));
    for (const [id, row] of this.#rows) {
      if (kept.has(id)) continue;
      row.element.remove();
      this.#rows.delete(id);
    }
    let place = this.#body.firstElementChild;
    for (const view of views) {
      const row = this.#rows.get(view.id) ?? this.#add(view);
      row.update(view, now);
      if (row.element === place) place = place.nextElementSibling;
      else this.#body.insertBefore(row.element, place);
    }
    if (focused !== document.activeElement && focused.isConnected) focused.focus({ preventScroll: true });
    this.#restore(anchor);
  }

  tick(now) {
    for (const row of this.#rows.values()) row.tick(now);
  }

  #add(view) {
    const row = new Row(view.id);
    this.#rows.set(view.id, row);
    return row;
  }

  /** The first row in sight and where it is. */
  #anchor() {
    if (scrollY === 0) return null;
    const element = [...this.#body.children].find(row => row.getBoundingClientRect().bottom > 0);
    return element && { element, top: element.getBoundingClientRect().top };
  }

  #restore(anchor) {
    if (anchor?.element.isConnected) scrollBy(0, anchor.element.getBoundingClientRect().top - anchor.top);
  }
}

class Row {
  element = document.createElement("tr");
  #link = document.createElement("a");
  #seller = document.createElement("span");
  #status = document.createElement("span");
  #price;
  #bids;
  #time = document.createElement("time");
  #view = null;

  constructor(id) {
    this.element.setAttribute("role", "row");
    this.#link.href = `/auctions/${encodeURIComponent(id)}`;
    this.#seller.className = "quiet";
    this.#status.className = "status";
    this.#cell("lot").append(this.#link, this.#seller);
    this.#cell("state").append(this.#status);
    this.#price = this.#cell("price number");
    this.#bids = this.#cell("count number");
    this.#cell("time number").append(this.#time);
  }

  update(view, now) {
    const before = this.#view;
    this.#view = view;
    setText(this.#link, view.title);
    setText(this.#seller, view.seller);
    const hasBid = view.price !== null;
    setText(this.#price, hasBid || view.minimumBid === null
      ? money(view.price, view.currency)
      : `from ${money(view.minimumBid, view.currency)}`);
    this.#price.classList.toggle("muted", !hasBid || view.status === "unsold" || view.status === "cancelled");
    setText(this.#bids, view.bidCount.toLocaleString(locale));
    this.#bids.dataset.unit = view.bidCount === 1 ? "bid" : "bids";
    if (before && before.price !== view.price) flash(this.#price);
    this.tick(now);
  }

  tick(now) {
    const view = this.#view;
    const status = statusAt(view, now);
    this.#status.dataset.status = status;
    setText(this.#status, status === "closing" ? "Counting last bids" : statusName(status));
    const target = status === "upcoming" ? view.opensAt : view.closesAt;
    const left = parseTime(target) - now;
    const isTicking = !isFinal(view) && status !== "paused" && left <= CountdownMaxMs;
    if (this.#time.dateTime !== target) {
      this.#time.dateTime = target;
      this.#time.title = asFull(target);
    }
    this.#time.className = isTicking && status !== "upcoming" ? urgency(left) : "calm";
    setText(this.#time, words(status, target, left, isTicking));
  }

  #cell(className) {
    const cell = this.element.insertCell();
    cell.setAttribute("role", "cell");
    cell.className = className;
    return cell;
  }
}

function words(status, target, left, isTicking) {
  if (status === "paused") return "clock stopped";
  if (isTicking) return status === "upcoming" ? `opens in ${countdown(left)}` : countdown(left);
  if (status === "upcoming") return `opens ${asDay(target)}`;
  if (left > 0) return asDay(target);
  return `ended ${left < -LongAgoMs ? asDay(target) : asDayAndTime(target)}`;
}
