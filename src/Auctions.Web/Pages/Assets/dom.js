// Small helpers around elements. Text is only ever set as text, never as markup.

// A script runs: what the page says to those without one goes before it is seen.
document.documentElement.classList.add("live");

export const $ = id => document.getElementById(id);

/** Sets a text if it differs, so that nothing is read out or repainted for nothing. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Marks a change for a moment. */
export function flash(element) {
  element.classList.remove("fresh");
  void element.offsetWidth;
  element.classList.add("fresh");
}
