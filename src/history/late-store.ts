import type { EventStore } from './event-store.js';

/** A store whose code comes when it is first asked: a page that may keep nothing does without. */
export function lateStore(kind: EventStore['kind'], load: () => Promise<EventStore>): EventStore {
  let loading: Promise<EventStore> | undefined;
  const store = () => {
    loading ??= load().catch((thrown) => {
      // It is tried again with the next job.
      loading = undefined;
      throw thrown;
    });
    return loading;
  };
  return {
    kind,
    load: async () => (await store()).load(),
    append: async (records) => (await store()).append(records),
    remove: async (keys) => (await store()).remove(keys),
    clear: async () => (await store()).clear(),
    close: async () => (await loading)?.close(),
  };
}
