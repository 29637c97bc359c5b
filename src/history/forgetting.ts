import { parseStoredEvent } from '../events/parse-event.js';
import { isMomentKey } from './event-key.js';
import type { EventStore } from './event-store.js';
import { type Forget, isForgotten, isMomentForgotten } from './forget.js';
import type { HistoryOptions } from './history.js';
import type { Incoming } from './incoming.js';
import type { StoreSync } from './store-sync.js';
import { STORED_TIERS } from './tier-stores.js';
import type { Timeline } from './timeline.js';

/** Deletes in memory, in every store and in other tabs, whatever the tier. */
export function forgetter(
  timeline: Timeline,
  sync: StoreSync,
  incoming: Incoming,
  options: Pick<HistoryOptions, 'environment' | 'onChange'>,
): (what: Forget) => void {
  return (what) => {
    incoming.discard();
    sync.drop(timeline.keep(({ event }) => !isForgotten(what, event)));
    for (const tier of STORED_TIERS)
      sync.erase(tier, (store) => forgetIn(store, what, options.environment.now()), what === 'all');
    options.onChange?.('forget');
  };
}

/** A store may hold more than this page has read. @returns the deleted keys; none where all are. */
async function forgetIn(store: EventStore, what: Forget, now: number): Promise<string[]> {
  if (what === 'all') return store.clear().then(() => []);
  const gone = (await store.load())
    .filter(([key, value]) => {
      if (isMomentKey(key)) return isMomentForgotten(what, value);
      const event = parseStoredEvent(value, now);
      // A record that cannot be read may be what has to be forgotten.
      return !event || isForgotten(what, event);
    })
    .map(([key]) => key);
  if (gone.length) await store.remove(gone);
  return gone;
}
