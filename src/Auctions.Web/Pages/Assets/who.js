// Who the visitor is. In development a name box stands for a log-in; elsewhere the embedding site has set a cookie that
// no script can read, so that only the server's answers tell.

import { $ } from "./dom.js";
import { recall, remember, shared } from "./store.js";

const NameKey = "auctions.name";
const Allowed = /^[!-~]{1,128}$/;

export const isNamed = document.body.dataset.identity === "development";
export const logInUrl = document.body.dataset.logIn ?? null;

const listeners = [];
let name = isNamed ? recall(NameKey) ?? recall(NameKey, shared) ?? "" : "";

/** The name a request goes by; empty: none is needed, or none is known. */
export const user = () => name;

/** Whether asking as somebody has a chance. */
export const mayBeKnown = () => !isNamed || name !== "";

/** Calls back when the visitor becomes somebody else. */
export const onChange = callback => listeners.push(callback);

if (isNamed) {
  const form = $("who");
  const input = $("who-name");
  input.value = name;
  form.hidden = false;
  input.addEventListener("input", () => input.setCustomValidity(""));
  form.addEventListener("submit", event => {
    event.preventDefault();
    const next = input.value.trim();
    input.setCustomValidity(next === "" || Allowed.test(next) ? "" : "Letters, digits and signs, without spaces.");
    if (!input.reportValidity() || next === name) return;
    name = next;
    // A tab keeps its name, so that two tabs can be two people; a new tab begins with the last one.
    remember(NameKey, name);
    remember(NameKey, name, shared);
    for (const listener of listeners) listener();
  });
}
