import { PredictorError } from '../lib/errors.js';
import { createEventKeys, isBeside } from './event-key.js';
import { forgetter } from './forget.js';
import type { History, HistoryCause, HistoryOptions } from './history.js';
import { createIncoming } from './incoming.js';
import { watchPageLife } from './page-life.js';
import { dropExpired } from './retention.js';
import { createStoreSync } from './store-sync.js';
import { createTabChannel } from './tab-channel.js';
import { createTierStores } from './tier-stores.js';
import { tierSetter } from './tiers.js';
import { createTimeline } from './timeline.js';

/** Puts the parts of a history together; see `HistoryOptions`. */
export function createHistory(options: HistoryOptions): History {
  const { environment, retention, sessionMs } = options;
  const { now, after } = environment;
  const onChange = (cause: HistoryCause) => options.onChange?.(cause);
  const onFault = (reason: string) => options.onFault?.(new PredictorError('STORE_FAILED', reason));
  const name = `nextaisle:${options.namespace ?? 'default'}`;
  const timeline = createTimeline();
  const eventKey = createEventKeys(environment.random);
  const stores = createTierStores(name, options.loadStores);
  const store = stores.active;
  const tabs = createTabChannel(name);
  const sync = createStoreSync(timeline, stores, tabs, { after, onFault });
  const counts = { corrupt: 0, expired: 0 };
  const expire = () => {
    for (const { key } of dropExpired(timeline, retention ?? {}, now(), !!store())) {
      counts.expired++;
      sync.save(key, null);
    }
  };
  const hooks = { now, expire, onChange, sessionMs, counts };
  const incoming = createIncoming(timeline, stores, tabs, sync, hooks);
  const setTier = tierSetter(timeline, stores, sync, incoming, hooks);
  const forget = forgetter(timeline, sync, incoming, hooks);
  const close = () => {
    tabs.listen();
    sync.run(async () => store()?.close());
  };
  const stopWatching = watchPageLife(close, incoming.follow);
  setTier(options.tier, options.decided);

  return {
    events: timeline.events,
    elsewhere: () => timeline.entries().flatMap(({ here, event }) => (here ? [] : event)),
    append(event) {
      if (stores.tier === 'off') return false;
      const last = timeline.entries()[timeline.entries().length - 1];
      // A key must sort after the last one, even where the clock has been put back since.
      const key = eventKey(event.ts, event.ts >= last?.event.ts ? last.key : '');
      timeline.add({ key, event, here: true });
      sync.save(key, event);
      expire();
      onChange('append');
      return true;
    },
    setTier,
    forget,
    exportData: () => ({
      format: 'nextaisle-history',
      version: 1,
      exported: now(),
      events: timeline.events(),
    }),
    store,
    beside: async () =>
      ((await store()?.load()) ?? []).filter(([key]) => isBeside(key)).map(([, value]) => value),
    status() {
      const { tier } = stores;
      const fault = store() && sync.fault();
      return {
        tier,
        store: tier === 'off' ? 'none' : fault ? 'memory' : (store()?.kind ?? 'memory'),
        reason: fault,
        events: timeline.entries().length,
        unsaved: sync.unsaved(),
        ...counts,
      };
    },
    settled: sync.settled,
    destroy() {
      stopWatching();
      close();
      sync.stop();
    },
  };
}
