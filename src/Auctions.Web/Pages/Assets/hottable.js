// A table whose rows are kept and moved rather than made anew, so that focus stays, and that can be sorted.

import { setText } from "./dom.js";

export class HotTable {
  #table;
  #body;
  #columns;
  #key;
  #rows = new Map();
  #items = [];
  #sorted = null;
  #isDown = true;
  #onSort;

  /**
   * columns: [{ text(item), fill(cell, item) instead, sort(item) if it can be sorted by, number: true }], one for each
   * heading; key(item) names a row; onSort is told in words.
   */
  constructor(table, columns, key, onSort = null) {
    this.#table = table;
    this.#body = table.tBodies[0];
    this.#columns = columns;
    this.#key = key;
    this.#onSort = onSort;
    this.#body.replaceChildren();
    const heads = table.tHead.rows[0].cells;
    columns.forEach((column, place) => {
      if (column.number) heads[place].classList.add("number");
      if (column.sort) this.#offerSort(heads[place], column);
    });
  }

  /** Shows these, in their order unless another was chosen. */
  show(items) {
    this.#items = items;
    const sorted = this.#order(items);
    const focused = document.activeElement;
    const keys = new Set(sorted.map(this.#key));
    for (const [key, row] of this.#rows) {
      if (keys.has(key)) continue;
      row.remove();
      this.#rows.delete(key);
    }
    let place = this.#body.firstElementChild;
    for (const item of sorted) {
      const row = this.#rowOf(this.#key(item));
      this.#columns.forEach((column, at) => {
        if (column.fill) column.fill(row.cells[at], item);
        else setText(row.cells[at], String(column.text(item)));
      });
      if (row === place) place = place.nextElementSibling;
      else this.#body.insertBefore(row, place);
    }
    if (focused !== document.activeElement && focused.isConnected) focused.focus({ preventScroll: true });
  }

  #rowOf(key) {
    let row = this.#rows.get(key);
    if (!row) {
      row = document.createElement("tr");
      for (const column of this.#columns) row.insertCell().className = column.number ? "number" : "";
      this.#rows.set(key, row);
    }
    return row;
  }

  #order(items) {
    const by = this.#sorted?.sort;
    if (!by) return items;
    const sign = this.#isDown ? -1 : 1;
    const compare = (one, other) => {
      const [x, y] = [by(one) ?? -1, by(other) ?? -1];
      return typeof x === "string" || typeof y === "string" ? String(x).localeCompare(String(y)) : x - y;
    };
    return [...items].sort((one, other) => sign * compare(one, other));
  }

  #offerSort(head, column) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      this.#isDown = this.#sorted === column ? !this.#isDown : column.number === true;
      this.#sorted = column;
      for (const other of this.#table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", this.#isDown ? "descending" : "ascending");
      this.show(this.#items);
      this.#onSort?.(`Sorted by ${button.textContent}, ${this.#isDown ? "highest first" : "lowest first"}.`);
    });
  }
}
