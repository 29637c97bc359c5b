import { loadOnce } from '../lib/async/load-once.js';
import type { EventStore } from './event-store.js';

/** A store whose code comes when it is first asked: a page that may keep nothing does without. */
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

/** The stores behind the tiers that outlive the page, by tier. */
export function lateStores(name: string, load: () => Promise<typeof import('./stores.js')>) {
  return {
    persistent: lateStore('indexeddb', async () => (await load()).indexedDbStore(name)),
    session: lateStore('session', async () => (await load()).sessionStore(`${name}:`)),
  };
}
