// Amounts come as integers in minor units.

import { locale } from "./locale.js";

// By ISO 4217, as the engine counts. Browsers disagree for some currencies (Chromium shows IQD without digits), and a
// wrong number of digits is a wrong price by a power of ten.
const NoDigits = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(" ");
const ThreeDigits = "BHD IQD JOD KWD LYD OMR TND".split(" ");

// The engine's bound, in minor units; below what a Number holds exactly.
const AmountMax = 10n ** 15n;

const formatters = new Map();

function digitsOf(currency) {
  return NoDigits.includes(currency) ? 0 : ThreeDigits.includes(currency) ? 3 : 2;
}

function formatterOf(currency) {
  let formatter = formatters.get(currency);
  if (!formatter) {
    const digits = digitsOf(currency);
    formatter = new Intl.NumberFormat(locale, {
      style: "currency",
      currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    formatters.set(currency, formatter);
  }
  return formatter;
}

/** 5250 and "USD" give "$52.50". A missing amount gives a dash. */
export function money(minor, currency) {
  if (minor === null || minor === undefined) return "–";
  return formatterOf(currency).format(minor / 10 ** digitsOf(currency));
}

/**
 * What a visitor typed as minor units: "1,234.50" and "USD" give 123450. Null: it is no amount; what could be meant in
 * two ways, such as "12,50", is none.
 */
export function parseMoney(text, currency) {
  const digits = digitsOf(currency);
  const code = new RegExp(`^${currency}|${currency}$`, "i");
  const plain = text.replace(/[\s\u00a0\u202f$€£¥₩₹]/g, "").replace(code, "");
  const match = /^(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d*))?$/.exec(plain);
  const fraction = (match?.[2] ?? "").replace(/0+$/, "");
  if (!match || fraction.length > digits) return null;
  const minor = BigInt(match[1].replaceAll(",", "") + fraction.padEnd(digits, "0"));
  return minor > 0n && minor <= AmountMax ? Number(minor) : null;
}

/** What an amount is written like: 5250 and "USD" give "52.50". */
export function plainAmount(minor, currency) {
  const digits = digitsOf(currency);
  const text = String(minor).padStart(digits + 1, "0");
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
