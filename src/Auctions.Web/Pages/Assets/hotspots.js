// The page of what is hot: shows the report of every second and, less often, what charts over time need.

import { get } from "./api.js";
import { $, setText } from "./dom.js";
import { bars, heatMap, lines } from "./hotcharts.js";
import { HeatFeed } from "./hotfeed.js";
import { asOfText, clockTime, ms, number, orDash, Parts, partsText, percent } from "./hotformat.js";
import { plural } from "./locale.js";
import { Remedies } from "./hotremedy.js";
import { tablesOf, total } from "./hottables.js";
import { logInUrl, mayBeKnown, onChange, user } from "./who.js";

const HistoryMs = { "15m": 5_000, "6h": 30_000, "24h": 60_000 };
const RetryMs = 3_000;
const TableRows = 15;
const StepSeconds = 10;

const query = new URLSearchParams(location.search);
const at = query.get("at");
const auction = query.get("auction");
const seconds = () => $("window").value;

function addressOf(id, moment = at) {
  const next = new URLSearchParams({ window: seconds() });
  if (moment) next.set("at", moment);
  if (id) next.set("auction", id);
  return `/ops/hotspots?${next}`;
}

function facts(list, pairs) {
  if (list.childElementCount !== pairs.length) {
    list.replaceChildren(...pairs.map(() => {
      const pair = document.createElement("div");
      pair.append(document.createElement("dt"), document.createElement("dd"));
      return pair;
    }));
  }
  pairs.forEach(([name, value], place) => {
    setText(list.children[place].firstElementChild, name);
    setText(list.children[place].lastElementChild, String(value));
  });
}

function notice(id, text) {
  setText($(id), text ?? "");
  $(id).hidden = !text;
}

const tables = tablesOf(id => addressOf(id));
let newest = null;

function show(report) {
  newest = report;
  if ($("refusal")) $("refusal").hidden = true;
  const longest = Math.max(0, ...report.top.map(total));
  const text = asOfText(report);
  for (const element of document.querySelectorAll(".asof:not([data-of])")) setText(element, text);
  $("permalink").href = addressOf(auction, report.asOf);
  if (!report.isLive) setText($("heading"), `Hot auctions at ${clockTime(report.asOf, Date.now() / 1_000)}`);
  notice("problem", report.problem);
  notice("alarm", report.isImbalanced
    ? `One shard has had more than twice its share for a minute: ${number(report.imbalance)} times.` : null);
  setText($("bound"), `An auction that is not listed had ${number(report.bound)} turns at most.`);
  setText($("balance"), report.imbalance == null ? "There is nothing to compare."
    : `The busiest shard has ${number(report.imbalance)} times its share of the last minute.`);
  facts($("figures"), [
    ["Bids/s", number(report.bidsPerSecond)],
    ["Refusals/s", number(report.refusalsPerSecond)],
    ["Turned away/s", number(report.turnedAwayPerSecond)],
    ["Repeats/s", number(report.repeatsPerSecond)],
    ["Auctions with bids", number(report.auctions)],
    ["Watchers", number(report.watchers)],
    ["Queue p99", ms(report.parts.queue?.p99)],
    ["Commit p99", ms(report.parts.commit?.p99)],
  ]);
  tables.top.show(report.top.map(hot => ({ ...hot, longest })));
  tables.shards.show(report.shards);
  tables.future.show(report.future);
  tables.slow.show(report.slowStatements);
  tables.processes.show(report.processes);
  bars($("expected"), report.expected, {
    from: report.asOf, step: StepSeconds, unit: "/s", name: "Bids expected in the next 15 minutes",
  });
  showOne(report);
}

function showOne(report) {
  if (!auction) return;
  const hot = report.top.find(one => one.id === auction);
  const soon = report.future.find(one => one.id === auction);
  setText($("one-title"), hot?.title ?? soon?.title ?? auction);
  facts($("one-facts"), hot ? [
    ["Shard", orDash(hot.shard)],
    ["Slot", hot.slot],
    ["Process", orDash(hot.process)],
    ["Bids/s", `${number(hot.bidsPerSecond)} (+ ${number(hot.errorPerSecond)} at most)`],
    ["Refusals/s", number(hot.refusalsPerSecond)],
    ["Queue", number(hot.queueDepth)],
    ["Flush lag", ms(hot.flushLag)],
    ["Watchers", number(hot.watchers)],
    ["Where the time goes", partsText(hot)],
  ] : [["Bids/s", "not among the hottest in this window"]]);
  remedies.offer(report.processes.map(process => process.name));
}

