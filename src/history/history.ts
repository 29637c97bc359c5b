import type { ConsentTier } from '../consent/consent-signal.js';
import { CONSENT_TIERS } from '../consent/consent-signal.js';
import type { ShopEvent } from '../events/event.js';
import { PredictorError } from '../lib/errors.js';
import type { Environment } from '../lib/environment.js';
import { createEventKeys, isBeside } from './event-key.js';
import type { EventStore, StoreRecord } from './event-store.js';
import type { Forget } from './forget.js';
import { forgetIn, isForgotten } from './forget.js';
import { lateStores } from './late-store.js';
import type { Merged } from './merge.js';
import { mergeRecords } from './merge.js';
import { watchPageLife } from './page-life.js';
import { dropExpired, type Retention } from './retention.js';
import { createStoreSync } from './store-sync.js';
import type { TabNews } from './tab-channel.js';
import { createTabChannel } from './tab-channel.js';
import { createTimeline } from './timeline.js';

/** Why the history is another one: a new event here, a store was read, another tab, forgotten, consent. */
export type HistoryCause = 'append' | 'load' | 'tab' | 'forget' | 'tier';

/** Where the history is kept, and how much of it. */
export interface HistoryStatus {
  tier: ConsentTier;
  /** Where events are kept at present. */
  store: 'none' | 'memory' | EventStore['kind'];
  /** Why they are in memory although more is allowed. */
  reason?: string;
  events: number;
  /** Changes that the store does not have yet. */
  unsaved: number;
  /** Records in the store that could not be read and were deleted. */
  corrupt: number;
  /** Events dropped by age or number. */
  expired: number;
}

/** Everything that is kept of this shopper, as `exportData()` hands it out. */
export interface HistoryExport {
  format: 'nextaisle-history';
  version: 1;
  /** When, in milliseconds since the Unix epoch. */
  exported: number;
  events: readonly ShopEvent[];
}

export interface HistoryOptions {
  environment: Environment;
  tier: ConsentTier;
  /** See `setTier`. */
  decided?: boolean;
  /** Keeps shops and markets apart on one origin. Default `default`. */
  namespace?: string;
  retention?: Retention;
  sessionMs?: number;
  onChange?: (cause: HistoryCause) => void;
  onFault?: (error: PredictorError) => void;
  /** The stores behind the tiers that outlive the page. */
  loadStores(): Promise<typeof import('./stores.js')>;
}

export interface History {
  /** Oldest first; the same array until something changes. */
  events(): readonly ShopEvent[];
  /** Those of them that this page did not see itself. */
  elsewhere(): readonly ShopEvent[];
  /** False when consent allows nothing. */
  append(event: ShopEvent): boolean;
  /**
   * Down: keeps only what this page itself saw and the tier allows, deletes it from the higher store.
   * Up: reads the store and writes what waited in memory.
   * @param decided the shopper chose it: stores above the tier are emptied even if this page never used
   * them. Otherwise what earlier visits were allowed to keep stays there.
   */
  setTier(tier: ConsentTier, decided?: boolean): void;
  /** Deletes here, in every store and in other tabs, whatever the tier. */
  forget(what: Forget): void;
  exportData(): HistoryExport;
  /** The store of the present tier, for what stands beside the events; none while nothing outlives the page. */
  store(): EventStore | undefined;
  /** What stands beside the events. */
  beside(): Promise<unknown[]>;
  status(): HistoryStatus;
  /** Resolves when everything is read and written, or cannot be for now. */
  settled(): Promise<void>;
  destroy(): void;
}

