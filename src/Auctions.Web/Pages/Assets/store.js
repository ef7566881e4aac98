// What this tab or this browser remembers. A browser that keeps nothing is no reason to fail.

const safely = (act, otherwise = null) => {
  try {
    return act();
  } catch {
    return otherwise;
  }
};

export const recall = (key, store = sessionStorageOrNone()) => safely(() => JSON.parse(store.getItem(key)));

export function remember(key, value, store = sessionStorageOrNone()) {
  safely(() => value === null ? store.removeItem(key) : store.setItem(key, JSON.stringify(value)));
}

/** What all tabs share. */
export const shared = safely(() => localStorage);

function sessionStorageOrNone() {
  return safely(() => sessionStorage);
}
