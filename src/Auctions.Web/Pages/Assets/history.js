// The public history of bids, newest first.

import { auctionPath, clock, get } from "./api.js";
import { money } from "./money.js";
import { asClockTime, asDayAndTime, asFull, isNear } from "./time.js";

const PageSize = 50;
const GapMs = 750;
const RetriesMax = 4;
const Never = -Infinity;

export class History {
  #path;
  #currency;
  #elements;
  #bids = new Map();
  #cursor = null;
  #isLoading = false;
  #wanted = null;
  #shown = 0;
  #retries = 0;
  #own = null;
  #isOurs = false;

  constructor(id, currency, elements) {
    this.#path = `${auctionPath(id)}/bids?limit=${PageSize}`;
    this.#currency = currency;
    this.#elements = elements;
    elements.more.addEventListener("click", () => this.#loadEarlier());
  }

  /** Brings the table to this number of bids. Calls while a request runs share the next one. */
  refresh(bidCount) {
    this.#wanted = bidCount;
    this.#retries = 0;
    if (!this.#isLoading) this.#loadNewest();
  }

  async #loadNewest() {
    this.#isLoading = true;
    const wanted = this.#wanted;
    this.#wanted = null;
    if (!(await this.#load(wanted)) && this.#retries++ < RetriesMax) this.#wanted ??= wanted;
    setTimeout(() => {
      this.#isLoading = false;
      if (this.#wanted !== null) this.#loadNewest();
    }, GapMs * 2 ** this.#retries);
  }

  /** False if the table is still behind: the list may be a moment older than the view that announced the bid. */
  async #load(wanted) {
    const newestBefore = this.#newest;
    try {
      this.#merge(await get(this.#path));
    } catch {
      return false;
    }
    this.#render(newestBefore);
    if (wanted > this.#shown && this.#newest === newestBefore) return false;
    this.#shown = wanted;
    return true;
  }

  async #loadEarlier() {
    const { more } = this.#elements;
    const cursor = this.#cursor;
    more.disabled = true;
    try {
      const page = await get(`${this.#path}&cursor=${encodeURIComponent(cursor)}`);
      if (cursor !== this.#cursor) return;
      for (const bid of page.items) this.#bids.set(bid.sequence, bid);
      this.#cursor = page.nextCursor;
      this.#render(Infinity);
    } catch {
      // The button stays, to be pressed again.
    } finally {
      more.disabled = false;
    }
  }

  get #newest() {
    return this.#bids.keys().next().value ?? Never;
  }

  #merge(page) {
    const oldest = page.items.at(-1)?.sequence ?? Infinity;
    const older = [...this.#bids.values()].filter(bid => bid.sequence < oldest);
    const known = this.#bids;
    this.#bids = new Map(page.items.map(bid => [bid.sequence, bid]));
    // Earlier pages stay only if no bid lies unseen between them and this page.
    if (page.items.some(bid => known.has(bid.sequence)) && older.length > 0) {
      for (const bid of older) this.#bids.set(bid.sequence, bid);
      return;
    }
    this.#cursor = page.nextCursor;
  }

  /** Shows which bids are the visitor's own. */
  mark(bidder) {
    this.#own = bidder;
    for (const row of this.#elements.body.rows) this.#markRow(row);
  }

  #markRow(row) {
    const isOwn = this.#own !== null && row.dataset.bidder === this.#own;
    row.classList.toggle("own", isOwn);
    if (row.dataset.bidder) row.cells[0].textContent = isOwn ? `${row.dataset.bidder} (you)` : row.dataset.bidder;
  }

  #render(newestBefore) {
    const { body, table, empty, more } = this.#elements;
    // What the server rendered is in its words; from now on the rows are in the visitor's.
    if (!this.#isOurs) body.replaceChildren();
    this.#isOurs = true;
    const rows = new Map([...body.rows].map(row => [Number(row.dataset.sequence), row]));
    let place = body.firstElementChild;
    for (const bid of this.#bids.values()) {
      const row = rows.get(bid.sequence);
      rows.delete(bid.sequence);
      if (row && row === place) {
        place = place.nextElementSibling;
        continue;
      }
      const isNew = newestBefore !== Never && bid.sequence > newestBefore;
      body.insertBefore(row ?? this.#row(bid, isNew), place);
    }
    for (const row of rows.values()) row.remove();
    table.hidden = this.#bids.size === 0;
    empty.hidden = this.#bids.size > 0;
    more.hidden = !this.#cursor;
  }

  #row(bid, isNew) {
    const row = document.createElement("tr");
    row.dataset.sequence = bid.sequence;
    row.dataset.bidder = bid.bidder;
    row.classList.toggle("fresh", isNew);
    const time = document.createElement("time");
    time.dateTime = bid.placedAt;
    time.title = asFull(bid.placedAt);
    time.textContent = (isNear(bid.placedAt, clock.now()) ? asClockTime : asDayAndTime)(bid.placedAt);
    row.insertCell();
    this.#markRow(row);
    const price = row.insertCell();
    price.textContent = money(bid.price, this.#currency);
    const placed = row.insertCell();
    placed.append(time);
    price.className = placed.className = "number";
    return row;
  }
}
