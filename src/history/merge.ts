import { isDuplicate } from '../events/duplicates.js';
import type { ShopEvent } from '../events/event.js';
import { parseStoredEvent } from '../events/parse-event.js';
import { sameSession } from '../events/session.js';
import { isMomentKey, isEventKey } from './record-keys.js';
import type { StoreRecord } from './event-store.js';
import type { Timeline } from './timeline.js';

export interface Merged {
  /** Keys of records that could not be read. */
  corrupt: string[];
  /** What the store has to change: null deletes this page's copy of an event that it had already. */
  changes: Change[];
}

type Change = readonly [key: string, event: ShopEvent | null];

/**
 * Takes the records of a store or of another tab into the timeline.
 * @param skip true for keys that are being written or deleted.
 * @param fromTab the records are another tab's, which gets ours as well. Both tabs drop the later of two
 *   duplicates: one copy stays.
 */
export function mergeRecords(
  timeline: Timeline,
  records: readonly StoreRecord[],
  now: number,
  skip: (key: string) => boolean,
  sessionMs?: number,
  fromTab?: boolean,
): Merged {
  const corrupt: string[] = [];
  const adopted: [key: string, event: ShopEvent][] = [];
  for (const [key, value] of records) {
    if (skip(key) || isMomentKey(key) || (!fromTab && timeline.has(key))) continue;
    const event = isEventKey(key) ? parseStoredEvent(value, now) : undefined;
    if (!event) corrupt.push(key);
    else if (timeline.add({ key, event, here: false })) adopted.push([key, event]);
    // Another tab has found its session, or the one id of its product.
    else timeline.replace({ key, event });
  }
  const all = timeline.entries();
  // Only against what came in: this page's events were checked against each other when they came.
  const duplicates = timeline.keep(({ key, event, here }, at) => {
    if (!here) return true;
    const before = adopted.flatMap(([its, event]) => (fromTab && its > key ? [] : event));
    return !isDuplicate(event, before, all[at - 1]?.event, true);
  });
  const changes = duplicates.map(({ key }): Change => [key, null]);
  return { corrupt, changes: changes.concat(joinSession(timeline, sessionMs)) };
}

/**
 * This page's events may continue the last session of the store, which was not read when they came.
 * @returns those events, with that session.
 */
function joinSession(timeline: Timeline, sessionMs?: number): Change[] {
  const entries = timeline.entries();
  const first = entries.findIndex((entry) => entry.here);
  const last = entries[first - 1]?.event;
  if (!last || !sameSession(last, entries[first].event.ts, sessionMs)) return [];
  const { session } = entries[first].event;
  if (session === last.session) return [];
  return entries
    .filter(({ event, here }) => here && event.session === session)
    .map((entry) => {
      const event = { ...entry.event, session: last.session };
      timeline.replace({ ...entry, event });
      return [entry.key, event];
    });
}
