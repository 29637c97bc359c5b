import { createHistory } from '../src/history/create-history.js';
import type { History, HistoryOptions } from '../src/history/history.js';
import { indexedDbStore } from '../src/history/indexeddb-store.js';
import { sessionStore } from '../src/history/session-store.js';
import { STORE_CONTRACT } from '../src/history/store-contract.fixture.js';
import { browserEnvironment } from '../src/lib/environment.js';
import { adobe } from '../src/sources/adobe/adobe.js';
import { dom } from '../src/sources/dom/dom.js';
import { segment } from '../src/sources/segment/segment.js';
import { snowplow } from '../src/sources/snowplow/snowplow.js';
import { listen, SOURCE_CONTRACT } from '../src/sources/source-contract.fixture.js';

// Runs in the pages of history.test.ts and of the source tests.
export { adobe, dom, indexedDbStore, listen, segment, snowplow };

export const faults: string[] = [];

export const open = (options: Partial<HistoryOptions> = {}) =>
  createHistory({
    environment: browserEnvironment(),
    tier: 'persistent',
    onFault: (fault) => faults.push(fault.detail),
    loadStores: () => import('../src/history/stores.js'),
    ...options,
  });

export const click = (item: string, ts = Date.now()) => ({
  type: 'click' as const,
  item,
  ts,
  session: 's1',
  source: 'track' as const,
});

export const items = (history: History) => history.events().map(({ item }) => item);

export const storeChecks = Object.keys(STORE_CONTRACT);
let unique = 0;
export function checkStore(kind: 'indexeddb' | 'session', name: string) {
  const at = `contract-${unique++}`;
  return STORE_CONTRACT[name](() =>
    kind === 'indexeddb' ? indexedDbStore(at) : sessionStore(`${at}:`),
  );
}

export const sourceChecks = Object.keys(SOURCE_CONTRACT);
export const checkSource = (name: string) => SOURCE_CONTRACT[name](domRig());

export const databases = async () => (await indexedDB.databases()).map(({ name }) => name);

/** Reads the database without our code. */
export const raw = <T>(work: (store: IDBObjectStore) => IDBRequest<T>) =>
  new Promise<T>((done, failed) => {
    const opening = indexedDB.open('nextaisle:default');
    opening.onupgradeneeded = () => opening.result.createObjectStore('events');
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const transaction = opening.result.transaction('events', 'readwrite');
      const request = work(transaction.objectStore('events'));
      transaction.onabort = () => failed(transaction.error);
      transaction.oncomplete = () => {
        opening.result.close();
        done(request.result);
      };
    };
  });

/** A page of marked elements that counts listeners and observers of the source. */
function domRig() {
  let footprint = 0;
  const add = document.addEventListener;
  const remove = document.removeEventListener;
  document.addEventListener = function (this: Document, ...args: Parameters<typeof add>) {
    footprint++;
    return add.apply(this, args);
  } as typeof add;
  document.removeEventListener = function (this: Document, ...args: Parameters<typeof remove>) {
    footprint--;
    return remove.apply(this, args);
  } as typeof remove;
  const press = (mark: string, fields: Record<string, string>) => {
    const button = document.createElement('button');
    button.setAttribute('data-nextaisle', mark);
    for (const [name, value] of Object.entries(fields)) {
      button.setAttribute(`data-nextaisle-${name}`, value);
    }
    document.body.append(button);
    button.click();
    button.remove();
  };
  return {
    source: dom(document),
    act: (id: string) => press('cart', { id }),
    noise() {
      press('', { id: 'a' });
      press('levitate', { id: 'a' });
      press('cart', {});
      press('cart', { id: '' });
      press('cart', { id: 'x'.repeat(5000) });
      press('constructor', { id: '__proto__', price: '<b>', category: '/'.repeat(10_000) });
      document.dispatchEvent(new Event('click'));
      window.dispatchEvent(new Event('click'));
      return 6;
    },
    footprint: () => footprint,
  };
}
