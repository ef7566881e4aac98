// The server's clock as seen from this page, and times in words.
//
// The wall clock of the visitor's machine is never read to tell the time. What the page keeps is an interval that holds
// the offset between the server's clock and performance.now():
//   an answer to a fetch was stamped between sending and receiving, so it bounds the offset from both sides,
//   a heartbeat was stamped before it arrived, so it bounds the offset from below only.
// Intervals are intersected, which favours the fastest answers by itself. If two contradict each other, this machine
// slept (performance.now() stands still meanwhile in some browsers) or the server's clock was set: the newest one wins.
// When this machine slept, how long is read off its wall clock, as a guess, until the next answer.

import { locale } from "./locale.js";

const DriftPerMs = 0.0001;
const PreciseMs = 100;
const TrustedMs = 2_000;
const SleepGuessMs = 5_000;
const WakeGapMs = 5_000;
const TickMs = 250;
const Second = 1_000;
const Minute = 60 * Second;
const HalfDay = 720 * Minute;

/** Milliseconds since 1970 of an RFC 3339 time; NaN if it is none. */
export function parseTime(text) {
  // Only three fractional digits are sure to be understood; .NET writes seven.
  return Date.parse(String(text).replace(/(\.\d{3})\d+/, "$1"));
}

export class ServerClock {
  #low = -Infinity;
  #high = Infinity;
  #asOf = 0;

  get isKnown() {
    return this.#low !== -Infinity;
  }

  /** Whether the offset is known well enough for any countdown. */
  get isPrecise() {
    return this.#high - this.#low <= PreciseMs;
  }

  /** Whether a countdown can be off by a second at most. */
  get isTrusted() {
    return this.#high - this.#low <= TrustedMs;
  }

  /** This machine slept for some time that performance.now() may not have counted. */
  slept(ms) {
    if (!this.isKnown || ms === 0) return;
    this.#low += ms - SleepGuessMs;
    this.#high += ms + SleepGuessMs;
  }

  /** A request left at sentAt, its answer came at receivedAt (both performance.now()). */
  answered(serverTime, sentAt, receivedAt) {
    const stamp = parseTime(serverTime);
    this.#narrow(stamp - receivedAt, stamp - sentAt);
  }

  /** A message came at receivedAt (performance.now()) without having been asked for. */
  heard(serverTime, receivedAt) {
    this.#narrow(parseTime(serverTime) - receivedAt, Infinity);
  }

  /** Milliseconds since 1970 on the server's clock. */
  now() {
    const offset = this.#high === Infinity ? this.#low : (this.#low + this.#high) / 2;
    return performance.now() + offset;
  }

  #narrow(low, high) {
    if (Number.isNaN(low)) return;
    const now = performance.now();
    const drift = (now - this.#asOf) * DriftPerMs;
    const contradicts = low > this.#high + drift || high < this.#low - drift;
    this.#low = contradicts ? low : Math.max(low, this.#low - drift);
    this.#high = contradicts ? high : Math.min(high, this.#high + drift);
    this.#asOf = now;
  }
}

/**
 * Calls back when the page is looked at again: the tab came to the front, or the machine woke up. The wall clock serves
 * as a hint only (it runs on while performance.now() may not); a wrong hint costs one request. What is called back is
 * told how much more time the wall clock saw pass.
 */
export function onWake(callback) {
  let steady = performance.now();
  let wall = Date.now();
  const look = () => {
    const steadyGap = performance.now() - steady;
    const wallGap = Date.now() - wall;
    steady += steadyGap;
    wall += wallGap;
    const missed = wallGap - steadyGap;
    return { missed: Math.abs(missed) > WakeGapMs ? missed : 0, isLong: steadyGap > WakeGapMs };
  };
  let owed = 0;
  setInterval(() => {
    const { missed, isLong } = look();
    owed += missed;
    if (document.hidden || (!isLong && owed === 0)) return;
    callback(owed);
    owed = 0;
  }, Second);
  const seen = () => {
    const slept = owed + look().missed;
    owed = 0;
    callback(slept);
  };
  document.addEventListener("visibilitychange", () => document.hidden || seen());
  addEventListener("pageshow", event => event.persisted && seen());
}

/** Calls back often enough that no countdown is seen to lag. */
export function onTick(callback) {
  callback();
  setInterval(callback, TickMs);
}

/** A span as a countdown shows it: "12 days", "2 d 04 h", "4:12:09", "12:05", "0:09". Zero only once it is over. */
export function countdown(ms) {
  const seconds = Math.max(0, Math.ceil(ms / Second));
  const two = number => String(number).padStart(2, "0");
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor(seconds / 3_600) % 24;
  const minutes = Math.floor(seconds / 60) % 60;
  if (days >= 10) return `${days.toLocaleString(locale)} days`;
  if (days > 0) return `${days} d ${two(hours)} h`;
  if (hours > 0) return `${hours}:${two(minutes)}:${two(seconds % 60)}`;
  return `${minutes}:${two(seconds % 60)}`;
}

/** A span in words: "45 seconds", "3 min 20 s", "1 h 0 min". */
export function span(ms) {
  const seconds = Math.round(ms / Second);
  if (seconds < 90) return `${seconds} seconds`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60).toLocaleString(locale)} h ${minutes % 60} min`;
}

/** How pressing a span is: "calm", "soon" in the last ten minutes, "urgent" in the last minute. */
export function urgency(ms) {
  return ms > 10 * Minute ? "calm" : ms > Minute ? "soon" : "urgent";
}

const format = options => {
  const formatter = new Intl.DateTimeFormat(locale, options);
  return text => formatter.format(new Date(parseTime(text)));
};
const day = { day: "numeric", month: "short", year: "numeric" };
const clockTime = { hour: "2-digit", minute: "2-digit", second: "2-digit" };

/** Times in the visitor's time zone; the full one names it. */
export const asDay = format(day);
export const asClockTime = format(clockTime);
export const asFull = format({ ...day, ...clockTime, timeZoneName: "short" });
export const asDayAndTime = format({ day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

/** Whether a time lies within half a day of now, so that the clock time alone names it. */
export const isNear = (text, now) => Math.abs(parseTime(text) - now) < HalfDay;
