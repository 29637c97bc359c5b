import { expect, test } from 'vitest';
import { click, items, NOW, openDevice } from './device.fixture.js';

test('a page that may store nothing does not load the stores; a yes loads them', async () => {
  const { tab, stored, loads } = openDevice();
  const page = tab({ tier: 'memory' });
  page.append(click('a'));
  page.setTier('off');
  page.setTier('memory');
  page.append(click('b', NOW + 1));
  await page.flushed();
  expect([loads(), await page.store(), await page.momentRecords()]).toEqual([0, undefined, []]);
  page.setTier('persistent', true);
  await page.flushed();
  expect([loads(), stored(), items(page)]).toEqual([1, 1, ['b']]);
});

test('what happens before they are loaded is done when they are, in its order', async () => {
  const { tab, stored } = openDevice();
  const before = tab();
  before.append(click('old'));
  await before.flushed();
  before.destroy();
  const page = tab();
  page.append(click('a', NOW + 1));
  page.append(click('b', NOW + 2));
  page.forget({ item: 'a' });
  page.append(click('a', NOW + 3));
  page.setTier('memory', false);
  page.setTier('session', true);
  page.append(click('c', NOW + 4));
  expect(page.status()).toMatchObject({ store: 'session', unsaved: 3 });
  await page.flushed();
  expect(page.status()).toMatchObject({ store: 'session', unsaved: 0 });
  expect([items(page), stored(), stored('tab:')]).toEqual([['b', 'a', 'c'], 0, 3]);
});

test('stores that cannot be loaded are reported once, and tried again', async () => {
  const { tab, stored, loads, retry, failLoads } = openDevice();
  failLoads('offline');
  const page = tab();
  page.append(click('a'));
  await page.flushed();
  retry();
  await page.flushed();
  expect(page.status()).toMatchObject({ store: 'memory', reason: 'offline', unsaved: 1 });
  expect(page.faults.map(({ code, detail }) => [code, detail])).toEqual([
    ['STORE_FAILED', 'offline'],
  ]);
  await expect(page.store()).rejects.toThrow('offline');
  failLoads();
  retry();
  await page.flushed();
  expect([stored(), page.status().store, page.status().reason]).toEqual([
    1,
    'indexeddb',
    undefined,
  ]);
  expect(loads()).toBe(4);
});

test('a page that is destroyed while they load still writes and deletes', async () => {
  const { tab, stored } = openDevice();
  const before = tab();
  before.append(click('old'));
  await before.flushed();
  before.destroy();
  const page = tab();
  page.append(click('a', NOW + 1));
  page.forget({ item: 'old' });
  page.destroy();
  await page.flushed();
  expect(stored()).toBe(1);
});
