// The live feed of one auction and what can be said about the connection.

import { clock } from "./api.js";

const RetryMinMs = 1_000;
const RetryMaxMs = 15_000;
const SilenceMaxMs = 12_000;
const OfflineAfterMs = 15_000;
const GraceMs = 1_500;
const ResyncAfterMs = 2_000;
const WatchMs = 1_000;

/**
 * Reports views through onView, the connection through onState ("connecting", "live", "reconnecting", "offline") and
 * through onResync that the newest view should be fetched: after each connect that brought none of its own.
 */
export class Feed {
  #path;
  #handlers;
  #source = null;
  #state = "";
  #failures = 0;
  #wasOpen = false;
  #heardAt = 0;
  #downSince = performance.now();
  #watch = null;
  #retry = null;
  #resync = null;

  constructor(path, handlers) {
    this.#path = path;
    this.#handlers = handlers;
    // Only a hint: a page from this very machine works without a network. Connecting anew tells.
    for (const hint of ["online", "offline"]) addEventListener(hint, () => this.isRunning && this.start());
  }

  get isRunning() {
    return this.#watch !== null;
  }

  /** Connects, or connects anew. */
  start() {
    this.stop();
    this.#watch = setInterval(() => this.#look(), WatchMs);
    this.#downSince = performance.now();
    this.#connect();
  }

  stop() {
    this.#disconnect();
    clearInterval(this.#watch);
    this.#watch = null;
  }

  /** The server answered on another way, so the visitor is not offline. */
  reached() {
    this.#downSince = performance.now();
  }

  #connect() {
    this.#disconnect();
    const source = new EventSource(this.#path);
    this.#source = source;
    this.#heardAt = performance.now();
    source.addEventListener("open", () => this.#opened());
    source.addEventListener("error", () => this.#failed(source));
    source.addEventListener("heartbeat", event => this.#heard(JSON.parse(event.data)));
    source.addEventListener("view", event => {
      const view = JSON.parse(event.data);
      this.#heard(view);
      clearTimeout(this.#resync);
      this.#handlers.onView(view);
    });
    this.#tell();
  }

  #disconnect() {
    this.#source?.close();
    this.#source = null;
    clearTimeout(this.#retry);
    clearTimeout(this.#resync);
  }

  #opened() {
    this.#failures = 0;
    this.#wasOpen = true;
    this.#heardAt = performance.now();
    // Spread out, because after a restart of the server everybody connects at once.
    clearTimeout(this.#resync);
    this.#resync = setTimeout(() => this.#handlers.onResync(), ResyncAfterMs * (1 + Math.random()));
    this.#tell();
  }

  #failed(source) {
    if (source !== this.#source) return;
    // Once per break: the failed attempts after it belong to the same one.
    if (this.#wasOpen) this.#downSince = performance.now();
    this.#wasOpen = false;
    // After an answer other than 200 the browser gives up; after a broken connection it tries again by itself.
    if (source.readyState === EventSource.CLOSED) {
      const wait = Math.min(RetryMaxMs, RetryMinMs * 2 ** this.#failures++);
      clearTimeout(this.#retry);
      this.#retry = setTimeout(() => this.#connect(), wait * (0.5 + Math.random() / 2));
    }
    this.#tell();
  }

  #heard(message) {
    const now = performance.now();
    this.#heardAt = now;
    if (message.serverTime) clock.heard(message.serverTime, now);
  }

  #look() {
    const isSilent = performance.now() - this.#heardAt > SilenceMaxMs;
    if (isSilent && this.#source?.readyState === EventSource.OPEN) this.start();
    this.#tell();
  }

  #tell() {
    const state = this.#read();
    if (state === this.#state) return;
    this.#state = state;
    this.#handlers.onState(state);
  }

  #read() {
    if (this.#source?.readyState === EventSource.OPEN) return "live";
    const down = performance.now() - this.#downSince;
    if (this.#state === "live" && down < GraceMs) return "live";
    if (down > (navigator.onLine ? OfflineAfterMs : GraceMs)) return "offline";
    return ["", "connecting"].includes(this.#state) ? "connecting" : "reconnecting";
  }
}
