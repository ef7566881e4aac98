// How figures look.

import { locale, plural } from "./locale.js";
import { asClockTime, asDayAndTime } from "./time.js";

const small = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
const large = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });

export const number = value => (value < 100 ? small : large).format(value ?? 0);
export const ms = value => value == null ? "–" : `${(value < 10 ? small : large).format(value)} ms`;
export const percent = share => `${large.format(100 * share)} %`;
export const orDash = value => value ?? "–";

/** A time in Unix seconds, as the clock shows it; the day too if it is long ago. */
export const clockTime = (at, now = at) =>
  (Math.abs(now - at) < 43_200 ? asClockTime : asDayAndTime)(new Date(1_000 * at).toISOString());

/** The parts that follow each other, in the colours of the legend; the call spans several of them. */
export const Parts = ["edge", "queue", "decide", "commit", "reply"];

/** "edge 0.4 ms, queue 1 ms …; commit grew". */
export const partsText = ({ parts, grew }) =>
  [...Parts, "call"].filter(part => parts[part]).map(part => `${part} ${ms(parts[part].p99)}`).join(", ") +
  (grew ? `; ${grew} grew` : "");

/** As of when, who reports, who does not, and what is missing. */
export const asOfText = report =>
  `As of ${clockTime(report.asOf)}, ${report.window} s. ` +
  plural(report.reporting.length, "process reports", "processes report") +
  (report.silent.length > 0 ? `, silent: ${report.silent.join(", ")}` : "") +
  `. ${plural(report.dropped, "bid", "bids")} counted and not timed.`;
