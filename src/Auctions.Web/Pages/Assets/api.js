// One way to ask the server: every answer also sets the clock.

import { ServerClock } from "./time.js";

const TimeoutMs = 10_000;

export const clock = new ServerClock();

/** An answer that is none of the good ones. Status 0: no answer. */
export class Problem extends Error {
  constructor(status, body, retryAfterMs) {
    super(`${status} ${body.code ?? ""}`);
    this.status = status;
    this.code = body.code ?? "";
    this.title = body.title ?? "";
    this.body = body;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The JSON behind a path. Throws a Problem. */
export const get = (path, user = "") => send("GET", path, { user });

/**
 * Sends a request and answers its JSON. Throws a Problem.
 *   user  the name it goes by in development,
 *   key   the Idempotency-Key of a changing one,
 *   body  what becomes its JSON,
 *   timeoutMs  how long to wait for the answer.
 */
export async function send(method, path, { user = "", key = null, body = null, timeoutMs = TimeoutMs } = {}) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), timeoutMs);
  const headers = { Accept: "application/json" };
  if (user) headers["X-User"] = user;
  if (key) headers["Idempotency-Key"] = key;
  if (body) headers["Content-Type"] = "application/json";
  const sentAt = performance.now();
  try {
    const response = await fetch(path, {
      method,
      headers,
      body: body && JSON.stringify(body),
      // A cached answer would carry an old serverTime.
      cache: "no-store",
      signal: abort.signal,
    });
    const receivedAt = performance.now();
    const answer = await read(response);
    if (answer.serverTime) clock.answered(answer.serverTime, sentAt, receivedAt);
    if (response.ok) return answer;
    const retryAfter = Number(response.headers.get("Retry-After"));
    throw new Problem(response.status, answer, (retryAfter || 0) * 1_000);
  } catch (error) {
    throw error instanceof Problem ? error : new Problem(0, { code: "unreachable" }, 0);
  } finally {
    clearTimeout(timer);
  }
}

// A refusal may come from a proxy, as a page. A good answer that broke off is none.
const read = response => response.ok ? response.json() : response.json().catch(() => ({}));

export const auctionPath = id => `/v1/auctions/${encodeURIComponent(id)}`;

/** An Idempotency-Key. (crypto.randomUUID exists on secure addresses only.) */
export const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))]
  .map(byte => byte.toString(16).padStart(2, "0")).join("");

/** What a failed request means to a visitor. */
export function explain(problem) {
  if (problem.status === 401) return "Please log in to see this.";
  if (problem.status === 403) return "You are not allowed to see this.";
  if (problem.status === 400) return problem.body.errors?.[0]?.detail ?? problem.title;
  if (problem.status === 0) return "The server cannot be reached. Trying again …";
  return "The server cannot answer right now. Trying again …";
}
