import type { ShopEvent } from '../events/event.js';
import type { Entry, Timeline } from './timeline.js';

/** How much of the history is kept, and for how long. */
export interface Retention {
  /** Default 30. */
  days?: number;
  /** Default 500. */
  maxEvents?: number;
}

/** Events kept while nothing may be stored. */
const MAX_MEMORY_EVENTS = 100;
const DAY_MS = 86_400_000;

/** What says most is kept longest: orders, then what leads to them, then looks, then the rest. */
const WORTH: Partial<Record<ShopEvent['type'], number>> = {
  click: 1,
  cart: 2,
  checkout: 2,
  remove: 2,
  wishlist: 2,
  purchase: 3,
};
const worthOf = ({ event }: Entry) => WORTH[event.type] ?? 0;

/**
 * Drops what is too old or too much from the timeline: the oldest of what says least, so that two tabs
 * with the same events drop the same ones.
 * @param isStored false while events are in memory only.
 * @returns what was dropped.
 */
export function dropExpired(
  timeline: Timeline,
  { days = 30, maxEvents = 500 }: Retention,
  now: number,
  isStored: boolean,
): Entry[] {
  const earliest = now - days * DAY_MS;
  const [first] = timeline.entries();
  const old = first?.event.ts < earliest ? timeline.keep(({ event }) => event.ts >= earliest) : [];
  const max = Math.min(maxEvents, isStored ? Infinity : MAX_MEMORY_EVENTS);
  const entries = timeline.entries();
  const surplus = entries.length - max;
  if (surplus <= 0) return old;
  // The last event is what the page is about. A sort keeps the order of equals: the oldest go first.
  const gone = new Set(
    entries
      .slice(0, -1)
      .sort((a, b) => worthOf(a) - worthOf(b))
      .slice(0, surplus),
  );
  return [...old, ...timeline.keep((entry) => !gone.has(entry))];
}
