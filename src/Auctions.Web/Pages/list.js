// The list page: auctions by the time they close, kept current while somebody looks.

import { clock, explain, get } from "./api.js";
import { $, setText } from "./dom.js";
import { plural } from "./locale.js";
import { Rows } from "./rows.js";
import { asClockTime, onTick, onWake } from "./time.js";

const PageSize = 50;
const RefreshMs = 4_000;
const Statuses = ["open", "upcoming", "closing", "paused", "sold", "unsold", "cancelled", "all"];

const rows = new Rows($("rows"));

let status = statusOfAddress();
let pages = 1;
let nextCursor = null;
let turn = 0;
let timer = null;
let asOf = null;

function statusOfAddress() {
  const asked = new URLSearchParams(location.search).get("status");
  return Statuses.includes(asked) ? asked : Statuses[0];
}

function pathOf(cursor) {
  const query = new URLSearchParams({ sort: "closesAt", limit: PageSize });
  if (status !== "all") query.set("status", status);
  if (cursor) query.set("cursor", cursor);
  return `/v1/auctions?${query}`;
}

/** All pages the visitor opened, from the first on, because auctions move between pages. */
async function load() {
  const views = new Map();
  const missing = new Set();
  let isPartial = false;
  let cursor = null;
  let answer = null;
  for (let page = 0; page < pages && (page === 0 || cursor); page++) {
    answer = await get(pathOf(cursor));
    for (const view of answer.items) views.set(view.id, view);
    for (const shard of answer.missingShards ?? []) missing.add(shard);
    isPartial ||= answer.partial === true;
    cursor = answer.nextCursor;
  }
  return { views: [...views.values()], missing: [...missing], isPartial, cursor, serverTime: answer.serverTime };
}

async function refresh() {
  clearTimeout(timer);
  const mine = ++turn;
  let wait = RefreshMs * pages;
  try {
    const list = await load();
    if (mine !== turn) return;
    show(list);
  } catch (problem) {
    if (mine !== turn) return;
    wait = Math.max(wait, problem.retryAfterMs ?? 0);
    showProblem(problem);
  }
  if (!document.hidden) timer = setTimeout(refresh, wait);
}

function show(list) {
  asOf = list.serverTime;
  nextCursor = list.cursor;
  rows.show(list.views, clock.now());
  $("table").hidden = list.views.length === 0;
  $("more").hidden = nextCursor === null;
  $("more").disabled = false;
  showEmpty(list);
  showPartial(list);
  connection("live", `Updated ${asClockTime(asOf)}`);
}

function showEmpty({ views, isPartial }) {
  const empty = $("empty");
  empty.hidden = views.length > 0;
  const key = `${status} ${isPartial}`;
  if (views.length > 0 || empty.dataset.key === key) return;
  empty.dataset.key = key;
  empty.textContent = "";
  if (isPartial) empty.append("Nothing to show from the part of the auctions that answered.");
  else if (status === "all") empty.append("There are no auctions yet.");
  else empty.append(`No ${status} auctions right now. `, allLink());
}

function allLink() {
  const link = document.createElement("a");
  link.href = "/?status=all";
  link.textContent = "Show all auctions";
  return link;
}

function showPartial({ isPartial, missing }) {
  const partial = $("partial");
  partial.hidden = !isPartial;
  const text = isPartial
    ? `This list is incomplete: ${missing.length > 0 ? `${plural(missing.length, "shard", "shards")} ` +
      `(${missing.join(", ")})` : "a part of the storage"} did not answer. It fills up by itself.`
    : "";
  setText(partial, text);
}

function showProblem(problem) {
  const seen = asOf ? ` Shown as of ${asClockTime(asOf)}.` : "";
  connection(problem.status === 0 ? "offline" : "reconnecting", explain(problem) + seen);
}

function connection(state, text) {
  $("connection").dataset.state = state;
  setText($("connection"), text);
}

function choose(next) {
  status = next;
  pages = 1;
  for (const link of $("filters").children) {
    const isChosen = new URL(link.href).searchParams.get("status") === status;
    if (isChosen) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
    if (isChosen) $("filters").scrollLeft = link.offsetLeft - $("filters").clientWidth / 2;
  }
  setText($("heading"), `${status[0].toUpperCase()}${status.slice(1)} auctions`);
  document.title = $("heading").textContent;
  refresh();
}

addEventListener("click", event => {
  const link = event.target.closest?.('a[href^="/?status="]');
  if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  history.pushState(null, "", link.href);
  choose(statusOfAddress());
  scrollTo(0, 0);
});
addEventListener("popstate", () => choose(statusOfAddress()));
addEventListener("online", refresh);
$("more").addEventListener("click", () => {
  pages++;
  $("more").disabled = true;
  refresh();
});

choose(status);
onWake(refresh);
onTick(() => clock.isKnown && rows.tick(clock.now()));
