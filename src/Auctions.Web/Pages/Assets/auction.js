// The page of one auction: newest view, countdown on the server's clock, bidding, history, and what the connection is
// worth.

import { auctionPath, clock, explain, get } from "./api.js";
import { Bidding } from "./bidding.js";
import { Board } from "./board.js";
import { showClock } from "./clocknote.js";
import { $, setText } from "./dom.js";
import { Feed } from "./feed.js";
import { History } from "./history.js";
import { Own } from "./own.js";
import { asClockTime, onTick, onWake } from "./time.js";
import { isFinal, statusAt } from "./view.js";
import { onChange } from "./who.js";

const PollMs = 10_000;
const ResyncMs = 5 * 60_000;
const HammerLateMs = 4_000;
const HiddenMaxMs = 5 * 60_000;
const RetryMs = 3_000;
const SampleGapMs = 400;
const SamplesMax = 4;

const id = decodeURIComponent(location.pathname.split("/")[2] ?? "");
const path = auctionPath(id);
const board = new Board();
const own = new Own(id, showOwn);
const bidding = new Bidding(path, own, answer => resync(answer.sequence));

let view = null;
let history = null;
let asOf = null;
let state = "connecting";
let askedAt = -Infinity;
let hiddenSince = null;

const feed = new Feed(`${path}/live`, {
  onView: take,
  onResync: () => resync(),
  onState(next) {
    if (next === "live" && state !== "connecting") {
      history.refresh(view.bidCount);
      own.refresh();
    }
    state = next;
    showConnection();
    board.connection(next);
  },
});

/** Takes a view from wherever it came, unless a newer one was seen. */
function take(next) {
  asOf = next.serverTime ?? asOf;
  if (view && (next.sequence < view.sequence || isFinal(view))) return;
  const isNews = !view || next.sequence > view.sequence;
  const before = view;
  view = next;
  board.show(view, clock.now(), own.bidder);
  bidding.show(view, clock.now());
  history ??= new History(id, view.currency, {
    table: $("bids"), body: $("bid-rows"), empty: $("no-bids"), more: $("more-bids"),
  });
  if (isNews) history.refresh(view.bidCount);
  if (before && before.bidCount < view.bidCount && own.hasBid && view.sequence > own.sequence &&
    view.leader === own.bidder && before.leader === own.bidder) own.refresh();
  if (isFinal(view)) {
    feed.stop();
    showConnection();
  }
}

/** What is known of the visitor's own bids changed. */
function showOwn() {
  if (!view) return;
  board.show(view, clock.now(), own.bidder);
  bidding.refresh();
  history?.mark(own.bidder);
  if (own.sequence > view.sequence) resync(own.sequence);
}

/** Asks for the newest view: sets the clock, and heals whatever the feed may have missed. */
async function resync(after = 0) {
  askedAt = performance.now();
  try {
    take(await get(after > 0 ? `${path}?after=${after}` : path));
    feed.reached();
    problem("");
    return true;
  } catch (error) {
    if (error.status === 404) problem("There is no auction at this address.");
    else if (!view || error.status === 401 || error.status === 403) problem(explain(error));
    return error.status === 404 || error.status === 401 || error.status === 403;
  }
}

/** Several samples of the server's clock, since the first request is mostly the slowest. */
async function sampleClock() {
  for (let sample = 1; sample < SamplesMax && !clock.isPrecise; sample++) {
    await new Promise(resolve => setTimeout(resolve, SampleGapMs));
    await resync();
  }
}

async function start() {
  while (!view) {
    if (await resync()) break;
    await new Promise(resolve => setTimeout(resolve, RetryMs));
  }
  if (!view) return showConnection("");
  onTick(tick);
  bidding.resume();
  own.refresh();
  onChange(() => {
    own.reset();
    board.show(view, clock.now(), own.bidder);
    history.mark(null);
  });
  if (!isFinal(view)) feed.start();
  onWake(slept => {
    clock.slept(slept);
    if (isFinal(view)) return;
    feed.start();
    resync().then(sampleClock);
    history.refresh(view.bidCount);
    own.refresh();
  });
  sampleClock();
}

function tick() {
  const now = clock.now();
  board.tick(view, now);
  bidding.tick(now);
  showClock();
  if (isFinal(view)) return;
  rest();
  if (!feed.isRunning) return;
  const age = performance.now() - askedAt;
  const isLate = statusAt(view, now) === "closing" && age > HammerLateMs;
  const isBlind = state !== "live" && age > PollMs;
  const isVague = !clock.isTrusted && age > RetryMs;
  if (isLate || isBlind || isVague || (age > ResyncMs && !document.hidden)) resync();
}

/** A tab nobody looked at for minutes gives its connection back; waking up starts it again. */
function rest() {
  hiddenSince = document.hidden ? hiddenSince ?? performance.now() : null;
  if (hiddenSince !== null && performance.now() - hiddenSince > HiddenMaxMs) feed.stop();
}

function showConnection(text = connectionText()) {
  const shown = view && isFinal(view) ? "ended" : state;
  $("connection").dataset.state = shown;
  $("now").dataset.connection = shown;
  setText($("connection"), text);
}

function connectionText() {
  if (view && isFinal(view)) return "Final result";
  if (state === "live") return "Live";
  if (state === "reconnecting") return "Reconnecting …";
  if (state === "offline") return asOf ? `Offline · as of ${asClockTime(asOf)}` : "Offline";
  return "Connecting …";
}

function problem(text) {
  $("problem").hidden = text === "";
  setText($("problem"), text);
}

start();
