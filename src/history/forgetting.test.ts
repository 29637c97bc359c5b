import { describe, expect, test } from 'vitest';
import { click, items, NOW, openDevice } from './device.fixture.js';
import { isForget } from './forget.js';

test('what cannot be read forgets nothing', () => {
  for (const what of [
    'all',
    { item: 'a' },
    { item: '' },
    { before: 0 },
    { item: undefined, before: NOW },
  ])
    expect(isForget(what), JSON.stringify(what)).toBe(true);
  const odd = ['', 'everything', 'a', 7, null, undefined, {}, [], { item: 7 }, { before: '7' }];
  const both = { item: 'a', before: NOW };
  for (const what of [...odd, { items: ['a'] }, { all: true }, { before: Number.NaN }, both])
    expect(isForget(what), JSON.stringify(what)).toBe(false);
});

describe('forget', () => {
  const filled = async () => {
    const world = openDevice();
    const page = world.tab();
    for (const [i, item] of ['a', 'b', 'a', 'c'].entries()) page.append(click(item, NOW + i));
    await page.flushed();
    return { ...world, page };
  };
  test.each([
    [{ item: 'a' }, ['b', 'c']],
    [{ before: NOW + 2 }, ['a', 'c']],
    [{ item: undefined, before: NOW + 2 } as never, ['a', 'c']],
    ['all', []],
  ] as const)('deletes %j from the page and the store; leaves %j', async (what, left) => {
    const { page, tab } = await filled();
    page.forget(what);
    expect(items(page)).toEqual(left);
    await page.flushed();
    const next = tab();
    await next.flushed();
    expect(items(next)).toEqual(left);
  });
  test('deletes in a store that this page may not read', async () => {
    const { page, tab, stored } = await filled();
    page.destroy();
    const other = tab({ tier: 'memory' });
    other.forget({ item: 'a' });
    await other.flushed();
    expect(stored()).toBe(2);
  });
  test('deletes what the page took for older than the store says, as after a clock was set back', async () => {
    const { tab, world, stored } = openDevice();
    const first = tab();
    world.now = NOW + 90_000;
    first.append(click('a', NOW + 90_000));
    await first.flushed();
    world.now = NOW;
    const page = tab();
    await page.flushed();
    world.now = NOW + 60_000;
    page.forget({ before: NOW + 1 });
    await page.flushed();
    expect([items(page), stored()]).toEqual([[], 0]);
    await expect.poll(() => items(first)).toEqual([]);
  });
  test('deletes in the store what another tab took for older', async () => {
    const { tab, world, stored } = openDevice();
    const first = tab();
    world.now = NOW + 90_000;
    first.append(click('a', NOW + 90_000));
    await first.flushed();
    world.now = NOW;
    const other = tab();
    await other.flushed();
    first.forget({ before: NOW + 1 });
    await expect.poll(() => [items(first), items(other), stored()]).toEqual([[], [], 0]);
  });
  test.each([
    ['all', []],
    [{ item: 'a' }, ['b']],
  ] as const)('deletes %j in a tab that could not store it', async (what, left) => {
    const { tab, disk, stored } = openDevice();
    const [page, other] = [tab(), tab()];
    await page.flushed();
    await other.flushed();
    const { setItem } = disk;
    disk.setItem = (key, value) => {
      if (key.startsWith('disk:')) throw new DOMException('full', 'QuotaExceededError');
      setItem(key, value);
    };
    for (const item of ['a', 'b']) other.append(click(item));
    await other.flushed();
    expect([items(other), other.status().unsaved, stored()]).toEqual([['a', 'b'], 2, 0]);
    page.forget(what);
    await expect.poll(() => items(other)).toEqual(left);
    expect(other.status().unsaved).toBe(left.length);
  });
  test('deletes events while they are being read and written', async () => {
    const { page, tab, stored } = await filled();
    page.destroy();
    const next = tab();
    next.append(click('d', NOW + 9));
    await null;
    next.forget('all');
    await next.flushed();
    expect([items(next), stored()]).toEqual([[], 0]);
  });
});

