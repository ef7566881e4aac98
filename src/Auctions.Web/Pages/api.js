// One way to ask the server: every answer also sets the clock.

import { ServerClock } from "./time.js";

const TimeoutMs = 10_000;

export const clock = new ServerClock();

/** An answer that is none of the good ones. Status 0: no answer. */
export class Problem extends Error {
  constructor(status, code, retryAfterMs) {
    super(`${status} ${code}`);
    this.status = status;
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The JSON behind a path. Throws a Problem. */
export async function get(path) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TimeoutMs);
  const sentAt = performance.now();
  try {
    // A cached answer would carry an old serverTime.
    const response = await fetch(path, {
      cache: "no-store",
      headers: { Accept: "application/json" },
      signal: abort.signal,
    });
    const receivedAt = performance.now();
    const body = await response.json().catch(() => ({}));
    if (body.serverTime) clock.answered(body.serverTime, sentAt, receivedAt);
    if (response.ok) return body;
    const retryAfter = Number(response.headers.get("Retry-After"));
    throw new Problem(response.status, body.code ?? "", (retryAfter || 0) * 1_000);
  } catch (error) {
    throw error instanceof Problem ? error : new Problem(0, "unreachable", 0);
  } finally {
    clearTimeout(timer);
  }
}

export const auctionPath = id => `/v1/auctions/${encodeURIComponent(id)}`;

/** What a failed request means to a visitor. */
export function explain(problem) {
  if (problem.status === 401) return "Please log in to see this.";
  if (problem.status === 403) return "You are not allowed to see this.";
  if (problem.status === 0) return "The server cannot be reached. Trying again …";
  return "The server cannot answer right now. Trying again …";
}