export function createHistory(options: HistoryOptions): History {
  const { environment, retention, sessionMs, onChange } = options;
  const name = `nextaisle:${options.namespace ?? 'default'}`;
  const stores = lateStores(name, options.loadStores);
  const kinds = ['persistent', 'session'] as const;
  const timeline = createTimeline();
  const eventKey = createEventKeys(environment.random);
  let tier: ConsentTier = 'off';
  /** Goes up whenever records read before are of the past. */
  let epoch = 0;
  let corrupt = 0;
  let expired = 0;

  const store = () => (tier === 'persistent' || tier === 'session' ? stores[tier] : undefined);
  const tabs = createTabChannel(name, onNews);
  const sync = createStoreSync({
    after: environment.after,
    store,
    isKnown: timeline.has,
    onWritten: (add, gone) => tabs.post({ add, gone }),
    onFault: (reason) => options.onFault?.(new PredictorError('STORE_FAILED', reason)),
  });
  const listen = () => tabs.listen(tier === 'persistent');
  const close = () => {
    tabs.listen(false);
    sync.run(async () => store()?.close());
  };

  function expire() {
    for (const { key } of dropExpired(timeline, retention ?? {}, environment.now(), !!store())) {
      expired++;
      sync.save(key, null);
    }
  }

  function adopt(records: readonly StoreRecord[], isNews?: boolean): Merged {
    const merged = mergeRecords(timeline, records, environment.now(), sync.has, sessionMs, isNews);
    for (const { key } of merged.duplicates) sync.save(key, null);
    for (const { key, event } of merged.joined) sync.save(key, event);
    expire();
    return merged;
  }

  async function load(): Promise<void> {
    const from = epoch;
    const known = [...timeline.entries()];
    const records = (await store()?.load()) ?? [];
    // Consent changed or something was forgotten meanwhile: these records are of the past.
    if (from !== epoch) return sync.run(load);
    const before = timeline.events();
    // What was written and is no longer there, another tab has deleted while this page was frozen.
    const keys = new Set(records.map(([key]) => key));
    if (store()) timeline.keep((e) => keys.has(e.key) || sync.has(e.key) || !known.includes(e));
    for (const key of adopt(records).corrupt) {
      corrupt++;
      sync.save(key, null);
    }
    if (timeline.events() !== before) onChange?.('load');
  }

  function onNews(data: unknown) {
    try {
      const { add, gone, all } = data as TabNews;
      const before = timeline.events();
      sync.drop(timeline.keep(({ key }) => !all && !gone?.includes(key)).map(({ key }) => key));
      // What cannot be read is left alone: a newer version in the other tab may have written it.
      adopt((add ?? []).slice(0, 1000), true);
      if (timeline.events() !== before) onChange?.('tab');
    } catch {
      // Another version's tab speaks otherwise.
    }
  }

  function setTier(next: ConsentTier, decided?: boolean) {
    const before = tier;
    const down = CONSENT_TIERS.indexOf(next) < CONSENT_TIERS.indexOf(before);
    const gone = timeline.entries().flatMap(({ key, here }) => (here ? key : []));
    const all = decided || !down;
    tier = next;
    epoch++;
    if (down) {
      timeline.keep((entry) => entry.here && next !== 'off');
      sync.dropAll();
    }
    for (const kind of kinds) {
      if (kind === next || !(decided || kind === before)) continue;
      sync.run(async () => {
        await (all ? stores[kind].clear() : stores[kind].remove(gone));
        if (kind === 'persistent') tabs.post({ gone, all }, true);
      }, true);
    }
    if (next === before) return;
    listen();
    expire();
    if (store()) sync.run(load);
    for (const { key, event } of timeline.entries()) sync.save(key, event);
    if (before !== 'off' || timeline.entries().length) onChange?.('tier');
  }

  const stopWatching = watchPageLife(close, () => {
    listen();
    sync.run(load);
  });
  setTier(options.tier, options.decided);

  return {
    events: timeline.events,
    elsewhere: () => timeline.entries().flatMap(({ here, event }) => (here ? [] : event)),
    append(event) {
      if (tier === 'off') return false;
      const last = timeline.entries()[timeline.entries().length - 1];
      // Nor may its key, where the clock has been put back since the last one was stored.
      const key = eventKey(event.ts, event.ts >= last?.event.ts ? last.key : '');
      timeline.add({ key, event, here: true });
      sync.save(key, event);
      expire();
      onChange?.('append');
      return true;
    },
    setTier,
    forget(what) {
      epoch++;
      sync.drop(timeline.keep(({ event }) => !isForgotten(what, event)).map(({ key }) => key));
      sync.run(async () => {
        for (const kind of kinds) {
          const gone = await forgetIn(stores[kind], what, environment.now());
          if (kind === 'persistent') tabs.post({ gone, all: what === 'all' }, true);
        }
      }, true);
      onChange?.('forget');
    },
    exportData: () => ({
      format: 'nextaisle-history',
      version: 1,
      exported: environment.now(),
      events: timeline.events(),
    }),
    store,
    beside: async () =>
      ((await store()?.load()) ?? []).filter(([key]) => isBeside(key)).map(([, value]) => value),
    status() {
      const fault = store() && sync.fault();
      return {
        tier,
        store: tier === 'off' ? 'none' : fault ? 'memory' : (store()?.kind ?? 'memory'),
        reason: fault,
        events: timeline.entries().length,
        unsaved: sync.unsaved(),
        corrupt,
        expired,
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
