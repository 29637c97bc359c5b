import { describe, expect, test } from 'vitest';
import { fakeStorage } from './fake-storage.fixture.js';
import { sessionStore } from './session-store.js';
import { STORE_CONTRACT } from './store-contract.fixture.js';

describe('the session store', () => {
  test.each(Object.entries(STORE_CONTRACT))('%s', async (_, check) => {
    const storage = fakeStorage();
    const others = ["shop's own", 'p:forget:"all"'];
    for (const other of others) storage.setItem(other, 'kept');
    await check(() => sessionStore('p:', () => storage));
    for (const other of others) expect(storage.getItem(other)).toBe('kept');
  });
  test('reports a value that is not JSON as an unreadable record', async () => {
    const storage = fakeStorage();
    storage.setItem('p:1', '{broken');
    expect(await sessionStore('p:', () => storage).load()).toEqual([['1', undefined]]);
  });
  test('where access to storage is denied a write rejects, and deleting has nothing to do', async () => {
    const store = sessionStore('p:', () => {
      throw new DOMException('no', 'SecurityError');
    });
    await expect(store.append([['1', {}]])).rejects.toThrow('no');
    expect(await Promise.all([store.load(), store.remove(['1']), store.clear()])).toEqual([
      [],
      undefined,
      undefined,
    ]);
  });
  test('stores lists and numbers as such on a page with Prototype.js, which gives them toJSON', async () => {
    const prototypes = [Array.prototype, String.prototype, Number.prototype] as {
      toJSON?: () => string;
    }[];
    for (const one of prototypes) one.toJSON = () => 'spoilt';
    const storage = fakeStorage();
    try {
      await sessionStore('p:', () => storage).append([['1', { category: ['Home'], price: 3 }]]);
    } finally {
      for (const one of prototypes) delete one.toJSON;
    }
    expect(storage.getItem('p:1')).toBe('{"category":["Home"],"price":3}');
  });
});
