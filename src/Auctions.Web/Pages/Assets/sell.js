// Offers a lot. What the API says of a field is shown at the field.

import { clock, get, newKey, send } from "./api.js";
import { $, setText } from "./dom.js";
import { money, parseMoney, plainAmount } from "./money.js";
import { recall, remember } from "./store.js";
import { asFull } from "./time.js";
import { isNamed, logInUrl, mayBeKnown, onChange, user } from "./who.js";

const DraftKey = "auctions.draft";
const RetryMs = 2_000;
const TriesMax = 5;
const Amounts = ["openingPrice", "reserve", "buyItNow"];
const Fields = ["title", "currency", "increments", ...Amounts, "opensAt", "closesAt", "softClose"];

const form = $("sell");
let isSending = false;

/** A lot and the key under which it is created, kept until it is: sent twice, it is created once. */
let sent = recall(DraftKey);

function show() {
  form.hidden = !mayBeKnown();
  $("log-in").hidden = mayBeKnown();
  if (mayBeKnown()) return;
  $("log-in").textContent = isNamed
    ? "Say at the top of the page who you are, and you can offer a lot."
    : "Log in first.";
}

async function start() {
  setText($("connection"), "");
  onChange(show);
  show();
  form.addEventListener("submit", event => {
    event.preventDefault();
    offer();
  });
  form.addEventListener("input", event => {
    complain(event.target.name === "length" ? "closesAt" : event.target.name, "");
    $("closesAt-field").hidden = $("length").value !== "";
    summarize();
  });
  // Sets the clock, by which the end is reckoned.
  await get("/healthz/live").catch(() => {});
  summarize();
}

/** The terms as the API wants them; null, and complaints, if something is no value. */
function terms() {
  const currency = $("currency").value;
  const body = { title: $("title").value.trim(), currency, format: "english", increments: $("increments").value };
  let isGood = true;
  const refuse = (field, text) => {
    complain(field, text);
    isGood = false;
  };
  if (body.title === "") refuse("title", "Say what the lot is.");
  for (const field of Amounts) {
    const text = $(field).value.trim();
    if (text === "" && field !== "openingPrice") continue;
    const amount = parseMoney(text, currency);
    const sample = plainAmount(125000, currency);
    if (amount === null) refuse(field, `That is no amount in ${currency}. Write it like ${sample}.`);
    else body[field] = amount;
  }
  const opensAt = $("opensAt").value ? new Date($("opensAt").value) : null;
  if (opensAt) body.opensAt = opensAt.toISOString();
  const closesAt = end(opensAt);
  if (closesAt === null) refuse("closesAt", "Say when it ends.");
  else body.closesAt = closesAt.toISOString();
  const seconds = Number(form.elements.softClose.value);
  if (seconds) body.softClose = { windowSeconds: seconds, extensionSeconds: seconds, mode: "from-now" };
  return isGood ? body : null;
}

function end(opensAt) {
  const seconds = Number($("length").value);
  if (seconds) return new Date((opensAt?.getTime() ?? (clock.isKnown ? clock.now() : Date.now())) + seconds * 1_000);
  return $("closesAt").value ? new Date($("closesAt").value) : null;
}

function summarize() {
  const currency = $("currency").value;
  const price = parseMoney($("openingPrice").value, currency);
  const closesAt = end($("opensAt").value ? new Date($("opensAt").value) : null);
  const isKnown = price && closesAt;
  setText($("summary"), isKnown ? `From ${money(price, currency)}, ends ${asFull(closesAt.toISOString())}.` : "");
}

async function offer() {
  if (isSending) return;
  for (const field of Fields) complain(field, "");
  fail("");
  const body = terms();
  if (!body) return focusFirst();
  isSending = true;
  $("offer").disabled = true;
  await create(body);
  isSending = false;
  $("offer").disabled = false;
}

async function create(body) {
  // The end moves with the clock; the same lot sent again is the one sent before.
  const wish = JSON.stringify({ ...body, closesAt: $("length").value || body.closesAt, user: user() });
  if (sent?.wish !== wish) sent = { wish, body, key: newKey() };
  remember(DraftKey, sent);
  for (let tries = 1; ; tries++) {
    progress("Offering the lot …");
    try {
      const view = await send("POST", "/v1/auctions", { user: user(), key: sent.key, body: sent.body });
      remember(DraftKey, null);
      location.assign(`/auctions/${view.id}`);
      return;
    } catch (problem) {
      const isOpen = problem.status === 0 || problem.status === 429 || problem.status >= 500;
      if (isOpen && tries < TriesMax) {
        progress("No certain answer yet. Asking again; the lot is offered once at most.");
        await new Promise(resolve => setTimeout(resolve, Math.max(problem.retryAfterMs, RetryMs)));
        continue;
      }
      progress("");
      if (isOpen) return fail("The server cannot be reached. Press again; the lot is offered once at most.");
      sent = null;
      remember(DraftKey, null);
      return refused(problem);
    }
  }
}

function refused({ status, title, body }) {
  if (status === 401 || status === 403) {
    return fail(`${title || "You may not offer a lot."} ${logInUrl ? "Log in anew." : ""}`);
  }
  let isShown = false;
  for (const { pointer, detail } of body.errors ?? []) {
    const field = pointer.split("/")[1];
    if (!Fields.includes(field)) continue;
    complain(field, detail);
    isShown = true;
  }
  if (isShown) focusFirst();
  else fail(title || "The lot was refused.");
}

function complain(field, text) {
  const error = $(`${field}-error`);
  if (!error) return;
  error.hidden = text === "";
  setText(error, text);
  $(field)?.setAttribute("aria-invalid", String(text !== ""));
}

function fail(text) {
  $("sell-problem").hidden = text === "";
  setText($("sell-problem"), text);
  if (text) $("sell-problem").focus();
}

function progress(text) {
  $("sell-progress").hidden = text === "";
  setText($("sell-progress"), text);
}

const focusFirst = () => form.querySelector('[aria-invalid="true"]')?.focus();

start();
