// The tables of the page of what is hot.

import { $, setText } from "./dom.js";
import { stack } from "./hotcharts.js";
import { clockTime, ms, number, orDash, Parts, partsText, percent } from "./hotformat.js";
import { HotTable } from "./hottable.js";

function link(cell, address, text) {
  const anchor = cell.firstElementChild ?? cell.appendChild(document.createElement("a"));
  if (anchor.getAttribute("href") !== address) anchor.href = address;
  setText(anchor, text);
}

export const total = ({ parts }) => Parts.reduce((sum, part) => sum + (parts[part]?.p99 ?? 0), 0);

/** All tables of the page; addressOf(id) is where the drill-down of an auction is. */
export const tablesOf = addressOf => ({
  top: new HotTable($("top"), [
    { fill: (cell, hot) => link(cell, addressOf(hot.id), hot.title ?? hot.id), sort: hot => hot.title ?? hot.id },
    { text: hot => hot.slot, sort: hot => hot.slot, number: true },
    { text: hot => orDash(hot.shard), sort: hot => hot.shard, number: true },
    { text: hot => orDash(hot.process), sort: hot => hot.process ?? "" },
    { text: hot => number(hot.bidsPerSecond), sort: hot => hot.bidsPerSecond, number: true },
    { text: hot => number(hot.refusalsPerSecond), sort: hot => hot.refusalsPerSecond, number: true },
    { text: hot => number(hot.queueDepth), sort: hot => hot.queueDepth, number: true },
    { text: hot => ms(hot.flushLag), sort: hot => hot.flushLag, number: true },
    { text: hot => number(hot.watchers), sort: hot => hot.watchers, number: true },
    { fill: (cell, hot) => stack(cell, hot.parts, Parts, hot.longest, partsText(hot)), sort: total, number: true },
  ], hot => hot.id, text => setText($("announcer"), text)),
  marks: new HotTable($("marks"), [
    { text: mark => clockTime(mark.at / 1_000) },
    { text: mark => mark.kind },
    { fill: (cell, mark) => mark.auction ? link(cell, addressOf(mark.auction), mark.text) : setText(cell, mark.text) },
  ], mark => `${mark.at} ${mark.text}`),
  shards: new HotTable($("shards"), [
    { text: shard => shard.shard },
    { fill: fillShare, number: true },
    { text: shard => number(shard.bidsPerSecond), number: true },
    { text: shard => number(shard.writesPerSecond), number: true },
    { text: shard => number(shard.failedWrites), number: true },
    { text: shard => ms(shard.writeTime), number: true },
    { text: shard => ms(shard.flushLag), number: true },
    { text: shard => shard.isWell ? "well" : "cannot write" },
  ], shard => shard.shard),
  future: new HotTable($("future"), [
    { fill: (cell, next) => link(cell, addressOf(next.id), next.title) },
    { text: next => clockTime(next.closesAt) },
    { text: next => number(next.watchers), number: true },
    { text: next => number(next.bidsPerSecond), number: true },
    { text: next => number(next.expected), number: true },
  ], next => next.id),
  slow: new HotTable($("slow"), [
    { text: slow => clockTime(slow.at / 1_000) },
    { text: slow => slow.database },
    { text: slow => slow.statement },
    { text: slow => ms(slow.milliseconds), number: true },
    { text: slow => slow.failed ? "failed" : "done" },
  ], slow => `${slow.at} ${slow.database} ${slow.statement} ${slow.milliseconds}`),
  processes: new HotTable($("processes"), [
    { text: process => process.name },
    { text: process => process.kind },
    { text: process => process.version },
    { text: process => clockTime(process.startedAt, Date.now() / 1_000) },
    { text: process => number(process.auctions), number: true },
    { text: process => number(process.watchers), number: true },
    { text: process => number(process.dropped), number: true },
    { text: process => number(process.seconds), number: true },
  ], process => process.name),
  bands: new HotTable($("bands"), [
    { text: band => band.slots },
    { text: band => number(band.rate), number: true },
    { text: band => percent(band.share), number: true },
    { text: band => clockTime(band.at) },
  ], band => band.slots),
  parts: new HotTable($("parts-table"), [
    { text: point => clockTime(point.at) },
    { text: point => number(point.bidsPerSecond), number: true },
    ...["edge", "call", "queue", "decide", "commit", "reply"]
      .map(part => ({ text: point => ms(point.parts[part]?.p99), number: true })),
  ], point => point.at),
});

function fillShare(cell, shard) {
  stack(cell, { share: { p99: 100 * shard.share } }, ["share"], 100, percent(shard.share));
}
