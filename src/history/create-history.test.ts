import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { click, items, NOW, openDevice } from './device.fixture.js';
import { fakeStorage } from './fake-storage.fixture.js';

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
    expect(second.eventsOfOtherPages()).toEqual(second.events());
    expect(first.eventsOfOtherPages()).toEqual([]);
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

  test('keeps the order where the clock has been put back since', async () => {
    const { tab } = openDevice();
    const first = tab();
    for (const item of ['a', 'b', 'c']) first.append(click(item));
    await first.flushed();
    first.destroy();
    // Events of an earlier time get that of the last one.
    const second = tab();
    await second.flushed();
    for (const item of ['d', 'e']) second.append(click(item));
    expect(items(second)).toEqual(['a', 'b', 'c', 'd', 'e']);
    // One that says when it was lies where it was.
    second.append(click('before', NOW - 1));
    await second.flushed();
    const third = tab();
    await third.flushed();
    expect(items(third)).toEqual(['before', 'a', 'b', 'c', 'd', 'e']);
  });

  test('needs nobody to tell', async () => {
    const { tab, failLoads } = openDevice();
    const page = tab({ onChange: undefined, onFault: undefined });
    page.append(click('a'));
    await page.flushed();
    const other = tab({ onChange: undefined });
    await other.flushed();
    other.append(click('b', NOW + 1));
    await expect.poll(() => items(page)).toEqual(['a', 'b']);
    page.forget({ item: 'a' });
    expect(items(page)).toEqual(['b']);
    page.setTier('memory');
    expect(items(page)).toEqual([]);
    failLoads('offline');
    const third = tab({ onFault: undefined });
    third.append(click('c'));
    await third.flushed();
    expect(third.status().reason).toBe('offline');
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

describe('events that are amended', () => {
  test('are others here and in the store; the rest stay the same objects', async () => {
    const { tab } = openDevice();
    const page = tab();
    page.append(click('a'));
    page.append(click('b', NOW + 1));
    await page.flushed();
    const [, b] = page.events();
    page.amend((event) => (event.item === 'a' ? { ...event, item: 'A' } : event));
    expect(items(page)).toEqual(['A', 'b']);
    expect(page.events()[1]).toBe(b);
    expect(page.status().unsaved).toBe(1);
    await page.flushed();
    const next = tab();
    await next.flushed();
    expect(items(next)).toEqual(['A', 'b']);
  });
  test('change nothing where none is another one', async () => {
    const page = openDevice().tab();
    page.append(click('a'));
    await page.flushed();
    const before = page.events();
    page.amend((event) => event);
    expect(page.events()).toBe(before);
    expect(page.status().unsaved).toBe(0);
  });
  test('in memory need no store', () => {
    const page = openDevice().tab({ tier: 'memory' });
    page.append(click('a'));
    page.amend((event) => ({ ...event, item: 'A' }));
    expect(items(page)).toEqual(['A']);
  });
});

describe('a page that is left', () => {
  /** A window, and what its pages and its tab may leave things in. */
  const inWindow = () => {
    const window = new EventTarget();
    const document = { prerendering: false };
    const areas = { localStorage: fakeStorage(), sessionStorage: fakeStorage() };
    for (const [name, value] of Object.entries({ window, document, ...areas }))
      vi.stubGlobal(name, value);
    onTestFinished(() => void vi.unstubAllGlobals());
    const turn = (name: 'pagehide' | 'pageshow', persisted = false) =>
      window.dispatchEvent(Object.assign(new Event(name), { persisted }));
    const left = (area: keyof typeof areas = 'localStorage') =>
      Array.from({ length: areas[area].length }, (_, i) => {
        const key = areas[area].key(i) ?? '';
        return [key.slice(0, 18), JSON.parse(areas[area].getItem(key) ?? '').item];
      });
    return { turn, left, document };
  };
  const never = () => new Promise<never>(() => {});

  test.each([
    ['persistent', 'localStorage', 'sessionStorage'],
    ['session', 'sessionStorage', 'localStorage'],
  ] as const)('leaves what the store does not have yet: %s in %s', (tier, its, other) => {
    const { turn, left } = inWindow();
    const page = openDevice().tab({ namespace: undefined, loadStores: never, tier });
    page.append(click('a'));
    page.append(click('b', NOW + 1));
    turn('pagehide');
    expect(left(its)).toEqual([
      ['nextaisle:default:', 'a'],
      ['nextaisle:default:', 'b'],
    ]);
    expect(left(other)).toEqual([]);
  });
  test('and nothing that the store has', async () => {
    const { turn, left } = inWindow();
    const page = openDevice().tab();
    page.append(click('a'));
    await page.flushed();
    page.append(click('b', NOW + 1));
    turn('pagehide');
    expect(left().map(([, item]) => item)).toEqual(['b']);
  });
  test('nor where consent allows no more than memory, nor when nobody saw it', () => {
    const { turn, left, document } = inWindow();
    const page = openDevice().tab({ tier: 'memory', loadStores: never });
    page.append(click('a'));
    turn('pagehide');
    page.setTier('persistent', true);
    document.prerendering = true;
    turn('pagehide');
    expect(left()).toEqual([]);
    document.prerendering = false;
    page.destroy();
    turn('pagehide');
    expect(left()).toEqual([]);
  });

  test('to be restored hears nothing meanwhile, and then reads what changed', async () => {
    const { turn } = inWindow();
    const { tab, disk, stored } = openDevice();
    const page = tab();
    page.append(click('a'));
    page.append(click('b', NOW + 1));
    await page.flushed();
    turn('pagehide', true);
    await page.flushed();
    // Another tab deletes one and adds one.
    const [a] = Array.from({ length: disk.length }, (_, i) => disk.key(i) ?? '').sort();
    disk.removeItem(a);
    disk.setItem(
      `disk:${String(NOW + 2).padStart(18, '0')}-00000000`,
      JSON.stringify(click('c', NOW + 2)),
    );
    page.append(click('d', NOW + 3));
    turn('pageshow');
    await page.flushed();
    expect(items(page)).toEqual(['a', 'b', 'd']);
    turn('pageshow', true);
    await page.flushed();
    expect([items(page), stored()]).toEqual([['b', 'c', 'd'], 3]);
    expect(page.causes).toContain('load');
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
