import { describe, expect, test } from 'vitest';
import { click, items, NOW, openDevice } from './device.fixture.js';

describe('a reload', () => {
  test('finds the events again, in order', async () => {
    const { tab } = openDevice();
    const first = tab();
    for (const [i, item] of ['a', 'b', 'c'].entries()) first.append(click(item, NOW + i));
    expect(items(first)).toEqual(['a', 'b', 'c']);
    await first.flushed();
    first.destroy();
    const second = tab();
    await second.flushed();
    expect(items(second)).toEqual(['a', 'b', 'c']);
    expect(second.events()).toEqual(first.events());
    expect(second.status()).toEqual({
      tier: 'persistent',
      store: 'indexeddb',
      reason: undefined,
      events: 3,
      unsaved: 0,
      corrupt: 0,
      expired: 0,
    });
  });

  test('joins events that came before the store was read to the stored session', async () => {
    const { tab, world } = openDevice();
    const first = tab();
    first.append(click('a'));
    await first.flushed();
    first.destroy();
    world.now += 60_000;
    const second = tab();
    second.append(click('b', world.now, { session: 'new' }));
    await second.flushed();
    expect(second.events().map(({ session }) => session)).toEqual(['s1', 's1']);
    second.destroy();
    world.now += 31 * 60_000;
    const third = tab();
    third.append(click('c', world.now, { session: 'later' }));
    await third.flushed();
    expect(third.events().map(({ session }) => session)).toEqual(['s1', 's1', 'later']);
  });

  test('counts one view of a product across two pages', async () => {
    const { tab, world, stored } = openDevice();
    const list = tab();
    list.append(click('a'));
    await list.flushed();
    list.destroy();
    world.now += 3000;
    const product = tab();
    product.append(click('a', world.now));
    product.append(click('b', world.now + 1));
    product.append(click('a', world.now + 2));
    await product.flushed();
    expect(items(product)).toEqual(['a', 'b', 'a']);
    expect(stored()).toBe(3);
  });

  test('counts one order when the thank-you page is reloaded', async () => {
    const { tab, world, stored } = openDevice();
    for (let load = 0; load < 2; load++) {
      const page = tab();
      page.append(click('a', world.now, { type: 'purchase', order: 'o1' }));
      await page.flushed();
      expect(items(page)).toEqual(['a']);
      page.destroy();
      world.now += 60_000;
    }
    const page = tab();
    await page.flushed();
    expect([items(page), stored()]).toEqual([['a'], 1]);
  });
});

describe('retention', () => {
  test('limits number and age, in memory and in the store', async () => {
    const { tab, world, stored } = openDevice();
    const page = tab({ retention: { days: 1, maxEvents: 3 } });
    for (let i = 0; i < 5; i++) page.append(click(`i${i}`, NOW + i));
    await page.flushed();
    expect([items(page), stored()]).toEqual([['i2', 'i3', 'i4'], 3]);
    page.destroy();
    world.now += 2 * 86_400_000;
    const later = tab({ retention: { days: 1, maxEvents: 3 } });
    await later.flushed();
    expect([items(later), stored(), later.status().expired]).toEqual([[], 0, 3]);
  });
});

test('the export is plain data', async () => {
  const { tab } = openDevice();
  const page = tab();
  page.append(click('a'));
  expect(JSON.parse(JSON.stringify(page.exportData()))).toEqual({
    format: 'nextaisle-history',
    version: 1,
    exported: NOW,
    events: [click('a')],
  });
});

describe('moment records', () => {
  const moment = { rule: 'a rule on "b"', items: [{ id: 'a' }], since: NOW };
  const opened = async () => {
    const { tab, disk, stored } = openDevice();
    disk.setItem('disk:~m:s1:offer', JSON.stringify(moment));
    const page = tab();
    page.append(click('a'));
    await page.flushed();
    return { page, stored };
  };

  test('are not events, stay in the store, and can be read', async () => {
    const { page, stored } = await opened();
    expect(items(page)).toEqual(['a']);
    expect(page.status().corrupt).toBe(0);
    expect(stored()).toBe(2);
    expect(await page.momentRecords()).toEqual([moment]);
    page.setTier('memory');
    expect(await page.momentRecords()).toEqual([]);
  });

  test.each<[Parameters<ReturnType<ReturnType<typeof openDevice>['tab']>['forget']>[0], boolean]>([
    ['all', false],
    [{ item: 'a' }, false],
    [{ item: 'b' }, true],
    [{ before: NOW }, true],
    [{ before: NOW + 1 }, false],
  ])('forget(%j) keeps the record: %s', async (what, stays) => {
    const { page } = await opened();
    page.forget(what);
    await page.flushed();
    expect(await page.momentRecords()).toEqual(stays ? [moment] : []);
  });

  test('are deleted with consent', async () => {
    const { page, stored } = await opened();
    page.setTier('off', true);
    await page.flushed();
    expect(stored()).toBe(0);
  });
});
