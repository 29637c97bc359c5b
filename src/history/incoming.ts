import type { StoreRecord } from './event-store.js';
import type { HistoryCause, HistoryStatus } from './history.js';
import { mergeRecords } from './merge.js';
import type { StoreSync } from './store-sync.js';
import type { TabChannel, TabMessage } from './tab-channel.js';
import type { TierStores } from './tier-stores.js';
import type { Timeline } from './timeline.js';

/** A tab's message is cut here: it is not parsed yet, and may be of any size. */
const MAX_RECORDS = 1000;

/** Takes the events of the store and of other tabs into the timeline. */
export interface Incoming {
  /** Listens to other tabs where the tier shares a store with them, and reads the store. */
  follow(): void;
  /** What is being read is out of date: consent changed, or something was forgotten. */
  discard(): void;
}

export function createIncoming(
  timeline: Timeline,
  stores: TierStores,
  tabs: TabChannel,
  sync: StoreSync,
  options: {
    now(): number;
    expire(): void;
    onChange(cause: HistoryCause): void;
    sessionMs?: number;
    counts: Pick<HistoryStatus, 'corrupt'>;
  },
): Incoming {
  const { now, expire, onChange, sessionMs, counts } = options;
  /** Counts `discard()`. */
  let epoch = 0;

  /** @returns the keys of records that could not be read. */
  const merge = (records: readonly StoreRecord[], fromTab?: boolean): string[] => {
    const isPending = sync.has;
    const { corrupt, changes } = mergeRecords(
      timeline,
      records,
      now(),
      isPending,
      sessionMs,
      fromTab,
    );
    for (const change of changes) sync.save(...change);
    expire();
    return corrupt;
  };

  const load = async (): Promise<void> => {
    const from = epoch;
    const known = [...timeline.entries()];
    const records = (await stores.active()?.load()) ?? [];
    if (from !== epoch) return sync.run(load);
    const before = timeline.events();
    // What was written and is no longer there, another tab has deleted while this page was frozen.
    const keys = new Set(records.map(([key]) => key));
    if (stores.active())
      timeline.keep((e) => keys.has(e.key) || sync.has(e.key) || !known.includes(e));
    for (const key of merge(records)) {
      counts.corrupt++;
      sync.save(key, null);
    }
    if (timeline.events() !== before) onChange('load');
  };

  const onMessage = (data: unknown) => {
    try {
      const { add, gone, all } = data as TabMessage;
      const before = timeline.events();
      sync.drop(timeline.keep(({ key }) => !all && !gone?.includes(key)));
      // Corrupt records stay where they are: a newer version in the other tab may have written them.
      merge((add ?? []).slice(0, MAX_RECORDS), true);
      if (timeline.events() !== before) onChange('tab');
    } catch {
      // A tab of another version sends another format.
    }
  };

  return {
    follow() {
      tabs.listen(stores.tier === 'persistent' ? onMessage : undefined);
      sync.run(load);
    },
    discard() {
      epoch++;
    },
  };
}
