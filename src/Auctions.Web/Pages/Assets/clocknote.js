// Says how the visitor's clock differs from the server's, which is the one that counts.

import { clock } from "./api.js";
import { $, setText } from "./dom.js";
import { span } from "./time.js";

const SmallMs = 2_000;

export function showClock() {
  if (!clock.isKnown) return;
  const behind = clock.now() - Date.now();
  setText($("clock"), Math.abs(behind) < SmallMs
    ? "Your clock agrees with the server’s."
    : `Your clock is ${span(Math.abs(behind))} ${behind > 0 ? "behind" : "ahead of"} the server’s; ` +
      "the countdown runs on the server’s.");
}
