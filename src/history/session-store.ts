import type { EventStore } from './event-store.js';

/** The tab's session storage, which ends with the tab. Each record is one entry under `prefix`. */
export function sessionStore(prefix: string, open = (): Storage => sessionStorage): EventStore {
  const keysIn = (storage: Storage) =>
    Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '')
      .filter((key) => key.startsWith(prefix))
      .sort();
  return {
    kind: 'session',
    async load() {
      const storage = open();
      return keysIn(storage).map((key) => [key.slice(prefix.length), parsed(storage.getItem(key))]);
    },
    async append(records) {
      const storage = open();
      for (const [key, value] of records) storage.setItem(prefix + key, JSON.stringify(value));
    },
    async remove(keys) {
      const storage = open();
      for (const key of keys) storage.removeItem(prefix + key);
    },
    async clear() {
      const storage = open();
      for (const key of keysIn(storage)) storage.removeItem(key);
    },
    async close() {},
  };
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
