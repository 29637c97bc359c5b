import { CONSENT_TIERS } from '../consent/consent-signal.js';
import type { EventStore } from './event-store.js';
import type { Incoming } from './incoming.js';
import type { Stores } from './history.js';
import type { StoreSync } from './store-sync.js';
import { STORED_TIERS } from './tier-stores.js';
import type { Timeline } from './timeline.js';

/** Moves the stores to another tier; `tiers.ts` says what is deleted where. */
export function tierMover(timeline: Timeline, sync: StoreSync, incoming: Incoming): Stores['move'] {
  return (before, next, decided) => {
    const isDown = CONSENT_TIERS.indexOf(next) < CONSENT_TIERS.indexOf(before);
    const seenHere = timeline.entries().flatMap(({ key, here }) => (here ? key : []));
    const all = decided || !isDown;
    incoming.discard();
    if (isDown) sync.dropAll();
    for (const tier of STORED_TIERS) {
      if (tier === next || !(decided || tier === before)) continue;
      const empty = (store: EventStore) => (all ? store.clear() : store.remove(seenHere));
      sync.erase(tier, (store) => empty(store).then(() => seenHere), all);
    }
    if (next === before) return;
    incoming.follow();
    for (const { key, event, here } of timeline.entries())
      if (here || !isDown) sync.save(key, event);
  };
}
