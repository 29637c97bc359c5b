import { expect, test } from 'vitest';
import type { EventStore, StoreRecord } from './event-store.js';
import { lateStore } from './late-store.js';

test('loads on first use, once, and retries after a failure', async () => {
  const asked: string[] = [];
  const records: StoreRecord[] = [];
  const real: EventStore = {
    kind: 'session',
    load: async () => records,
    append: async (more) => void records.push(...more),
    remove: async (keys) => void asked.push(`remove ${keys}`),
    clear: async () => void asked.push('clear'),
    close: async () => void asked.push('close'),
  };
  let loads = 0;
  const store = lateStore('session', async () => {
    if (++loads === 1) throw new Error('offline');
    return real;
  });
  await store.close();
  expect([loads, asked]).toEqual([0, []]);
  await expect(store.load()).rejects.toThrow('offline');
  await Promise.all([store.append([['a', 1]]), store.remove(['b']), store.clear()]);
  expect([loads, asked, await store.load()]).toEqual([2, ['remove b', 'clear'], [['a', 1]]]);
  await store.close();
  expect([store.kind, asked.at(-1)]).toEqual(['session', 'close']);
});
