import { loadOnce } from '../lib/async/load-once.js';
import type { EventStore } from './event-store.js';

/** A store whose code is loaded at its first use: a page that may store nothing does without it. */
export function lateStore(kind: EventStore['kind'], load: () => Promise<EventStore>): EventStore {
  const [get, started] = loadOnce(load);
  return {
    kind,
    load: async () => (await get()).load(),
    append: async (records) => (await get()).append(records),
    remove: async (keys) => (await get()).remove(keys),
    clear: async () => (await get()).clear(),
    close: async () => (await started())?.close(),
  };
}
