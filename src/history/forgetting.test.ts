import { describe, expect, test } from 'vitest';
import { click, items, NOW, openDevice } from './device.fixture.js';
import { isForget } from './forget.js';

test('what cannot be read forgets nothing', () => {
  for (const what of ['all', { item: 'a' }, { item: '' }, { before: 0 }, { before: NOW }])
    expect(isForget(what), JSON.stringify(what)).toBe(true);
  const odd = ['', 'everything', 'a', 7, null, undefined, {}, [], { item: 7 }, { before: '7' }];
  for (const what of [...odd, { items: ['a'] }, { all: true }])
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
