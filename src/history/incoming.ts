import type { StoreRecord } from './event-store.js';
import type { StoresContext } from './history.js';
import { mergeRecords } from './merge.js';
import type { StoreSync } from './store-sync.js';
import type { TabChannel, TabMessage } from './tab-channel.js';
import type { TierStores } from './tier-stores.js';

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
  const { now } = options.environment;

  /** @returns the keys of records that could not be read. */
  const merge = (records: readonly StoreRecord[], fromTab?: boolean): string[] => {
    const { corrupt, changes } = mergeRecords(
      timeline,
      records,
      now(),
      sync.has,
      options.sessionMs,
      fromTab,
    );
    for (const change of changes) sync.save(...change);
    expire();
    return corrupt;
  };

  const load = async (): Promise<void> => {
    const from = epoch;
    const store = stores.active();
    const known = [...timeline.entries()];
    const records = (await store?.load()) ?? [];
    if (from !== epoch) return sync.run(load);
    const before = timeline.events();
    // What was written and is no longer there, another tab has deleted while this page was frozen.
    const keys = new Set(records.map(([key]) => key));
    if (store) timeline.keep((e) => keys.has(e.key) || sync.has(e.key) || !known.includes(e));
    for (const key of merge(records)) {
      corruptCount++;
      sync.save(key, null);
    }
    if (timeline.events() !== before) options.onChange?.('load');
  };

  const onMessage = (data: unknown) => {
    try {
      const { add, gone, all } = data as TabMessage;
      const before = timeline.events();
      sync.drop(timeline.keep(({ key }) => !all && !gone?.includes(key)));
      // Corrupt records stay where they are: a newer version in the other tab may have written them.
      merge((add ?? []).slice(0, MAX_RECORDS), true);
      if (timeline.events() !== before) options.onChange?.('tab');
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
