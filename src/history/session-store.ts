import { jsonOf } from '../lib/json-of.js';
import type { EventStore } from './event-store.js';

/** Between a name and what the pages under it could not delete: beside other records, and none of them. */
export const FORGET = ':forget:';

/** The tab's session storage, which ends with the tab. Each record is one entry under `prefix`. */
export function sessionStore(prefix: string, open = (): Storage => sessionStorage): EventStore {
  const keysIn = (storage: Storage) =>
    [...new Array(storage.length)]
      .map((_, i) => storage.key(i) ?? '')
      .filter((key) => key.startsWith(prefix) && !key.includes(FORGET, prefix.length - 1))
      .sort();
  /** What a page may not open it cannot read: deleting elsewhere does not wait for that. A write says so. */
  const ifAllowed = () => {
    try {
      return open();
    } catch {
      return undefined;
    }
  };
  return {
    kind: 'session',
    async load() {
      const storage = ifAllowed();
      return storage
        ? keysIn(storage).map((key) => [key.slice(prefix.length), parsed(storage.getItem(key))])
        : [];
    },
    async append(records) {
      const storage = open();
      for (const [key, value] of records) storage.setItem(prefix + key, jsonOf(value));
    },
    async remove(keys) {
      const storage = ifAllowed();
      for (const key of keys) storage?.removeItem(prefix + key);
    },
    async clear() {
      const storage = ifAllowed();
      for (const key of storage ? keysIn(storage) : []) storage?.removeItem(key);
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
