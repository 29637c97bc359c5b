import type { UseStore } from 'idb-keyval';
import { createStore, promisifyRequest } from 'idb-keyval';
import type { EventStore } from './event-store.js';

/** One database a namespace, one record an event. */
export function indexedDbStore(name: string): EventStore {
  let handle: UseStore | undefined;

  const run = async <T>(
    mode: IDBTransactionMode,
    task: (store: IDBObjectStore) => Promise<T>,
  ): Promise<T> => {
    for (let attempt = 0; ; attempt++) {
      try {
        handle ??= createStore(name, 'events');
        return await handle(mode, (store) => {
          const { db } = store.transaction;
          // Whoever deletes the database, in this tab or another, must not wait for this page to end.
          db.onversionchange = () => {
            db.close();
            handle = undefined;
          };
          return task(store);
        });
      } catch (thrown) {
        // Safari kills the handle of a page in the background: InvalidStateError, UnknownError,
        // AbortError (https://bugs.webkit.org/show_bug.cgi?id=197050). A new handle works.
        // A full disk stays full.
        handle = undefined;
        if (attempt || (thrown as Error | null)?.name === 'QuotaExceededError') throw thrown;
      }
    }
  };

  const change = (work: (store: IDBObjectStore) => void) =>
    run('readwrite', (store) => {
      work(store);
      // Without commit() a transaction ends a moment later, when the page may be gone.
      store.transaction.commit?.();
      return promisifyRequest(store.transaction);
    });

  /**
   * Opening a database creates it, and reading must not. In a frame without an origin Chromium reports
   * an error of its own when asked for the list; opening fails there properly.
   */
  const absent = async () =>
    !globalThis.indexedDB ||
    (!handle &&
      globalThis.origin !== 'null' &&
      !!indexedDB.databases &&
      !(await indexedDB.databases()).some((database) => database.name === name));

  return {
    kind: 'indexeddb',
    load: async () =>
      (await absent())
        ? []
        : run('readonly', async (store) => {
            const [keys, values] = await Promise.all([
              promisifyRequest(store.getAllKeys()),
              promisifyRequest(store.getAll()),
            ]);
            return keys.map((key, i) => [key as string, values[i]] as const);
          }),
    append: (records) =>
      change((store) => {
        for (const [key, value] of records) store.put(value, key);
      }),
    async remove(keys) {
      if (await absent()) return;
      await change((store) => {
        for (const key of keys) store.delete(key);
      });
    },
    async clear() {
      if (!(await absent())) await change((store) => store.clear());
    },
    async close() {
      const last = handle;
      handle = undefined;
      await last?.('readonly', (store) => store.transaction.db.close());
    },
  };
}
