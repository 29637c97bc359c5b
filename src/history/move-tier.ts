import type { EventStore } from './event-store.js';
import type { Incoming } from './incoming.js';
import type { Stores } from './history.js';
import type { StoreSync } from './store-sync.js';
import { STORED_TIERS } from './tier-stores.js';
import { isStored, rank } from './tiers.js';
import type { Timeline } from './timeline.js';

/** Moves the stores to another tier; `tiers.ts` says what is deleted where. */
export function tierMover(timeline: Timeline, sync: StoreSync, incoming: Incoming): Stores['move'] {
  return (before, next, decided) => {
    const isDown = rank(next) < rank(before);
    const seenHere = timeline.entries().flatMap(({ key, here }) => (here ? key : []));
    incoming.discard();
    if (isDown) sync.dropAll();
    for (const tier of STORED_TIERS) {
      // What the tab has moves along on the way up: `incoming.ts` takes it.
      if (rank(tier) <= rank(next) || !(decided || isStored(before))) continue;
      const empty = (store: EventStore) => (decided ? store.clear() : store.remove(seenHere));
      sync.erase(tier, (store) => empty(store).then(() => seenHere), decided ? 'all' : undefined);
    }
    if (next === before) return;
    incoming.follow();
    for (const { key, event, here } of timeline.entries())
      if (here || !isDown) sync.save(key, event);
  };
}
