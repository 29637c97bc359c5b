import { isDuplicate } from '../events/duplicates.js';
import type { ShopEvent } from '../events/event.js';
import { parseStoredEvent } from '../events/parse-event.js';
import { sameSession } from '../events/session.js';
import { isMomentKey, isEventKey } from './record-keys.js';
import type { StoreRecord } from './event-store.js';
import type { Entry, Timeline } from './timeline.js';

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
 * @param known what the timeline had before the store was read: what has changed since is newer than the
 *   records. Without it they are another tab's, which gets ours as well: both drop the later of two duplicates,
 *   and one copy stays.
 */
export function mergeRecords(
  timeline: Timeline,
  records: readonly StoreRecord[],
  now: number,
  skip: (key: string) => boolean,
  sessionMs?: number,
  known?: readonly Entry[],
): Merged {
  const { entries } = timeline;
  const corrupt: string[] = [];
  const adopted: [key: string, event: ShopEvent][] = [];
  for (const [key, value] of records) {
    if (skip(key) || isMomentKey(key)) continue;
    const event = isEventKey(key) ? parseStoredEvent(value, now) : undefined;
    if (!event) corrupt.push(key);
    else if (timeline.add({ key, event, here: false })) adopted.push([key, event]);
    // Another tab has found its session, or, as it tells itself, the one id of its product.
    else if (
      !known ||
      known.some(
        (was) => was.key === key && was.event.session !== event.session && entries().includes(was),
      )
    )
      timeline.replace({ key, event });
  }
  const all = entries();
  // Only against what came in: this page's events were checked against each other when they came.
  const duplicates = timeline.keep(({ key, event, here }, at) => {
    if (!here) return true;
    const before = adopted.flatMap(([its, event]) => (!known && its > key ? [] : event));
    return !isDuplicate(event, before, all[at - 1]?.event, true);
  });
  const changes = duplicates.map(({ key }): Change => [key, null]);
  return { corrupt, changes: changes.concat(joinSessions(timeline, sessionMs)) };
}

/**
 * This page's event within the gap of the one before it is of the same visit: the page did not know that one
 * when it came. Only the page that made an event says of which visit it is, so that two never disagree.
 * @returns the events that have another session now.
 */
function joinSessions(timeline: Timeline, sessionMs?: number): Change[] {
  const changes: Change[] = [];
  let last: ShopEvent | undefined;
  for (const { key, event, here } of timeline.entries()) {
    const isNext = here && last && sameSession(last, event.ts, sessionMs);
    if (last && isNext && last.session !== event.session) {
      last = { ...event, session: last.session };
      timeline.replace({ key, event: last });
      changes.push([key, last]);
    } else last = event;
  }
  return changes;
}
