// One bid on its way: from the press of a button to an answer that is certain. A bid is sent with a key of its own, and
// sent again with the same key for as long as nobody knows what became of it, so that it counts once or not at all.

import { newKey, send } from "./api.js";
import { recall, remember } from "./store.js";

const RetryMinMs = 500;
const RetryMaxMs = 5_000;
const TriesMax = 8;

/** What an answer that is none of the good ones means for a bid. */
function meaning({ status, code }) {
  // Certainly not placed, and worth another try.
  if (status === 429) return "later";
  if (status === 503 && ["busy", "shard-unavailable", "moving"].includes(code)) return "later";
  // It may have been placed: no answer, one that got lost on the way, or a proxy's.
  if (status === 0 || status >= 500) return "unknown";
  return "refused";
}

/**
 * Reports through onState({ phase, ... }):
 *   sent      on its way,
 *   unknown   nobody knows what became of it, the same key is sent again,
 *   waiting   it was not placed, and is sent again soon,
 *   accepted  { answer }, refused { problem }, gaveUp: the end.
 */
export class Bid {
  #order;
  #path;
  #storeKey;
  #onState;
  #wasUnknown = false;
  #givesUp = false;
  #wake = () => {};

  constructor(order, path, onState) {
    this.#order = order;
    this.#path = path;
    this.#storeKey = keyOf(path);
    this.#onState = onState;
  }

  /** A bid that this tab sent before it was loaded anew, and whose answer it never saw; null: there is none. */
  static left(path, onState) {
    const order = recall(keyOf(path));
    return order?.key ? new Bid(order, path, onState) : null;
  }

  static of({ kind, amount, user }, path, onState) {
    return new Bid({ kind, amount, user, key: newKey() }, path, onState);
  }

  get amount() {
    return this.#order.amount;
  }

  get user() {
    return this.#order.user;
  }

  get isPurchase() {
    return this.#order.kind === "buy";
  }

  /** Sends it until the answer is certain. */
  async run() {
    remember(this.#storeKey, this.#order);
    this.#onState({ phase: "sent" });
    for (let tries = 1; ; tries++) {
      const end = await this.#try(tries);
      if (!end) continue;
      remember(this.#storeKey, null);
      this.#onState(end);
      return;
    }
  }

  /** It is not sent again. Only for a bid that waits, which is certainly not placed. */
  giveUp() {
    this.#givesUp = true;
    this.#wake();
  }

  async #try(tries) {
    try {
      return { phase: "accepted", answer: await this.#send() };
    } catch (problem) {
      const what = meaning(problem);
      if (what === "refused") return { phase: "refused", problem };
      this.#wasUnknown ||= what === "unknown";
      // Once it may have been placed, only the same key can tell, however often it takes.
      const isOpen = this.#wasUnknown;
      if (!isOpen && tries >= TriesMax) return { phase: "gaveUp", problem };
      this.#onState({ phase: isOpen ? "unknown" : "waiting", problem });
      await this.#pause(problem.retryAfterMs, tries);
      return !isOpen && this.#givesUp ? { phase: "gaveUp", problem } : null;
    }
  }

  #send() {
    const { kind, amount, user, key } = this.#order;
    return kind === "buy"
      ? send("POST", `${this.#path}/buy-it-now`, { user, key })
      : send("POST", `${this.#path}/bids`, { user, key, body: { amount } });
  }

  #pause(retryAfterMs, tries) {
    const wait = Math.max(retryAfterMs, Math.min(RetryMaxMs, RetryMinMs * 2 ** (tries - 1)));
    return new Promise(resolve => {
      this.#wake = resolve;
      setTimeout(resolve, wait * (0.75 + Math.random() / 4));
    });
  }
}

const keyOf = path => `auctions.bid.${path}`;
