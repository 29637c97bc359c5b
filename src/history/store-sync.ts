import type { ShopEvent } from '../events/event.js';
import { jsonOf } from '../lib/json-of.js';
import type { EventStore, StoreRecord } from './event-store.js';
import type { Forget } from './forget.js';
import type { StoresContext } from './history.js';
import type { StoreJobs } from './store-jobs.js';
import { createStoreJobs } from './store-jobs.js';
import type { TabChannel } from './tab-channel.js';
import type { StoredTier, TierStores } from './tier-stores.js';
import type { Entry } from './timeline.js';

/** Writes the changes of the timeline into the active store, those of one task in one write. */
export interface StoreSync extends Omit<StoreJobs, 'runDeletion'> {
  /** `null` deletes. Does nothing while there is no active store. */
  save(key: string, event: ShopEvent | null): void;
  has(key: string): boolean;
  /**
   * Forgets changes that are not written yet.
   * @param again another tab has deleted them: what this page wrote, perhaps after that, is deleted again.
   */
  drop(entries: Iterable<Pick<Entry, 'key'>>, again?: boolean): void;
  dropAll(): void;
  unsaved(): number;
  /**
   * Deletes in any tier's store, before all other work, and in other tabs.
   * @param work returns the keys it deleted.
   * @param what may not be read by any page, should this one end before it is deleted. Left out: what a
   *   default does not allow.
   * @param mark its key among the marks, where it has one.
   */
  erase(
    tier: StoredTier,
    work: (store: EventStore) => Promise<readonly string[]>,
    what?: Forget,
    mark?: string,
  ): void;
  /** Marks what could not be deleted yet. */
  mark(): void;
}

export function createStoreSync(
  { timeline, failed, options: { environment, onFault } }: StoresContext,
  stores: TierStores,
  tabs: TabChannel,
): StoreSync {
  const unmarked = new Set<StoreRecord>();
  // Forbidden in this frame, or full: then the page lives on with what it has told.
  const mark = () => void stores.marks.append([...unmarked]).catch(() => {});
  const { runDeletion, ...jobs } = createStoreJobs(environment, failed, onFault, mark);
  const pending = new Map<string, ShopEvent | null>();
  /** Of this page's events, those that were never written: nothing has to be deleted for them. */
  const fresh = new Set<string>();
  const written = new Set<string>();
  let queued = false;

  const isFresh = (key: string) =>
    !pending.has(key) &&
    !written.has(key) &&
    timeline.entries().some((entry) => entry.key === key && entry.here);

  const save = (key: string, event: ShopEvent | null) => {
    if (!stores.active()) return;
    // While the store fails, what waits for it stays within the retention.
    if (!event && fresh.delete(key)) return void pending.delete(key);
    if (event && isFresh(key)) fresh.add(key);
    pending.set(key, event);
    if (!queued) jobs.run(write);
    queued = true;
  };

  const write = async () => {
    queued = false;
    const store = stores.active();
    const batch = [...pending];
    if (!store || !batch.length) return;
    const gone = batch.filter(([, event]) => !event).map(([key]) => key);
    const add = batch.filter(([, event]) => event);
    // Deletions first: they make room on a full disk.
    if (gone.length) await store.remove(gone);
    if (add.length) await store.append(add);
    for (const [key, event] of batch) {
      fresh.delete(key);
      written[event ? 'add' : 'delete'](key);
      if (pending.get(key) === event) pending.delete(key);
      // Forgotten while it was being written.
      else if (event && !timeline.has(key)) save(key, null);
    }
    tabs.post({ add, gone });
  };

  return {
    ...jobs,
    save,
    has: (key) => pending.has(key),
    drop(entries, again) {
      for (const { key } of entries) {
        const isWritten = written.has(key);
        for (const keys of [pending, fresh, written]) keys.delete(key);
        if (again && isWritten) save(key, null);
      }
    },
    dropAll() {
      for (const keys of [pending, fresh, written]) keys.clear();
    },
    unsaved: () => pending.size,
    mark,
    erase(tier, work, what, given) {
      const mark = given ?? jsonOf(what) ?? 'this page';
      const left: StoreRecord = [mark, what];
      // At once, and once: what is left after that is not meant.
      if (!given) void work(stores.left);
      if (what) unmarked.add(left);
      runDeletion(async () => {
        const gone = await work(stores.byTier[tier]);
        unmarked.delete(left);
        await stores.marks.remove([mark]);
        if (tier === 'persistent') tabs.post({ gone, forgot: what }, true);
      }, `${mark} (${tier})`);
    },
  };
}
