import { sameSession } from '../events/session.js';
import type { StoreRecord } from './event-store.js';
import { isForgotten } from './forget.js';
import type { HistoryCause, StoresContext } from './history.js';
import { mergeRecords } from './merge.js';
import type { StoreSync } from './store-sync.js';
import type { TabChannel, TabMessage } from './tab-channel.js';
import type { TierStores } from './tier-stores.js';
import type { Entry } from './timeline.js';

/** A tab's message is cut here: it is not parsed yet, and may be of any size. */
const MAX_RECORDS = 1000;

/** Takes the events of the store and of other tabs into the timeline. */
export interface Incoming {
  /** Listens to other tabs where the tier shares a store with them, and reads the store. */
  follow(): void;
  /** What is being read is out of date: consent changed, or something was forgotten. */
  discard(): void;
  /** Records in the store that could not be read and were deleted. */
  corrupt(): number;
}

export function createIncoming(
  { timeline, expire, options }: StoresContext,
  stores: TierStores,
  tabs: TabChannel,
  sync: StoreSync,
): Incoming {
  /** Counts `discard()`. */
  let epoch = 0;
  let corruptCount = 0;
  const { now, turn } = options.environment;

  /** @returns the keys of records that could not be read. */
  const merge = (records: readonly StoreRecord[], known?: readonly Entry[]): string[] => {
    const { corrupt, changes } = mergeRecords(
      timeline,
      records,
      now(),
      sync.has,
      options.sessionMs,
      known,
    );
    for (const change of changes) sync.save(...change);
    expire();
    return corrupt;
  };

  /**
   * What a page could not store in time (`create-history.ts`), and what the tab has from when consent allowed no
   * more. Of that nothing of an earlier visit: what was forgotten elsewhere in the meantime must not come back.
   */
  const handedOver = async (): Promise<readonly StoreRecord[]> => {
    if (stores.tier() !== 'persistent') return [];
    const inTab = await stores.byTier.session.load();
    const isNow = ([, value]: StoreRecord) => sameSession(Object(value), now(), options.sessionMs);
    return [...inTab.filter(isNow), ...(await stores.left.load())];
  };

  const tell = (cause: HistoryCause, before: unknown) => {
    if (timeline.events() !== before) options.onChange?.(cause);
  };

  const load = async (): Promise<void> => {
    const from = epoch;
    const store = stores.active();
    const handed = await handedOver();
    let before: unknown = timeline.events();
    // Without waiting for the store, which may not answer.
    if (from === epoch) merge(handed, []);
    tell('load', before);
    const known = [...timeline.entries()];
    const records = (await store?.load()) ?? [];
    if (from !== epoch) return sync.run(load);
    const keys = new Set(records.map(([key]) => key));
    before = timeline.events();
    // What was written and is no longer there, another tab has deleted while this page was frozen. What was
    // handed over is merged again: the store may have a duplicate.
    if (store) timeline.keep((e) => keys.has(e.key) || sync.has(e.key) || !known.includes(e));
    const all = [...records, ...handed];
    // In steps, since a whole history would hold a phone for several frames; longer ones as the browser
    // compiles.
    for (let step = 8; all.length; step *= 2) {
      for (const key of merge(all.splice(0, step), known)) {
        corruptCount++;
        sync.save(key, null);
      }
      await turn();
      if (from !== epoch) return sync.run(load);
    }
    for (const { key, event } of timeline.entries())
      if (handed.some(([its]) => its === key) && !keys.has(key)) sync.save(key, event);
    tell('load', before);
    // After the write that stands in line before it.
    if (handed.length)
      sync.run(async () => {
        if (stores.tier() !== 'persistent') return;
        await stores.byTier.session.clear();
        // Not all: another tab may have left more.
        await stores.left.remove(handed.map(([key]) => key));
      });
  };

  const onMessage = (data: unknown) => {
    try {
      const { add, gone, forgot } = data as TabMessage;
      const before = timeline.events();
      // What is being read may have it still.
      if (gone?.length) epoch++;
      const lost = timeline.keep(
        ({ key, event }) => !gone?.includes(key) && !(forgot && isForgotten(forgot, event)),
      );
      sync.drop(lost, true);
      // After a clock was set back, it may be younger in the store than here.
      if (forgot !== 'all')
        for (const { key, here } of lost) if (forgot && !here) sync.save(key, null);
      // Corrupt records stay where they are: a newer version in the other tab may have written them.
      merge((add ?? []).slice(0, MAX_RECORDS));
      tell('tab', before);
      // What others wrote after that was perhaps heard before it.
      if (forgot === 'all') sync.run(load);
    } catch {
      // A tab of another version sends another format.
    }
  };

  return {
    follow() {
      tabs.listen(stores.tier() === 'persistent' ? onMessage : undefined);
      sync.run(load);
    },
    discard() {
      epoch++;
    },
    corrupt: () => corruptCount,
  };
}
