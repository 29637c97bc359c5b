import type { ShopEvent } from '../events/event.js';
import type { Item } from '../events/item.js';
import type { Prediction } from '../prediction/prediction.js';
import type { Ledger } from './ledger.js';
import { momentsKey, type MomentRecord } from './record.js';
import type { Watch } from './watch.js';

/**
 * Tests each watched rule on a prediction. A moment is when a rule starts to hold, not while it holds.
 */
export function checkRules(
  watches: Iterable<Watch>,
  prediction: Prediction,
  now: {
    /** The current session. */
    session: string;
    events: readonly ShopEvent[];
    item(id: string): Item | undefined;
    ledger: Ledger;
    onMoment(watch: Watch): void;
  },
): void {
  const { session, item, ledger } = now;
  const events = now.events.filter((event) => event.session === session);
  for (const watch of watches) {
    if (prediction.backend === 'none' && !watch.baselines) continue;
    const record = ledger.get(momentsKey(session, watch.id)) as MomentRecord | undefined;
    const remembers = watch.once === 'always';
    // The rule already held when the page before ended: no new moment.
    const held = watch.last?.session === session ? watch.last.held : remembers && !!record?.on;
    const holds = watch.holds({ prediction, events, item });
    watch.last = { session, held: holds };
    if (holds && !held) now.onMoment(watch);
    if (remembers && record && record.on !== holds) void ledger.put({ ...record, on: holds });
  }
}
