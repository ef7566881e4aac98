// Small charts: lines and bars as SVG, the heat map on a canvas. Each one has its figures in words as its name.

import { setText } from "./dom.js";
import { clockTime, number } from "./hotformat.js";

const Height = 160;
const Left = 44;
const Bottom = 20;
const Top = 10;

export function svg(name, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** Rounds up to one, two or five times a power of ten. */
function ceiling(value) {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 5, 10].find(step => value <= step * power) ?? 10);
}

function frame(element, from, to, most) {
  const width = Math.max(240, element.clientWidth || 600);
  const x = at => Left + (width - Left - 4) * (at - from) / Math.max(1, to - from);
  const y = value => Height - Bottom - (Height - Bottom - Top) * value / most;
  const picture = svg("svg", { viewBox: `0 0 ${width} ${Height}`, width, height: Height, "aria-hidden": "true" });
  for (const value of [0, most / 2, most]) {
    picture.append(
      svg("line", { x1: Left, x2: width, y1: y(value), y2: y(value), class: "grid" }),
      svg("text", { x: Left - 6, y: y(value) + 4, "text-anchor": "end" }, number(value)));
  }
  picture.append(
    svg("text", { x: Left, y: Height - 4 }, clockTime(from)),
    svg("text", { x: width, y: Height - 4, "text-anchor": "end" }, clockTime(to)));
  return { picture, x, y };
}

/** Lines over time. series: [{ name, style, points: [[at, value or null]] }]. */
export function lines(element, legend, series, { from, to, unit = "", name }) {
  const values = series.flatMap(({ points }) => points.map(([, value]) => value ?? 0));
  const most = ceiling(Math.max(0, ...values));
  const { picture, x, y } = frame(element, from, to, most);
  for (const { style, points } of series) {
    let path = "";
    let isOpen = false;
    for (const [at, value] of points) {
      if (value != null) path += `${isOpen ? "L" : "M"}${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
      isOpen = value != null;
    }
    picture.append(svg("path", { d: path || "M0 0", class: `line ${style}` }));
  }
  element.replaceChildren(picture);
  const last = series.map(({ name, points }) =>
    `${name} ${number(points.findLast(([, value]) => value != null)?.[1] ?? 0)}${unit}`);
  element.setAttribute("aria-label", `${name}, newest: ${last.join(", ")}`);
  legend.replaceChildren(...series.flatMap(({ name, style }) => {
    const key = document.createElement("span");
    key.className = style;
    key.textContent = name;
    return [key, " "];
  }));
}

/** Bars of equal steps from a time on. */
export function bars(element, values, { from, step, unit, name }) {
  const to = from + values.length * step;
  const most = ceiling(Math.max(0, ...values));
  const { picture, x, y } = frame(element, from, to, most);
  values.forEach((value, place) => picture.append(svg("rect", {
    x: x(from + place * step).toFixed(1),
    y: y(value).toFixed(1),
    width: Math.max(1, x(step) - x(0) - 1).toFixed(1),
    height: (y(0) - y(value)).toFixed(1),
    class: "bar",
  })));
  element.replaceChildren(picture);
  const top = values.indexOf(Math.max(...values));
  element.setAttribute("aria-label", values.length === 0 ? `${name}: not known`
    : `${name}: ${number(values[0])}${unit} now, at most ${number(values[top])}${unit} at ` +
      clockTime(from + top * step));
}

/** Parts side by side; the whole is as wide as its share of the most. */
export function stack(cell, parts, names, most, text) {
  let picture = cell.querySelector("svg");
  if (!picture) {
    picture = svg("svg", { class: "stack", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" });
    for (const name of names) picture.append(svg("rect", { y: 0, height: 10, class: name }));
    const words = document.createElement("span");
    words.className = "quiet";
    cell.replaceChildren(picture, words);
  }
  let x = 0;
  names.forEach((name, place) => {
    const width = most > 0 ? 100 * (parts[name]?.p99 ?? 0) / most : 0;
    picture.children[place].setAttribute("x", x.toFixed(2));
    picture.children[place].setAttribute("width", width.toFixed(2));
    x += width;
  });
  setText(cell.lastElementChild, text);
}

/** Time from left to right, bands of slots from top to bottom; the darker the more turns, by logarithm. */
export function heatMap(canvas, marks, history, onMarks) {
  const { points, step } = history;
  const bands = points[0]?.bands.length ?? 0;
  const from = history.from;
  const columns = Math.max(1, Math.ceil(((points.at(-1)?.at ?? from) + step - from) / step));
  canvas.width = columns;
  canvas.height = Math.max(1, bands);
  const context = canvas.getContext("2d");
  const most = Math.max(1, ...points.map(point => Math.max(0, ...point.bands)));
  context.fillStyle = getComputedStyle(canvas).color;
  for (const { at, bands: turns } of points) {
    turns.forEach((count, band) => {
      if (count === 0) return;
      context.globalAlpha = 0.12 + 0.88 * Math.log1p(count) / Math.log1p(most);
      context.fillRect((at - from) / step, band, 1, 1);
    });
  }
  const end = from + columns * step;
  const shown = onMarks.filter(({ at }) => at / 1_000 >= from && at / 1_000 < end);
  marks.replaceChildren(...shown.map(({ at, kind, text }) => {
    const mark = document.createElement("span");
    mark.className = `mark ${kind}`;
    mark.title = `${clockTime(at / 1_000)} ${text}`;
    mark.style.left = `${100 * (at / 1_000 - from) / (end - from)}%`;
    return mark;
  }));
  return { most, columns };
}
