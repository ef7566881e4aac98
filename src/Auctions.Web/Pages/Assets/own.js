// The visitor's own bids on one auction: the number they go by in public, and the maximum only they see.

import { get } from "./api.js";
import { mayBeKnown, user } from "./who.js";
import { isFinal } from "./view.js";

const RetryMs = 2_000;

export class Own {
  #id;
  #onChange;
  #turn = 0;
  #retry = null;
  #answered = null;

  /** "Bidder N"; null: no bid, or not known yet. */
  bidder = null;

  /** In minor units; null: none. */
  maximum = null;

  /** Sequence of the last own bid; 0: none. */
  sequence = 0;

  /** Whether the visitor is somebody; null: not known yet. */
  isKnown = null;

  constructor(id, onChange) {
    this.#id = id;
    this.#onChange = onChange;
  }

  get hasBid() {
    return this.sequence > 0;
  }

  /** The visitor became somebody else. */
  reset() {
    this.bidder = this.maximum = this.#answered = null;
    this.sequence = 0;
    this.isKnown = null;
    this.refresh();
  }

  /** A bid was accepted: its answer says at once what the list of own bids says a moment later. */
  accepted(answer, amount) {
    if (answer.sequence >= this.sequence) {
      this.#answered = answer;
      this.sequence = answer.sequence;
    }
    this.maximum = Math.max(this.maximum ?? 0, amount);
    this.isKnown = true;
    this.#onChange();
    this.refresh();
  }

  async refresh() {
    clearTimeout(this.#retry);
    const turn = ++this.#turn;
    if (!mayBeKnown()) {
      this.isKnown = false;
      return this.#onChange();
    }
    try {
      const page = await get(`/v1/users/me/bids?auction=${encodeURIComponent(this.#id)}`, user());
      if (turn !== this.#turn) return;
      if (page.partial) this.#askAgain();
      else this.#take(page.items[0]);
    } catch (problem) {
      if (turn !== this.#turn) return;
      if (problem.status === 401 || problem.status === 403) this.isKnown = false;
      else this.#askAgain();
    }
    this.#onChange();
  }

  // Nobody said that the visitor is unknown, so they may bid; the bid's own answer tells.
  #askAgain() {
    this.isKnown ??= true;
    this.#retry = setTimeout(() => this.refresh(), RetryMs);
  }

  #take(item) {
    this.isKnown = true;
    if (!item) return;
    this.bidder = item.bidder;
    this.maximum = Math.max(this.maximum ?? 0, item.maximum);
    if (item.lastSequence < this.sequence) this.#askAgain();
    else this.sequence = item.lastSequence;
  }

  /** "none", "leading", "outbid"; at the end "won", "lost" or "unsold"; "unclear" for the moment until it is known. */
  standing(view) {
    if (!this.hasBid) return "none";
    if (this.#answered?.status === "won") return "won";
    const leads = this.#leads(view);
    if (leads === null) return "unclear";
    if (!isFinal(view)) return leads ? "leading" : "outbid";
    if (view.status !== "sold") return "unsold";
    return leads ? "won" : "lost";
  }

  // A view from before the own bid says nothing about it; its answer does.
  #leads(view) {
    if (view.sequence <= this.sequence && this.#answered?.sequence === this.sequence) {
      return this.#answered.status === "leading";
    }
    return this.bidder === null || view.sequence < this.sequence ? null : view.leader === this.bidder;
  }
}
