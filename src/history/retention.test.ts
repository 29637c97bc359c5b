import { describe, expect, test } from 'vitest';
import type { ShopEvent } from '../events/event.js';
import { seededRandom, shuffle } from '../lib/random.js';
import { click, items, NOW, openDevice } from './device.fixture.js';
import { dropExpired } from './retention.js';
import { createTimeline } from './timeline.js';

const TYPES = ['category', 'search', 'click', 'cart', 'wishlist', 'checkout', 'purchase'] as const;
const category = (ts: number) => click('', ts, { type: 'category', item: undefined });
const typesOf = (page: { events(): readonly ShopEvent[] }) => page.events().map(({ type }) => type);

describe('when there is too much', () => {
  test('600 categories opened drop no look, cart or order', async () => {
    const { tab, stored } = openDevice();
    const page = tab();
    page.append(click('a', NOW));
    page.append(click('a', NOW + 1, { type: 'cart' }));
    page.append(click('a', NOW + 2, { type: 'purchase', order: 'o1' }));
    for (let i = 0; i < 600; i++) page.append(category(NOW + 10 + i));
    await page.flushed();
    expect(typesOf(page).slice(0, 4)).toEqual(['click', 'cart', 'purchase', 'category']);
    expect([page.events().length, stored(), page.status().expired]).toEqual([500, 500, 103]);
    expect(page.events()[3].ts).toBe(NOW + 113);
  });

  test('memory keeps 100 by the same rule', () => {
    const page = openDevice().tab({ tier: 'memory' });
    page.append(click('a', NOW, { type: 'cart' }));
    for (let i = 0; i < 200; i++) page.append(click(`i${i}`, NOW + 1 + i));
    expect([items(page).length, items(page)[0], items(page)[1]]).toEqual([100, 'a', 'i101']);
  });

  test('orders outlive carts, carts looks, looks the rest; of one kind the oldest goes', () => {
    const page = openDevice().tab({ retention: { maxEvents: 4 } });
    for (const [i, type] of [...TYPES, ...TYPES].entries()) {
      page.append(click(`i${i}`, NOW + i, { type, order: `o${i}` }));
    }
    expect(items(page)).toEqual(['i6', 'i11', 'i12', 'i13']);
  });

  test('the newest event stays, however little it says', () => {
    const page = openDevice().tab({ retention: { maxEvents: 2 } });
    for (let i = 0; i < 3; i++)
      page.append(click(`i${i}`, NOW + i, { type: 'purchase', order: `${i}` }));
    page.append(category(NOW + 9));
    expect(typesOf(page)).toEqual(['purchase', 'category']);
  });

  test('age is a limit for every kind', () => {
    const { tab, world } = openDevice();
    const page = tab({ retention: { days: 1, maxEvents: 3 } });
    page.append(click('a', NOW, { type: 'purchase', order: 'o1' }));
    world.now += 2 * 86_400_000;
    page.append(click('b', world.now));
    expect(items(page)).toEqual(['b']);
  });

  test('an event is kept through its last day, for thirty unless said', () => {
    const { tab, world } = openDevice();
    const page = tab();
    page.append(click('a'));
    world.now = NOW + 30 * 86_400_000;
    page.append(click('b', world.now));
    expect([items(page), page.status().expired]).toEqual([['a', 'b'], 0]);
    world.now++;
    page.append(click('c', world.now));
    expect([items(page), page.status().expired]).toEqual([['b', 'c'], 1]);
  });

  test('two timelines with the same events drop the same, in whatever order they came', () => {
    const random = seededRandom(3);
    const entries = Array.from({ length: 80 }, (_, i) => ({
      key: `k${String(i).padStart(3, '0')}`,
      event: click(`i${i}`, NOW + i, { type: TYPES[Math.floor(random() * TYPES.length)] }),
      here: true,
    }));
    const kept = [entries, shuffle(entries.slice(), random)].map((order) => {
      const timeline = createTimeline();
      for (const entry of order) timeline.add(entry);
      dropExpired(timeline, { maxEvents: 30 }, NOW, true);
      return timeline.entries().map(({ key }) => key);
    });
    expect(kept[0]).toHaveLength(30);
    expect(kept[1]).toEqual(kept[0]);
  });

  test('two tabs end with the same events, and the store with those', async () => {
    const { tab, stored, world } = openDevice();
    const limit = { retention: { maxEvents: 6 } };
    const [one, two] = [tab(limit), tab(limit)];
    await Promise.all([one.flushed(), two.flushed()]);
    for (let i = 0; i < 20; i++) {
      const page = i % 2 ? one : two;
      world.now = NOW + 5000 * i;
      page.append(click(`i${i}`, world.now, { type: TYPES[i % 7], order: `o${i}` }));
      await page.flushed();
    }
    await expect.poll(() => items(one).join() === items(two).join()).toBe(true);
    await expect.poll(() => [items(one).length, stored()]).toEqual([6, 6]);
  });
});
