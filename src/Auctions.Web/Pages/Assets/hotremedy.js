// What can be done about one auction: nothing before a dry run has said what would happen.

import { Problem, send } from "./api.js";
import { $ } from "./dom.js";
import { user } from "./who.js";

const DryMs = 15_000;
const DoMs = 125_000;

export class Remedies {
  #auction;
  #tried = null;

  constructor(auction) {
    this.#auction = auction;
    const form = $("remedy");
    const chosen = () => {
      for (const field of form.querySelectorAll("[data-of]")) field.hidden = field.dataset.of !== $("kind").value;
      this.#forget();
    };
    form.addEventListener("input", chosen);
    form.addEventListener("submit", event => {
      event.preventDefault();
      this.#ask(true);
    });
    $("do").addEventListener("click", () => this.#ask(false));
    chosen();
  }

  /** Offers the names of processes that report. */
  offer(processes) {
    const list = $("process-names");
    if (list.childElementCount === processes.length) return;
    list.replaceChildren(...processes.map(name => {
      const option = document.createElement("option");
      option.value = name;
      return option;
    }));
  }

  #wish() {
    const kind = $("kind").value;
    const wish = { kind, auction: this.#auction, reason: $("reason").value.trim() };
    if (kind === "pin" && $("shard").value !== "") wish.shard = Number($("shard").value);
    if (kind === "migrate" && $("process").value.trim() !== "") wish.process = $("process").value.trim();
    if (kind === "conflate") wish.viewsPerSecond = Number($("views").value);
    return wish;
  }

  // What was tried is not what would be done any more.
  #forget() {
    this.#tried = null;
    $("do").disabled = true;
  }

  async #ask(dryRun) {
    const wish = dryRun ? this.#wish() : this.#tried;
    if (!wish) return;
    this.#forget();
    $("dry").disabled = true;
    this.#say(dryRun ? "Asking what would happen …" : "Doing it …");
    try {
      const report = await send("POST", "/ops/hotspots/remedies", {
        user: user(),
        body: { ...wish, dryRun },
        timeoutMs: dryRun ? DryMs : DoMs,
      });
      this.#show(report, dryRun);
      if (dryRun && !report.refusal) {
        this.#tried = wish;
        $("do").disabled = false;
      }
    } catch (problem) {
      this.#say(explain(problem, dryRun));
    } finally {
      $("dry").disabled = false;
    }
  }

  #show({ refusal, steps, isDone }, dryRun) {
    if (refusal) return this.#say(refusal);
    const heading = document.createElement("p");
    heading.textContent = isDone ? "Done:" : dryRun ? "It would do this; nothing was changed:" : "Not done:";
    const list = document.createElement("ol");
    list.append(...(steps ?? []).map(step => {
      const item = document.createElement("li");
      item.textContent = step;
      return item;
    }));
    $("remedy-answer").replaceChildren(heading, list);
  }

  #say(text) {
    const words = document.createElement("p");
    words.textContent = text;
    $("remedy-answer").replaceChildren(words);
  }
}

function explain(problem, dryRun) {
  if (!(problem instanceof Problem) || problem.status === 0) {
    return dryRun ? "No answer came; nothing was changed."
      : "No answer came; it may have been done. Make a dry run again to see.";
  }
  return problem.body.errors?.map(error => error.detail).join(" ") || problem.title || "It was refused.";
}
