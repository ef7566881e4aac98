// The part of the auction page with which one bids: where the visitor stands, the form, and what became of a bid.

import { Bid } from "./bid.js";
import { $, setText } from "./dom.js";
import { money, parseMoney, plainAmount } from "./money.js";
import { asFull } from "./time.js";
import { isFinal, statusAt } from "./view.js";
import { isNamed, logInUrl, user } from "./who.js";

// Nobody can have read an amount that appeared this short a time ago; a press meant the one before.
const ReadingMs = 400;

// An amount this many times the minimum is more often a slip of the finger than a wish.
const SlipFactor = 10;

export class Bidding {
  #path;
  #own;
  #onAccepted;
  #view = null;
  #status = "";
  #bid = null;
  #confirmed = null;
  #offered = { amount: null, since: -Infinity };
  #said = "";

  /** onAccepted is told of each accepted bid's answer. */
  constructor(path, own, onAccepted) {
    this.#path = path;
    this.#own = own;
    this.#onAccepted = onAccepted;
    $("bid-form").addEventListener("submit", event => {
      event.preventDefault();
      this.#submit();
    });
    $("amount").addEventListener("input", () => {
      this.#confirmed = null;
      this.#complain("");
    });
    $("rebid").addEventListener("click", () => this.#rebid());
    $("buy-now").addEventListener("click", () => this.#buy());
    $("give-up").addEventListener("click", () => this.#bid?.giveUp());
  }

  /** Goes on with a bid whose answer this tab has not seen. */
  resume() {
    const left = Bid.left(this.#path, state => this.#report(state));
    if (left) this.#run(left);
  }

  show(view, now) {
    this.#view = view;
    this.tick(now);
  }

  /** What changes with the time alone. */
  tick(now) {
    const status = statusAt(this.#view, now);
    if (status === this.#status) return this.refresh();
    this.#status = status;
    this.refresh();
  }

  /** Shows what is known now. */
  refresh() {
    const view = this.#view;
    if (!view) return;
    const standing = this.#own.standing(view);
    const isOpen = this.#status === "open" || this.#status === "extended";
    const mayBid = isOpen && this.#own.isKnown === true;
    $("bidding").hidden = isFinal(view) && !this.#own.hasBid && !this.#bid;
    this.#showStanding(view, standing, isOpen);
    this.#showOwn(view);
    this.#showForm(view, standing, mayBid);
    this.#showRebid(view, standing, mayBid);
    this.#showPurchase(view, mayBid);
    this.#showLogIn(isOpen);
    if (isFinal(view) && !this.#bid) this.#say("");
  }

  #showStanding(view, standing, isOpen) {
    const element = $("standing");
    const text = this.#standingText(view, standing, isOpen);
    element.hidden = text === "";
    element.dataset.standing = standing;
    setText(element, text);
  }

  #standingText(view, standing, isOpen) {
    const price = money(view.price, view.currency);
    if (standing === "won") return `You won the lot for ${price}.`;
    if (standing === "lost") return `You were outbid. The lot was sold for ${price}.`;
    if (standing === "unsold") {
      return view.status === "cancelled" ? "The lot was withdrawn." : "The reserve was not met; nothing was sold.";
    }
    if (this.#status === "upcoming") return `Bidding opens ${asFull(view.opensAt)}.`;
    if (this.#status === "paused") return "The auction is paused. Bids are taken again when it goes on.";
    if (this.#status === "closing") return "Bidding is over; the last bids are being counted.";
    if (!isOpen) return "";
    if (standing === "leading") return view.reserveMet ? "You lead." : "You lead, but the reserve is not met yet.";
    return standing === "outbid" ? `You have been outbid. The price is ${price}.` : "";
  }

  #showOwn(view) {
    $("own").hidden = this.#own.maximum === null;
    if (this.#own.maximum !== null) setText($("own-maximum"), money(this.#own.maximum, view.currency));
  }

  #showForm(view, standing, mayBid) {
    const least = standing === "leading" ? this.#own.maximum + 1 : view.minimumBid;
    $("bid-form").hidden = !mayBid;
    $("bid").disabled = this.#bid !== null;
    setText($("amount-label"), standing === "leading" ? "Raise your maximum" : "Your maximum");
    setText($("amount-currency"), view.currency);
    const slip = this.#confirmed !== null;
    setText($("bid"), slip ? `Yes, bid up to ${money(this.#confirmed, view.currency)}` : "Place bid");
    setText($("amount-hint"), standing === "leading"
      ? `Above ${money(this.#own.maximum, view.currency)}. The price does not move by that alone.`
      : `${money(least, view.currency)} or more. You pay no more than needed to lead.`);
  }

  /** One press outbids again, by the least that counts. */
  #showRebid(view, standing, mayBid) {
    const button = $("rebid");
    button.hidden = !mayBid || standing === "leading" || standing === "unclear";
    button.disabled = this.#bid !== null;
    if (view.minimumBid !== this.#offered.amount) {
      this.#offered = { amount: view.minimumBid, since: performance.now() };
    }
    button.classList.toggle("unread", !this.#isRead);
    setText(button, `Bid ${money(view.minimumBid, view.currency)}`);
  }

  #showPurchase(view, mayBid) {
    const button = $("buy-now");
    const price = view.buyItNow ?? null;
    button.hidden = !mayBid || price === null;
    button.disabled = this.#bid !== null;
    if (price === null) delete button.dataset.asked;
    setText(button, button.dataset.asked
      ? `Yes, buy it for ${money(price, view.currency)}`
      : `Buy it now for ${money(price, view.currency)}`);
  }

  #showLogIn(isOpen) {
    const element = $("log-in");
    const isAsked = isOpen && this.#own.isKnown === false;
    if (isAsked && element.hidden) {
      element.textContent = "";
      if (isNamed) element.append("Say at the top of the page who you are, and you can bid.");
      else if (logInUrl) element.append(logInLink(), " to bid.");
      else element.append("Log in to bid.");
    }
    element.hidden = !isAsked;
  }

  #submit() {
    if (this.#bid) return;
    const view = this.#view;
    const amount = parseMoney($("amount").value, view.currency);
    if (amount === null) {
      return this.#complain($("amount").value.trim() === ""
        ? "Enter an amount."
        : `That is no amount in ${view.currency}. Write it like ${plainAmount(view.minimumBid, view.currency)}.`);
    }
    const isLeading = this.#own.standing(view) === "leading";
    if (isLeading && amount <= this.#own.maximum) {
      return this.#complain(`You lead; a new maximum must be above your ${money(this.#own.maximum, view.currency)}.`);
    }
    if (!isLeading && amount < view.minimumBid) {
      return this.#complain(`The minimum bid is ${money(view.minimumBid, view.currency)}.`);
    }
    if (amount >= view.minimumBid * SlipFactor && this.#confirmed !== amount) {
      this.#confirmed = amount;
      this.refresh();
      return this.#say(`${money(amount, view.currency)} is far above the minimum bid. Press again if you mean it.`);
    }
    this.#confirmed = null;
    this.#place({ kind: "bid", amount });
  }

  #rebid() {
    const { amount } = this.#offered;
    if (this.#bid || amount === null) return;
    if (this.#isRead) this.#place({ kind: "bid", amount });
    else this.#say(`The amount has just become ${money(amount, this.#view.currency)}. Press again if you mean it.`);
  }

  get #isRead() {
    return performance.now() - this.#offered.since >= ReadingMs;
  }

  #buy() {
    const button = $("buy-now");
    if (this.#bid) return;
    if (!button.dataset.asked) {
      button.dataset.asked = "yes";
      return this.refresh();
    }
    delete button.dataset.asked;
    this.#place({ kind: "buy", amount: this.#view.buyItNow });
  }

  #place(order) {
    this.#run(Bid.of({ ...order, user: user() }, this.#path, state => this.#report(state)));
  }

  #run(bid) {
    this.#bid = bid;
    this.#complain("");
    bid.run();
    this.refresh();
  }

  #report(state) {
    const { phase, answer, problem } = state;
    const bid = this.#bid;
    const amount = money(bid.amount, this.#view.currency);
    $("bid-progress").dataset.phase = phase;
    $("give-up").hidden = phase !== "waiting";
    if (phase === "sent") return this.#say(`Sending your ${bid.isPurchase ? "purchase" : "bid"} of ${amount} …`);
    if (phase === "unknown") {
      return this.#say(`No certain answer yet about your bid of ${amount}. Asking again; it counts once at most.`);
    }
    if (phase === "waiting") {
      return this.#say(`${problem.title || "The site is busy; nothing was placed."} Trying again …`);
    }
    this.#bid = null;
    if (phase === "accepted") this.#accepted(bid, answer);
    else if (phase === "refused") this.#refused(problem);
    else this.#say(`Your bid of ${amount} was not placed. Try again in a moment.`);
    this.refresh();
  }

  #accepted(bid, answer) {
    const price = money(answer.price, this.#view.currency);
    const amount = money(bid.amount, this.#view.currency);
    $("amount").value = "";
    if (bid.user === user()) this.#own.accepted(answer, bid.amount);
    if (answer.status === "won") this.#say(`Won for ${price}.`);
    else if (answer.status === "leading") this.#say(`Accepted: you lead at ${price}.`);
    else this.#say(`Accepted, but somebody’s maximum is above your ${amount}. The price is ${price}.`);
    this.#onAccepted(answer);
  }

  #refused({ status, code, title, body }) {
    const { currency } = this.#view;
    this.#say("");
    if (status === 401) {
      this.#own.reset();
      return this.#complain("You are not logged in any more; the bid was not placed.");
    }
    if (code === "below-minimum") {
      this.#onAccepted({ sequence: 0 });
      return this.#complain(`Too low: by now the minimum bid is ${money(body.minimumBid, currency)}.`);
    }
    this.#complain(`${title || "The bid was refused."}`);
    this.#onAccepted({ sequence: 0 });
  }

  #complain(text) {
    const element = $("amount-error");
    element.hidden = text === "";
    setText(element, text);
    $("amount").setAttribute("aria-invalid", String(text !== ""));
  }

  #say(text) {
    if (text === this.#said) return;
    this.#said = text;
    $("bid-progress").hidden = text === "";
    setText($("bid-progress"), text);
  }
}

function logInLink() {
  const link = document.createElement("a");
  link.href = logInUrl;
  link.textContent = "Log in";
  return link;
}
