import { describe, expect, test } from 'vitest';
import { fakeStorage } from './fake-storage.fixture.js';
import { sessionStore } from './session-store.js';
import { STORE_CONTRACT } from './store-contract.fixture.js';

describe('the session store', () => {
  test.each(Object.entries(STORE_CONTRACT))('%s', async (_, check) => {
    const storage = fakeStorage();
    storage.setItem("shop's own", 'kept');
    await check(() => sessionStore('p:', () => storage));
    expect(storage.getItem("shop's own")).toBe('kept');
  });
  test('reports a value that is not JSON as an unreadable record', async () => {
    const storage = fakeStorage();
    storage.setItem('p:1', '{broken');
    expect(await sessionStore('p:', () => storage).load()).toEqual([['1', undefined]]);
  });
  test('rejects, and does not throw, when access to storage is denied', async () => {
    const store = sessionStore('p:', () => {
      throw new DOMException('no', 'SecurityError');
    });
    await expect(store.load()).rejects.toThrow('no');
  });
});
