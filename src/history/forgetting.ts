import { parseStoredEvent } from '../events/parse-event.js';
import type { EventStore } from './event-store.js';
import { type Forget, isForget, isForgotten } from './forget.js';
import type { Incoming } from './incoming.js';
import type { Stores } from './history.js';
import { isMomentForgotten } from './moment-forgotten.js';
import { isMomentKey } from './record-keys.js';
import type { StoreSync } from './store-sync.js';
import { STORED_TIERS, type TierStores } from './tier-stores.js';
import type { Entry } from './timeline.js';

/** Deletes in every store and in other tabs, whatever the tier. */
export function forgetter(
  sync: StoreSync,
  incoming: Incoming,
  now: () => number,
): Stores['forget'] {
  return (what, gone) => {
    incoming.discard();
    sync.drop(gone);
    for (const tier of STORED_TIERS)
      sync.erase(tier, (store) => forgetIn(store, what, now(), gone), what);
  };
}

/** Deletes what an earlier page could not, before anything is read. */
export async function forgetMarked(
  { marks }: TierStores,
  sync: StoreSync,
  now: () => number,
): Promise<void> {
  for (const [key, what] of await marks.load()) {
    // Whoever left it wanted something deleted.
    const read = isForget(what) ? what : 'all';
    sync.erase('persistent', (store) => forgetIn(store, read, now()), read, key);
  }
}

/**
 * A store may hold more than this page has read.
 * @param ofPage what the page itself no longer has: after a clock was set back, it may have read another time
 *   than the store has.
 * @returns the deleted keys; none where all are.
 */
async function forgetIn(
  store: EventStore,
  what: Forget,
  now: number,
  ofPage: readonly Entry[] = [],
): Promise<string[]> {
  if (what === 'all') return store.clear().then(() => []);
  const gone = (await store.load())
    .filter(([key, value]) => {
      if (ofPage.some((entry) => entry.key === key)) return true;
      if (isMomentKey(key)) return isMomentForgotten(what, value);
      const event = parseStoredEvent(value, now);
      // A record that cannot be read may be what has to be forgotten.
      return !event || isForgotten(what, event);
    })
    .map(([key]) => key);
  if (gone.length) await store.remove(gone);
  return gone;
}
