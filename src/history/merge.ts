import { isDuplicate, isSameLook } from '../events/duplicates.js';
import type { ShopEvent } from '../events/event.js';
import { parseStoredEvent } from '../events/parse-event.js';
import { sameSession } from '../events/session.js';
import { isBeside, isEventKey } from './event-key.js';
import type { StoreRecord } from './event-store.js';
import type { Entry, Timeline } from './timeline.js';

export interface Merged {
  /** Keys of records that could not be read. */
  corrupt: string[];
  /** What this page saw and the store knew already. */
  duplicates: Entry[];
  /** What this page saw, now part of the session it continues. */
  joined: Entry[];
}

/**
 * Takes what a store or another tab has into the timeline.
 * @param skip tells what was deleted meanwhile.
 * @param isNews the records are another tab's, which is told of ours as well: of two that are one, the
 *   later is dropped, so that not both are.
 */
export function mergeRecords(
  timeline: Timeline,
  records: readonly StoreRecord[],
  now: number,
  skip: (key: string) => boolean,
  sessionMs?: number,
  isNews?: boolean,
): Merged {
  const corrupt: string[] = [];
  const adopted: [key: string, event: ShopEvent][] = [];
  for (const [key, value] of records) {
    if (timeline.has(key) || skip(key) || isBeside(key)) continue;
    const event = isEventKey(key) ? parseStoredEvent(value, now) : undefined;
    if (!event) corrupt.push(key);
    else if (timeline.add({ key, event, here: false })) adopted.push([key, event]);
  }
  // Only against what came in: what this page saw was checked against itself when it came.
  const duplicates = timeline.entries().filter(({ key, event, here }, at, all) => {
    if (!here) return false;
    const before = adopted.flatMap(([its, event]) => (isNews && its > key ? [] : event));
    return isDuplicate(event, before, true) || isSameLook(event, all[at - 1]?.event);
  });
  timeline.keep((entry) => !duplicates.includes(entry));
  return { corrupt, duplicates, joined: joinSession(timeline, sessionMs) };
}

/** What this page saw before the store was read continues the session it finds there. */
function joinSession(timeline: Timeline, sessionMs?: number): Entry[] {
  const entries = timeline.entries();
  const first = entries.findIndex((entry) => entry.here);
  const last = entries[first - 1]?.event;
  if (!last || !sameSession(last, entries[first].event.ts, sessionMs)) return [];
  const { session } = entries[first].event;
  if (session === last.session) return [];
  const joined = entries
    .filter(({ event, here }) => here && event.session === session)
    .map((entry) => ({ ...entry, event: { ...entry.event, session: last.session } }));
  joined.forEach(timeline.replace);
  return joined;
}
