import type { Environment } from '../lib/environment.js';
import { isDuplicate, isSameLook } from './duplicates.js';
import type { ShopEventSource, ShopEvent } from './event.js';
import type { Item } from './item.js';
import { parseEvent } from './parse-event.js';
import { parseItem } from './parse-item.js';
import type { RefusalCounts, RefusalReason } from './refusals.js';
import { createRefusals } from './refusals.js';
import { sessionAt } from './session.js';

/** The one way in: what sources and `track` bring is parsed, told from duplicates, given its session, counted. */
export interface Intake {
  event(raw: unknown, source: ShopEventSource): { event: ShopEvent; item?: Item } | undefined;
  item(raw: unknown): Item | undefined;
  refuse(reason: RefusalReason, count?: number): void;
  refusals(): RefusalCounts;
}

/**
 * @param events the history so far, oldest first: it decides what is a duplicate and which session goes on.
 * @param eventsOfOtherPages those of them that came from the store or another tab.
 */
export function createIntake(
  environment: Pick<Environment, 'now' | 'random'>,
  events: () => readonly ShopEvent[],
  sessionMs?: number,
  eventsOfOtherPages: () => readonly ShopEvent[] = () => [],
): Intake {
  const refusals = createRefusals();
  return {
    event(raw, source) {
      const now = environment.now();
      const parsed = parseEvent(raw, { ts: now, session: '', source });
      if ('refused' in parsed) return void refusals.add(parsed.refused);
      const { event, item, clamped } = parsed;
      const history = events();
      const last = history[history.length - 1];
      // A clock that was put back does not put what happens now before what has happened.
      if (last && event.ts === now) event.ts = Math.max(now, last.ts);
      if (
        isDuplicate(event, history) ||
        isDuplicate(event, eventsOfOtherPages(), true) ||
        isSameLook(event, last)
      ) {
        return void refusals.add('duplicate');
      }
      if (clamped) refusals.add('clamped');
      event.session = sessionAt(event.ts, last, environment.random, sessionMs);
      return { event, item };
    },
    item(raw) {
      const item = parseItem(raw);
      if (!item) refusals.add('item');
      return item;
    },
    refuse: refusals.add,
    refusals: refusals.counts,
  };
}
