import { jsonOf } from '../lib/json-of.js';
import type { ConsentTier } from '../consent/consent-signal.js';
import { createEventKeys } from './event-key.js';
import { isForgotten } from './forget.js';
import { watchLeaving } from './hand-over.js';
import type { History, HistoryOptions } from './history.js';
import { createLateStores } from './late-stores.js';
import { dropExpired } from './retention.js';
import { isStored, tierSetter } from './tiers.js';
import { createTimeline } from './timeline.js';

/** The tiers between are named as their store. */
const storeOf = (tier: ConsentTier) =>
  tier === 'off' ? 'none' : tier === 'persistent' ? 'indexeddb' : tier;

/** Puts the parts of a history together; see `HistoryOptions`. */
export function createHistory(options: HistoryOptions): History {
  const { environment, namespace = 'default', retention = {} } = options;
  const timeline = createTimeline();
  const eventKey = createEventKeys(environment.random);
  const inForce: { tier: ConsentTier } = { tier: 'off' };
  let expired = 0;
  const expire = () => {
    for (const { key } of dropExpired(
      timeline,
      retention,
      environment.now(),
      isStored(inForce.tier),
    )) {
      expired++;
      stores.now()?.save(key, null);
    }
  };
  const name = `nextaisle:${namespace}`;
  const stores = createLateStores({ name, timeline, tier: () => inForce.tier, expire, options });
  const setTier = tierSetter(inForce, timeline, stores, expire, options);
  setTier(options.tier, options.decided);
  // What the store does not have yet, the next page takes over: `incoming.ts`. A tab may be closed.
  const stopWatching = watchLeaving(() => {
    if (!isStored(inForce.tier)) return;
    const area = inForce.tier === 'session' ? sessionStorage : localStorage;
    for (const { key, event } of timeline.entries()) {
      if (stores.now()?.isUnsaved(key) ?? true) area.setItem(`${name}:${key}`, jsonOf(event));
    }
  });
  const ifStored = async () => (isStored(inForce.tier) ? stores.load() : undefined);

  return {
    events: timeline.events,
    eventsOfOtherPages: () => timeline.entries().flatMap(({ here, event }) => (here ? [] : event)),
    append(event) {
      if (inForce.tier === 'off') return false;
      const last = timeline.entries()[timeline.entries().length - 1];
      // A key must sort after the last one, even where the clock has been put back since.
      const key = eventKey(event.ts, event.ts >= last?.event.ts ? last.key : '');
      timeline.add({ key, event, here: true });
      stores.now()?.save(key, event);
      expire();
      options.onChange?.('append');
      return true;
    },
    amend(change) {
      for (const entry of timeline.entries()) {
        const event = change(entry.event);
        if (event === entry.event) continue;
        timeline.replace({ ...entry, event });
        stores.now()?.save(entry.key, event);
      }
    },
    setTier,
    forget(what) {
      const gone = timeline.keep(({ event }) => !isForgotten(what, event));
      stores.tell((loaded) => loaded.forget(what, gone));
      options.onChange?.('forget');
    },
    exportData: () => ({
      format: 'nextaisle-history',
      version: 1,
      exported: environment.now(),
      events: timeline.events(),
      missing: stores.status().fault,
    }),
    store: async () => (await ifStored())?.active(),
    momentRecords: async () => (await ifStored())?.momentRecords() ?? [],
    status() {
      const { tier } = inForce;
      const events = timeline.entries().length;
      const stored = isStored(tier);
      const { fault, unsaved = events, corrupt = 0 } = stores.status();
      const reason = stored ? fault : undefined;
      const store = reason ? 'memory' : storeOf(tier);
      return { tier, store, reason, events, unsaved: stored ? unsaved : 0, corrupt, expired };
    },
    flushed: stores.flushed,
    erased: async () => (await stores.load()).erased(),
    destroy() {
      stopWatching();
      stores.stop();
    },
  };
}
