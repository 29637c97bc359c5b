import type { ShopEvent } from '../events/event.js';
import type { Environment } from '../lib/environment.js';
import type { EventStore } from './event-store.js';
import type { StoreJobs } from './store-jobs.js';
import { createStoreJobs } from './store-jobs.js';

/** Brings the store in use up with the timeline: what one task changes is one write. */
export interface StoreSync extends StoreJobs {
  /** `null` deletes. Does nothing while no store is in use. */
  save(key: string, event: ShopEvent | null): void;
  has(key: string): boolean;
  /** Takes back what was not written yet. */
  drop(keys: Iterable<string>): void;
  dropAll(): void;
  unsaved(): number;
}

export function createStoreSync(
  options: Pick<Environment, 'after'> & {
    store: () => EventStore | undefined;
    /** False for what was forgotten while it was being written. */
    isKnown: (key: string) => boolean;
    onWritten: (add: [string, ShopEvent | null][], gone: string[]) => void;
    onFault: (reason: string) => void;
  },
): StoreSync {
  const jobs = createStoreJobs(options, options.onFault);
  const pending = new Map<string, ShopEvent | null>();
  let queued = false;

  const save = (key: string, event: ShopEvent | null) => {
    if (!options.store()) return;
    pending.set(key, event);
    if (!queued) jobs.run(write);
    queued = true;
  };

  const write = async () => {
    queued = false;
    const store = options.store();
    const batch = [...pending];
    if (!store || !batch.length) return;
    const gone = batch.filter(([, event]) => !event).map(([key]) => key);
    const add = batch.filter(([, event]) => event);
    // Deletions first: they may make the room.
    if (gone.length) await store.remove(gone);
    if (add.length) await store.append(add);
    for (const [key, event] of batch) {
      if (pending.get(key) === event) pending.delete(key);
      else if (event && !options.isKnown(key)) save(key, null);
    }
    options.onWritten(add, gone);
  };

  return {
    ...jobs,
    save,
    has: (key) => pending.has(key),
    drop(keys) {
      for (const key of keys) pending.delete(key);
    },
    dropAll: () => pending.clear(),
    unsaved: () => pending.size,
  };
}
