import type { EventStore, StoreRecord } from './event-store.js';

/**
 * What every `EventStore` must do, without a test framework, so that the same suite runs under vitest
 * and inside a browser's page.
 * @param open a store that is empty at the first call and the same one at every further call.
 */
export const STORE_CONTRACT: Record<string, (open: () => EventStore) => Promise<void>> = {
  'is empty at first': async (open) => {
    same(await open().load(), []);
  },
  'gives back records in the order of their keys': async (open) => {
    const store = open();
    await store.append([record(3), record(1)]);
    await store.append([record(2)]);
    same(await store.load(), [record(1), record(2), record(3)]);
  },
  'keeps records for the next one who opens it': async (open) => {
    await open().append([record(1)]);
    same(await open().load(), [record(1)]);
  },
  'replaces a record with the same key': async (open) => {
    const store = open();
    await store.append([record(1)]);
    await store.append([[record(1)[0], { other: true }]]);
    same(await store.load(), [[record(1)[0], { other: true }]]);
  },
  'removes what is named, known or not': async (open) => {
    const store = open();
    await store.append([record(1), record(2)]);
    await store.remove([record(1)[0], 'unknown']);
    await store.remove([]);
    same(await store.load(), [record(2)]);
  },
  'is empty after clear, even when nothing was ever written': async (open) => {
    const store = open();
    await store.clear();
    await store.append([record(1)]);
    await store.clear();
    same(await store.load(), []);
  },
  'works again after close': async (open) => {
    const store = open();
    await store.append([record(1)]);
    await store.close();
    await store.close();
    await store.append([record(2)]);
    same(await store.load(), [record(1), record(2)]);
  },
  'keeps a thousand records of one call': async (open) => {
    const store = open();
    await store.append(Array.from({ length: 1000 }, (_, i) => record(i)));
    same((await store.load()).length, 1000);
  },
};

function record(at: number): StoreRecord {
  return [String(at).padStart(18, '0'), { type: 'click', item: `SKU-${at}`, ts: at }];
}

function same(actual: unknown, expected: unknown): void {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (is !== should) throw new Error(`expected ${should}, got ${is}`);
}
