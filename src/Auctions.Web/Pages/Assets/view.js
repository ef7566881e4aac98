// What an auction's state is called on the pages.

import { parseTime } from "./time.js";

const names = {
  upcoming: "Upcoming",
  open: "Open",
  extended: "Extended",
  closing: "Last bids are being counted",
  paused: "Paused",
  sold: "Sold",
  unsold: "Unsold",
  cancelled: "Cancelled",
};

export const isFinal = view => ["sold", "unsold", "cancelled"].includes(view.status);

/**
 * The status at a time of the server's clock. An auction opens and starts closing without an event, hence without a new
 * view, so these three follow from the times, as they do on the server.
 */
export function statusAt(view, now) {
  if (!["upcoming", "open", "closing"].includes(view.status)) return view.status;
  if (now < parseTime(view.opensAt)) return "upcoming";
  if (now >= parseTime(view.closesAt)) return "closing";
  return view.extensions > 0 ? "extended" : "open";
}

export const statusName = status => names[status] ?? status;
