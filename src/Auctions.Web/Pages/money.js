// Amounts come as integers in minor units.

import { locale } from "./locale.js";

// By ISO 4217, as the engine counts. Browsers disagree for some currencies (Chromium shows IQD without digits), and a
// wrong number of digits is a wrong price by a power of ten.
const NoDigits = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(" ");
const ThreeDigits = "BHD IQD JOD KWD LYD OMR TND".split(" ");

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
