// The page of one auction: newest view, countdown on the server's clock, history, and what the connection is worth.

import { auctionPath, clock, explain, get } from "./api.js";
import { Board } from "./board.js";
import { $, setText } from "./dom.js";
import { Feed } from "./feed.js";
import { History } from "./history.js";
import { asClockTime, onTick, onWake } from "./time.js";
import { isFinal, statusAt } from "./view.js";

const PollMs = 10_000;
const ResyncMs = 5 * 60_000;
const HammerLateMs = 4_000;
const HiddenMaxMs = 5 * 60_000;
const RetryMs = 3_000;

const id = decodeURIComponent(location.pathname.split("/")[2] ?? "");
const path = auctionPath(id);
const board = new Board();

let view = null;
let history = null;
let asOf = null;
let state = "connecting";
let askedAt = -Infinity;
let hiddenSince = null;

const feed = new Feed(`${path}/live`, {
  onView: take,
  onResync: resync,
  onState(next) {
    if (next === "live" && state !== "connecting") history.refresh(view.bidCount);
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
  view = next;
  if (clock.isKnown) board.show(view, clock.now());
  history ??= new History(id, view.currency, {
    table: $("bids"), body: $("bid-rows"), empty: $("no-bids"), more: $("more-bids"),
  });
  if (isNews) history.refresh(view.bidCount);
  if (isFinal(view)) {
    feed.stop();
    showConnection();
  }
}

/** Asks for the newest view: sets the clock, and heals whatever the feed may have missed. */
async function resync() {
  askedAt = performance.now();
  try {
    take(await get(path));
    feed.reached();
    problem("");
    return true;
  } catch (error) {
    if (error.status === 404) problem("There is no auction at this address.");
    else if (!view || error.status === 401 || error.status === 403) problem(explain(error));
    return error.status === 404 || error.status === 401 || error.status === 403;
  }
}

async function start() {
  while (!view) {
    if (await resync()) break;
    await new Promise(resolve => setTimeout(resolve, RetryMs));
  }
  if (!view) return showConnection("");
  onTick(tick);
  if (!isFinal(view)) feed.start();
  onWake(() => {
    if (isFinal(view)) return;
    feed.start();
    resync();
    history.refresh(view.bidCount);
  });
}

function tick() {
  const now = clock.now();
  board.tick(view, now);
  if (isFinal(view)) return;
  rest();
  if (!feed.isRunning) return;
  const age = performance.now() - askedAt;
  const isLate = statusAt(view, now) === "closing" && age > HammerLateMs;
  const isBlind = state !== "live" && age > PollMs;
  if (isLate || isBlind || (age > ResyncMs && !document.hidden)) resync();
}

/** A tab nobody looked at for minutes gives its connection back; waking up starts it again. */
function rest() {
  hiddenSince = document.hidden ? hiddenSince ?? performance.now() : null;
  if (hiddenSince !== null && performance.now() - hiddenSince > HiddenMaxMs) feed.stop();
}

function showConnection(text = connectionText()) {
  $("connection").dataset.state = view && isFinal(view) ? "ended" : state;
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
