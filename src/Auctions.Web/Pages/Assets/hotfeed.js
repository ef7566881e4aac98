// The events of every second. They are read by fetch rather than by EventSource, which cannot send who asks.

const RetryMinMs = 1_000;
const RetryMaxMs = 15_000;
const SilenceMaxMs = 8_000;

/**
 * Reports through onReport, and the connection through onState: "connecting", "live", "reconnecting"; or "refused"
 * with the status, after which it rests until it is started anew.
 */
export class HeatFeed {
  #handlers;
  #abort = null;

  constructor(handlers) {
    this.#handlers = handlers;
  }

  /** Connects, or connects anew, as somebody. */
  start(path, user) {
    this.stop();
    this.#abort = new AbortController();
    this.#run(path, user, this.#abort.signal);
  }

  stop() {
    this.#abort?.abort();
    this.#abort = null;
  }

  async #run(path, user, stopped) {
    let failures = 0;
    this.#handlers.onState("connecting");
    while (!stopped.aborted) {
      try {
        const status = await this.#read(path, user, stopped, () => failures = 0);
        if (stopped.aborted) return;
        if (status === 401 || status === 403) return this.#handlers.onState("refused", status);
      } catch {
        if (stopped.aborted) return;
      }
      this.#handlers.onState("reconnecting");
      const wait = Math.min(RetryMaxMs, RetryMinMs * 2 ** failures++);
      await new Promise(resolve => setTimeout(resolve, wait * (0.5 + Math.random() / 2)));
    }
  }

  /** Reads until the connection ends; answers the status. */
  async #read(path, user, stopped, onNews) {
    const silent = new AbortController();
    let timer = setTimeout(() => silent.abort(), SilenceMaxMs);
    try {
      const response = await fetch(path, {
        headers: { Accept: "text/event-stream", ...(user && { "X-User": user }) },
        cache: "no-store",
        signal: AbortSignal.any([stopped, silent.signal]),
      });
      if (!response.ok) return response.status;
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let text = "";
      while (true) {
        const { value, done } = await reader.read();
        if (done) return response.status;
        clearTimeout(timer);
        timer = setTimeout(() => silent.abort(), SilenceMaxMs);
        const events = (text + value).split("\n\n");
        text = events.pop();
        for (const report of events.map(reportOf).filter(report => report)) {
          onNews();
          this.#handlers.onState("live");
          this.#handlers.onReport(report);
        }
      }
    } finally {
      clearTimeout(timer);
    }
  }
}

function reportOf(event) {
  const lines = event.split("\n");
  if (!lines.includes("event: heat")) return null;
  return JSON.parse(lines.find(line => line.startsWith("data: ")).slice(6));
}
