import { CONSENT_TIERS } from '../consent/consent-signal.js';
import type { EventStore } from './event-store.js';
import type { History, HistoryOptions } from './history.js';
import type { Incoming } from './incoming.js';
import type { StoreSync } from './store-sync.js';
import { STORED_TIERS, type TierStores } from './tier-stores.js';
import type { Timeline } from './timeline.js';

/**
 * Moves the history between consent tiers. What is deleted where:
 *
 * | move | in memory | in stores of other tiers |
 * | --- | --- | --- |
 * | up, by anyone | nothing | the store that was used until now is emptied: its events move along |
 * | down, by a default | all but this page's events; to `off`, all | this page's events |
 * | down, by the shopper's choice | the same | everything |
 *
 * A choice empties the other stores even where the tier stays as it is: an earlier visit may have
 * been allowed more.
 */
export function tierSetter(
  timeline: Timeline,
  stores: TierStores,
  sync: StoreSync,
  incoming: Incoming,
  options: Pick<HistoryOptions, 'onChange'>,
): History['setTier'] {
  return (next, decided) => {
    const before = stores.tier;
    const isDown = CONSENT_TIERS.indexOf(next) < CONSENT_TIERS.indexOf(before);
    const seenHere = timeline.entries().flatMap(({ key, here }) => (here ? key : []));
    const all = decided || !isDown;
    stores.tier = next;
    incoming.discard();
    if (isDown) {
      timeline.keep((entry) => entry.here && next !== 'off');
      sync.dropAll();
    }
    for (const tier of STORED_TIERS) {
      if (tier === next || !(decided || tier === before)) continue;
      const empty = (store: EventStore) => (all ? store.clear() : store.remove(seenHere));
      sync.erase(tier, (store) => empty(store).then(() => seenHere), all);
    }
    if (next === before) return;
    incoming.expire();
    incoming.follow();
    for (const { key, event } of timeline.entries()) sync.save(key, event);
    if (before !== 'off' || timeline.entries().length) options.onChange?.('tier');
  };
}
