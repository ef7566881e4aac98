// The pages are in English; the visitor's kind of English decides how numbers and times look.

export const locale = navigator.languages.find(language => language.startsWith("en")) ?? "en";

/** 1 and "bid", "bids" give "1 bid". */
export const plural = (count, one, many) => `${count.toLocaleString(locale)} ${count === 1 ? one : many}`;