describe('what a page could not delete', () => {
  const broken = async (what: 'all' | { item: string }) => {
    const world = openDevice();
    const page = world.tab();
    for (const [i, item] of ['a', 'b', 'a', 'c'].entries()) page.append(click(item, NOW + i));
    await page.flushed();
    const { removeItem } = world.disk;
    world.disk.removeItem = (key) => {
      if (key.startsWith('disk:')) throw new DOMException('locked', 'UnknownError');
      removeItem(key);
    };
    const repair = () => Object.assign(world.disk, { removeItem });
    page.forget(what);
    await expect(page.erased()).rejects.toThrow('UnknownError');
    page.destroy();
    return { ...world, repair };
  };

  test.each([
    ['all', []],
    [{ item: 'a' }, ['b', 'c']],
  ] as const)('is read by no other: %j', async (what, left) => {
    const { tab, stored, repair, retry } = await broken(what);
    expect(stored('mark:')).toBe(1);
    const next = tab();
    await next.flushed();
    next.append(click('d', NOW + 9));
    expect([items(next), next.status().store]).toEqual([['d'], 'memory']);
    await expect(next.momentRecords()).rejects.toThrow('Not deleted yet');
    await expect(next.store()).rejects.toThrow('Not deleted yet');
    repair();
    retry();
    await next.flushed();
    expect([items(next), next.status().unsaved]).toEqual([[...left, 'd'], 0]);
    expect([stored(), stored('mark:')]).toEqual([left.length + 1, 0]);
  });

  test('is all of it where nobody can read what was to be deleted', async () => {
    const { tab, disk, stored, repair } = await broken({ item: 'a' });
    for (const text of ['{"item":7}', 'cut of'])
      for (let i = 0; i < disk.length; i++) {
        const key = disk.key(i) ?? '';
        if (key.startsWith('mark:')) disk.setItem(key, text);
      }
    repair();
    const next = tab();
    await next.flushed();
    expect([items(next), stored(), stored('mark:')]).toEqual([[], 0, 0]);
  });

  test('is marked where the page ends before it is tried', async () => {
    const { tab, stored } = openDevice();
    const page = tab();
    page.append(click('a'));
    await page.flushed();
    page.forget('all');
    expect(stored('mark:')).toBe(0);
    page.destroy();
    expect([stored(), stored('mark:')]).toEqual([1, 1]);
    await page.flushed();
    expect([stored(), stored('mark:')]).toEqual([0, 0]);
  });
});

test('of what a tab has from when consent allowed no more, an earlier visit does not come back', async () => {
  const { disk, tab } = openDevice();
  for (const [item, ts] of [
    ['a', NOW - 90_000_000],
    ['b', NOW - 1],
  ] as const) {
    const key = `tab:${String(ts).padStart(18, '0')}-00000000`;
    disk.setItem(key, JSON.stringify(click(item, ts)));
  }
  const page = tab();
  await page.flushed();
  expect(items(page)).toEqual(['b']);
});

describe('what a page left that was closed before its store had it', () => {
  const closed = () => {
    const world = openDevice();
    const leave = (item: string, ts: number) =>
      world.disk.setItem(
        `left:${String(ts).padStart(18, '0')}-00000000`,
        JSON.stringify(click(item, ts)),
      );
    leave('a', NOW - 90_000_000);
    leave('b', NOW - 1);
    return { ...world, leave };
  };
  test('is there in a later visit, and then in the database alone', async () => {
    const { tab, stored } = closed();
    const page = tab();
    await page.flushed();
    expect([items(page), stored(), stored('left:')]).toEqual([['a', 'b'], 2, 0]);
  });
  test.each(['session', 'memory', 'off'] as const)('is not read under %s', async (tier) => {
    const { tab, stored } = closed();
    const page = tab({ tier });
    await page.flushed();
    expect([items(page), stored(), stored('left:')]).toEqual([[], 0, 2]);
  });
  test('is not taken along where another tab leaves it meanwhile', async () => {
    const { tab, leave, disk, stored } = closed();
    const { setItem } = disk;
    disk.setItem = (key, value) => {
      setItem(key, value);
      if (key.startsWith('disk:') && stored() === 2) leave('c', NOW);
    };
    const page = tab();
    await page.flushed();
    expect([items(page), stored(), stored('left:')]).toEqual([['a', 'b'], 2, 1]);
  });
  test.each([
    ['all', 0],
    [{ item: 'a' }, 1],
  ] as const)('is forgotten under every tier: %j', async (what, left) => {
    const { tab, stored } = closed();
    const page = tab({ tier: 'memory' });
    page.forget(what);
    await page.erased();
    expect(stored('left:')).toBe(left);
  });
  test('is deleted by a refusal', async () => {
    const { tab, stored } = closed();
    const page = tab({ tier: 'off', decided: true });
    await page.flushed();
    expect(stored('left:')).toBe(0);
  });
});
