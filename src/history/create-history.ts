import { createEventKeys, isMomentKey } from './event-key.js';
import { forgetter } from './forgetting.js';
import type { History, HistoryOptions } from './history.js';
import { createIncoming } from './incoming.js';
import { watchPageLife } from './page-life.js';
import { createStoreSync } from './store-sync.js';
import { createTabChannel } from './tab-channel.js';
import { createTierStores } from './tier-stores.js';
import { tierSetter } from './tiers.js';
import { createTimeline } from './timeline.js';

/** Puts the parts of a history together; see `HistoryOptions`. */
export function createHistory(options: HistoryOptions): History {
  const { environment } = options;
  const name = `nextaisle:${options.namespace ?? 'default'}`;
  const timeline = createTimeline();
  const eventKey = createEventKeys(environment.random);
  const stores = createTierStores(name, options.loadStores);
  const store = stores.active;
  const tabs = createTabChannel(name);
  const sync = createStoreSync(timeline, stores, tabs, options);
  const incoming = createIncoming(timeline, stores, tabs, sync, options);
  const setTier = tierSetter(timeline, stores, sync, incoming, options);
  const forget = forgetter(timeline, sync, incoming, options);
  const close = () => {
    tabs.listen();
    sync.run(async () => store()?.close());
  };
  const stopWatching = watchPageLife(close, incoming.follow);
  setTier(options.tier, options.decided);

  return {
    events: timeline.events,
    eventsOfOtherPages: () => timeline.entries().flatMap(({ here, event }) => (here ? [] : event)),
    append(event) {
      if (stores.tier === 'off') return false;
      const last = timeline.entries()[timeline.entries().length - 1];
      // A key must sort after the last one, even where the clock has been put back since.
      const key = eventKey(event.ts, event.ts >= last?.event.ts ? last.key : '');
      timeline.add({ key, event, here: true });
      sync.save(key, event);
      incoming.expire();
      options.onChange?.('append');
      return true;
    },
    amend(change) {
      for (const entry of timeline.entries()) {
        const event = change(entry.event);
        if (event === entry.event) continue;
        timeline.replace({ ...entry, event });
        sync.save(entry.key, event);
      }
    },
    setTier,
    forget,
    exportData: () => ({
      format: 'nextaisle-history',
      version: 1,
      exported: environment.now(),
      events: timeline.events(),
    }),
    store,
    momentRecords: async () =>
      ((await store()?.load()) ?? []).filter(([key]) => isMomentKey(key)).map(([, value]) => value),
    status() {
      const { tier } = stores;
      const fault = store() && sync.fault();
      return {
        tier,
        store: tier === 'off' ? 'none' : fault ? 'memory' : (store()?.kind ?? 'memory'),
        reason: fault,
        events: timeline.entries().length,
        unsaved: sync.unsaved(),
        ...incoming.counts,
      };
    },
    flushed: sync.idle,
    destroy() {
      stopWatching();
      close();
      sync.stop();
    },
  };
}
