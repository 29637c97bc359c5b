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

/**
 * Drops what is too old or too much from the timeline.
 * @param isStored false while events are in memory only.
 * @returns what was dropped.
 */
export function dropExpired(
  timeline: Timeline,
  { days = 30, maxEvents = 500 }: Retention,
  now: number,
  isStored: boolean,
): Entry[] {
  const max = Math.min(maxEvents, isStored ? Infinity : MAX_MEMORY_EVENTS);
  const surplus = timeline.entries().length - max;
  const earliest = now - days * DAY_MS;
  if (surplus <= 0 && !(timeline.entries()[0]?.event.ts < earliest)) return [];
  return timeline.keep(({ event }, i) => i >= surplus && event.ts >= earliest);
}