function showHistory(history) {
  const { points, marks, asOf } = history;
  const most = Math.max(0, ...points.map(point => point.processes));
  const text = `As of ${clockTime(at ?? asOf)}, steps of ${history.step} s. ` +
    `${plural(most, "process", "processes")} reported. ` +
    (history.problem ?? `${number(points.length)} steps are known.`);
  for (const element of document.querySelectorAll('.asof[data-of="history"]')) setText(element, text);
  tables.marks.show([...marks].reverse());
  const map = heatMap($("map"), $("map-marks"), history, marks);
  setText($("map-legend"), `${points.length > 0 ? clockTime(history.from) : ""} to ${clockTime(at ?? asOf)}, ` +
    `each row ${16_384 / 64} slots, the darkest ${number(map.most / history.step)} turns/s.`);
  const bands = bandsOf(points, history.step);
  tables.bands.show(bands);
  $("map").setAttribute("aria-label", bands.length === 0 ? "Heat map: no turns"
    : `Heat map, busiest slots ${bands[0].slots}: ${number(bands[0].rate)} turns/s, ${percent(bands[0].share)} of all`);
  const from = history.from;
  const to = (points.at(-1)?.at ?? from) + history.step;
  lines($("parts"), $("parts-legend"), ["call", ...Parts].map(part => ({
    name: part, style: part, points: points.map(point => [point.at, point.parts[part]?.p99 ?? null]),
  })), { from, to, unit: " ms", name: "99th percentile of each part" });
  tables.parts.show(points.slice(-TableRows).reverse());
}

function bandsOf(points, step) {
  const count = points[0]?.bands.length ?? 0;
  const sums = Array.from({ length: count }, (_, band) => points.reduce((sum, point) => sum + point.bands[band], 0));
  const all = sums.reduce((sum, turns) => sum + turns, 0);
  const size = 16_384 / Math.max(1, count);
  return sums.map((turns, band) => ({ turns, band })).filter(({ turns }) => turns > 0)
    .sort((one, other) => other.turns - one.turns).slice(0, TableRows)
    .map(({ turns, band }) => ({
      slots: `${band * size} to ${(band + 1) * size - 1}`,
      rate: turns / (points.length * step),
      share: turns / all,
      at: points.reduce((top, point) => point.bands[band] > top.bands[band] ? point : top).at,
    }));
}

function showLines({ points, from, step }) {
  const to = (points.at(-1)?.at ?? from) + step;
  const line = (name, style, of) => ({ name, style, points: points.map(point => [point.at, of(point)]) });
  lines($("one-chart"), $("one-legend"), [
    line("bids/s", "edge", point => point.bidsPerSecond),
    line("refusals/s", "reply", point => point.refusalsPerSecond),
    line("queue", "queue", point => point.queueDepth),
    line("watchers", "decide", point => point.watchers),
    line("commit p99 ms", "commit", point => point.parts.commit?.p99 ?? null),
  ], { from, to, name: "This auction" });
}

let timer = null;
let turn = 0;

async function loadHistory() {
  clearTimeout(timer);
  const mine = ++turn;
  if (!mayBeKnown()) return;
  const range = $("range").value;
  const path = `/ops/hotspots/history?range=${range}${at ? `&until=${encodeURIComponent(at)}` : ""}`;
  let wait = HistoryMs[range];
  try {
    const all = await get(path, user());
    const one = auction ? await get(`${path}&auction=${encodeURIComponent(auction)}`, user()) : null;
    if (mine !== turn) return;
    showHistory(all);
    if (one) showLines(one);
  } catch (problem) {
    if (mine !== turn || problem.status === 401 || problem.status === 403) return;
    wait = RetryMs;
  }
  if (!at && mine === turn) timer = setTimeout(loadHistory, wait);
}

function connection(state, text) {
  $("connection").dataset.state = state;
  setText($("connection"), text);
}

const feed = new HeatFeed({
  onReport: show,
  onState: (state, status) => {
    if (state === "refused") return refused(status);
    const shown = newest ? ` Shown as of ${clockTime(newest.asOf)}.` : "";
    connection(state, { live: "Live", connecting: "Connecting …" }[state] ?? `Reconnecting …${shown}`);
  },
});

function refused(status) {
  const text = status === 403 ? "This page is for operators." : logInUrl ? "Log in anew." : "Nobody is logged in.";
  connection("offline", text);
}

/** A moment that is over is fetched once. */
async function loadMoment() {
  try {
    show(await get(`/ops/hotspots?window=${seconds()}&at=${encodeURIComponent(at)}`, user()));
    connection("live", "A moment in the past");
  } catch (problem) {
    if (problem.status === 401 || problem.status === 403) return refused(problem.status);
    connection("offline", problem.body.errors?.[0]?.detail ?? "The server cannot be reached. Trying again …");
    if (problem.status !== 400) setTimeout(loadMoment, RetryMs);
  }
}

function begin() {
  if (!mayBeKnown()) return connection("offline", "Say who you are.");
  if (at) loadMoment();
  else feed.start(`/ops/hotspots/live?window=${seconds()}`, user());
  loadHistory();
}

const remedies = auction ? new Remedies(auction) : null;
$("one").hidden = !auction;
if (auction) {
  setText($("one-title"), auction);
  $("one-page").href = `/auctions/${encodeURIComponent(auction)}`;
}
$("now").hidden = !at;
const asked = query.get("window");
if (asked && ![...$("window").options].some(option => option.value === asked)) {
  $("window").add(new Option(`${asked} s`, asked));
}
if (asked) $("window").value = asked;
$("one-back").href = addressOf(null);
$("controls").addEventListener("submit", event => event.preventDefault());
$("window").addEventListener("change", () => {
  window.history.replaceState(null, "", addressOf(auction));
  $("one-back").href = addressOf(null);
  begin();
});
$("range").addEventListener("change", loadHistory);
addEventListener("pageshow", event => event.persisted && begin());
addEventListener("online", begin);
onChange(begin);
begin();
