import { ownCopy } from '../lib/own.js';
import type { Environment } from '../lib/environment.js';
import { isDuplicate } from './duplicates.js';
import type { ShopEventSource, ShopEvent } from './event.js';
import type { Item } from './item.js';
import { isRefused, parseEvent } from './parse-event.js';
import { parseItem } from './parse-item.js';
import type { RefusalCounts, RefusalReason } from './refusals.js';
import { createRefusals } from './refusals.js';
import { sessionAt } from './session.js';

/**
 * The first stop of every event. What `track` and the sources bring is raw: it is parsed, duplicates are
 * dropped, a session is assigned, and what is refused is counted by reason.
 */
export interface Intake {
  event(raw: unknown, source: ShopEventSource): { event: ShopEvent; item?: Item } | undefined;
  item(raw: unknown): Item | undefined;
  refuse(reason: RefusalReason, count?: number): void;
  refusals(): RefusalCounts;
}

/**
 * @param events the history so far, oldest first: it decides what is a duplicate and which session continues.
 * @param fromOtherPages those of them that came from the store or another tab.
 * @param idOf the one id of a product that may be named by several.
 */
export function createIntake(
  environment: Pick<Environment, 'now' | 'random'>,
  events: () => readonly ShopEvent[],
  sessionMs?: number,
  fromOtherPages: () => readonly ShopEvent[] = () => [],
  idOf: (item: Item) => string = ({ id }) => id,
): Intake {
  const refusals = createRefusals();
  return {
    event(raw, source) {
      const now = environment.now();
      const parsed = parseEvent(raw, { ts: now, session: '', source });
      if (isRefused(parsed)) return void refusals.add(parsed.refused);
      const { event, item, clamped } = ownCopy(parsed);
      if (item) event.item = idOf(item);
      const history = events();
      const last = history[history.length - 1];
      // The clock was set back: events keep their order.
      if (last && event.ts === now) event.ts = Math.max(now, last.ts);
      if (isDuplicate(event, history, last) || isDuplicate(event, fromOtherPages(), last, true)) {
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
