// The list page: auctions by the time they close, of one status and with words in the title, kept current while
// somebody looks.

import { clock, explain, get } from "./api.js";
import { showClock } from "./clocknote.js";
import { $, setText } from "./dom.js";
import { plural } from "./locale.js";
import { Rows } from "./rows.js";
import { asClockTime, onTick, onWake } from "./time.js";
import "./who.js";

const PageSize = 50;
const RefreshMs = 4_000;
const AskedMax = 8;
const TypingMs = 300;
const Statuses = ["open", "upcoming", "closing", "paused", "sold", "unsold", "cancelled", "all"];

const rows = new Rows($("rows"));

let { status, search } = ofAddress();
let pages = 1;
let nextCursor = null;
let turn = 0;
let timer = null;
let asOf = null;

function ofAddress() {
  const query = new URLSearchParams(location.search);
  const asked = query.get("status");
  return { status: Statuses.includes(asked) ? asked : Statuses[0], search: (query.get("search") ?? "").trim() };
}

function addressOf(status, search) {
  const query = new URLSearchParams({ status });
  if (search) query.set("search", search);
  return `/?${query}`;
}

function pathOf(cursor) {
  const query = new URLSearchParams({ sort: "closesAt", limit: PageSize });
  if (status !== "all") query.set("status", status);
  if (search) query.set("search", search);
  if (cursor) query.set("cursor", cursor);
  return `/v1/auctions?${query}`;
}

/**
 * All pages the visitor opened, from the first on, because auctions move between pages. A page of a search may hold few
 * though there are more, so it is gone on until the screen is full.
 */
async function load() {
  const views = new Map();
  const missing = new Set();
  let isPartial = false;
  let cursor = null;
  let answer = null;
  let asked = 0;
  for (; asked === 0 || (cursor && asked < AskedMax && views.size < pages * PageSize); asked++) {
    answer = await get(pathOf(cursor));
    for (const view of answer.items) views.set(view.id, view);
    for (const shard of answer.missingShards ?? []) missing.add(shard);
    isPartial ||= answer.partial === true;
    cursor = answer.nextCursor;
  }
  return { views: [...views.values()], missing: [...missing], isPartial, cursor, asked, serverTime: answer.serverTime };
}

async function refresh() {
  clearTimeout(timer);
  const mine = ++turn;
  let wait = RefreshMs * pages;
  try {
    const list = await load();
    if (mine !== turn) return;
    // Whoever asks for more waits longer.
    wait = RefreshMs * list.asked;
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
  const key = `${status} ${isPartial} ${search}`;
  if (views.length > 0 || empty.dataset.key === key) return;
  empty.dataset.key = key;
  empty.textContent = "";
  if (isPartial) empty.append("Nothing to show from the part of the auctions that answered.");
  else if (search) {
    const kind = status === "all" ? "" : `${status} `;
    const all = link(addressOf("all", search), "Search all auctions");
    empty.append(`No ${kind}auctions with “${search}” in the title. `, all);
  }
  else if (status === "all") empty.append("There are no auctions yet.");
  else empty.append(`No ${status} auctions right now. `, link(addressOf("all", ""), "Show all auctions"));
}

function link(address, text) {
  const element = document.createElement("a");
  element.href = address;
  element.textContent = text;
  return element;
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
  ({ status, search } = next);
  pages = 1;
  for (const filter of $("filters").children) {
    const isChosen = filter.dataset.status === status;
    filter.href = addressOf(filter.dataset.status, search);
    if (isChosen) filter.setAttribute("aria-current", "true");
    else filter.removeAttribute("aria-current");
    if (isChosen) $("filters").scrollLeft = filter.offsetLeft - $("filters").clientWidth / 2;
  }
  $("search").elements.status.value = status;
  if (document.activeElement !== $("search-text")) $("search-text").value = search;
  setText($("heading"), `${status[0].toUpperCase()}${status.slice(1)} auctions`);
  document.title = $("heading").textContent;
  refresh();
}

function searchFor(text) {
  const wanted = text.trim();
  if (wanted === search) return;
  window.history.replaceState(null, "", addressOf(status, wanted));
  choose(ofAddress());
}

addEventListener("click", event => {
  const link = event.target.closest?.('a[href^="/?status="]');
  if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  window.history.pushState(null, "", link.href);
  choose(ofAddress());
  scrollTo(0, 0);
});
addEventListener("popstate", () => choose(ofAddress()));
addEventListener("online", refresh);
$("search").addEventListener("submit", event => {
  event.preventDefault();
  searchFor($("search-text").value);
});
let typing = null;
$("search-text").addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(() => searchFor($("search-text").value), TypingMs);
});
$("more").addEventListener("click", () => {
  pages++;
  $("more").disabled = true;
  refresh();
});

choose(ofAddress());
onWake(slept => {
  clock.slept(slept);
  refresh();
});
onTick(() => {
  if (!clock.isKnown) return;
  rows.tick(clock.now());
  showClock();
});
