import { describe, expect, onTestFinished, test } from 'vitest';
import { createHostile } from '../events/hostile-values.fixture.js';
import type { ShopEvent } from '../events/event.js';
import type { PredictorError } from '../lib/errors.js';
import { browserEnvironment } from '../lib/environment.js';
import { seededRandom } from '../lib/random.js';
import { fakeStorage } from './fake-storage.fixture.js';
import { createHistory } from './create-history.js';
import type { HistoryCause, HistoryOptions } from './history.js';
import { sessionStore } from './session-store.js';

const NOW = 1_700_000_000_000;
let channels = 0;

/** One shop on one device: `tab()` opens a page of it. */
function shop() {
  const disk = fakeStorage();
  const world = { now: NOW };
  const namespace = `test-${channels++}`;
  let seed = 1;
  const retries: (() => void)[] = [];
  const tab = (options: Partial<HistoryOptions> = {}) => {
    const faults: PredictorError[] = [];
    const causes: HistoryCause[] = [];
    const history = createHistory({
      environment: {
        ...browserEnvironment(),
        now: () => world.now,
        random: seededRandom(seed++),
        after: (delayMs, task) => {
          if (delayMs > 10_000) retries.push(task);
          return delayMs > 10_000 ? () => {} : browserEnvironment().after(delayMs, task);
        },
      },
      tier: 'persistent',
      namespace,
      loadStores: async () => ({
        indexedDbStore: () => ({ ...sessionStore('disk:', () => disk), kind: 'indexeddb' }),
        sessionStore: () => sessionStore('tab:', () => disk),
      }),
      onChange: (cause) => causes.push(cause),
      onFault: (fault) => faults.push(fault),
      ...options,
    });
    onTestFinished(() => history.destroy());
    return Object.assign(history, { faults, causes });
  };
  const stored = (prefix = 'disk:') =>
    Array.from({ length: disk.length }, (_, i) => disk.key(i) ?? '').filter((key) =>
      key.startsWith(prefix),
    ).length;
  return { disk, world, tab, stored, retry: () => retries.splice(0).map((task) => task()) };
}

const click = (item: string, ts = NOW, more: Partial<ShopEvent> = {}): ShopEvent => ({
  type: 'click',
  item,
  ts,
  session: 's1',
  source: 'track',
  ...more,
});
const items = (history: { events(): readonly ShopEvent[] }) =>
  history.events().map(({ item }) => item);

describe('a reload', () => {
  test('finds the events again, in order', async () => {
    const { tab } = shop();
    const first = tab();
    for (const [i, item] of ['a', 'b', 'c'].entries()) first.append(click(item, NOW + i));
    expect(items(first)).toEqual(['a', 'b', 'c']);
    await first.settled();
    first.destroy();
    const second = tab();
    await second.settled();
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

  test('continues the session even of what was seen before the store was read', async () => {
    const { tab, world } = shop();
    const first = tab();
    first.append(click('a'));
    await first.settled();
    first.destroy();
    world.now += 60_000;
    const second = tab();
    second.append(click('b', world.now, { session: 'new' }));
    await second.settled();
    expect(second.events().map(({ session }) => session)).toEqual(['s1', 's1']);
    second.destroy();
    world.now += 31 * 60_000;
    const third = tab();
    third.append(click('c', world.now, { session: 'later' }));
    await third.settled();
    expect(third.events().map(({ session }) => session)).toEqual(['s1', 's1', 'later']);
  });

  test('goes on with the look that the page before began', async () => {
    const { tab, world, stored } = shop();
    const list = tab();
    list.append(click('a'));
    await list.settled();
    list.destroy();
    world.now += 3000;
    const product = tab();
    product.append(click('a', world.now));
    product.append(click('b', world.now + 1));
    product.append(click('a', world.now + 2));
    await product.settled();
    expect(items(product)).toEqual(['a', 'b', 'a']);
    expect(stored()).toBe(3);
  });

  test('of a thank-you page does not buy again', async () => {
    const { tab, world, stored } = shop();
    for (let load = 0; load < 2; load++) {
      const page = tab();
      page.append(click('a', world.now, { type: 'purchase', order: 'o1' }));
      await page.settled();
      expect(items(page)).toEqual(['a']);
      page.destroy();
      world.now += 60_000;
    }
    const page = tab();
    await page.settled();
    expect([items(page), stored()]).toEqual([['a'], 1]);
  });
});

describe('consent', () => {
  test('off keeps nothing', async () => {
    const { tab, disk } = shop();
    const page = tab({ tier: 'off' });
    expect(page.append(click('a'))).toBe(false);
    await page.settled();
    expect([page.events(), disk.length, page.status().store]).toEqual([[], 0, 'none']);
  });

  test('memory keeps the last hundred, and a later yes writes them after what was stored', async () => {
    const { tab, stored } = shop();
    const before = tab();
    before.append(click('old', NOW - 60_000));
    await before.settled();
    before.destroy();
    const page = tab({ tier: 'memory' });
    for (let i = 0; i < 130; i++) page.append(click(`i${i}`, NOW + i));
    await page.settled();
    expect([page.events().length, items(page)[0], stored()]).toEqual([100, 'i30', 1]);
    expect(page.status()).toMatchObject({ store: 'memory', unsaved: 0, expired: 30 });
    page.setTier('persistent', true);
    await page.settled();
    expect([stored(), page.events().length, items(page)[0]]).toEqual([101, 101, 'old']);
  });

  test('going down deletes what the tier does not allow and keeps what this page saw', async () => {
    const { tab, stored } = shop();
    const before = tab();
    before.append(click('old'));
    await before.settled();
    before.destroy();
    const page = tab();
    page.append(click('here', NOW + 1));
    await page.settled();
    expect([items(page), stored()]).toEqual([['old', 'here'], 2]);
    page.setTier('session', true);
    await page.settled();
    expect([items(page), stored(), stored('tab:')]).toEqual([['here'], 0, 1]);
    page.setTier('memory', true);
    await page.settled();
    expect([items(page), stored('tab:')]).toEqual([['here'], 0]);
    page.setTier('off');
    expect(page.events()).toEqual([]);
    expect(page.causes.filter((cause) => cause === 'tier')).toHaveLength(3);
  });

  test('going down without a choice takes back what this page wrote, not what it was told', async () => {
    const { tab, stored } = shop();
    const before = tab();
    before.append(click('old'));
    await before.settled();
    before.destroy();
    const [page, other] = [tab(), tab()];
    page.append(click('here', NOW + 1));
    await expect.poll(() => items(other)).toEqual(['old', 'here']);
    page.setTier('memory', false);
    await page.settled();
    expect([items(page), stored()]).toEqual([['here'], 1]);
    await expect.poll(() => items(other)).toEqual(['old']);
    page.setTier('persistent', false);
    await page.settled();
    expect([items(page), stored()]).toEqual([['old', 'here'], 2]);
  });

  test('going up takes what the tab kept along', async () => {
    const { tab, stored } = shop();
    const before = tab({ tier: 'session' });
    before.append(click('old'));
    await before.settled();
    before.destroy();
    const page = tab({ tier: 'session' });
    await page.settled();
    page.setTier('persistent', false);
    await page.settled();
    expect([items(page), stored(), stored('tab:')]).toEqual([['old'], 1, 0]);
  });

  test('no signal yet leaves an earlier yes alone, a no deletes what this page never read', async () => {
    const { tab, stored } = shop();
    const before = tab();
    before.append(click('old'));
    await before.settled();
    before.destroy();
    const page = tab({ tier: 'memory' });
    await page.settled();
    expect(stored()).toBe(1);
    page.setTier('memory', true);
    await page.settled();
    expect(stored()).toBe(0);
  });

  test('no, then yes again: what was stored is gone, what comes is kept', async () => {
    const { tab, stored } = shop();
    const page = tab();
    page.append(click('a'));
    await page.settled();
    page.append(click('b', NOW + 1));
    page.setTier('off', true);
    page.setTier('persistent', true);
    page.append(click('c', NOW + 2));
    await page.settled();
    expect([items(page), stored()]).toEqual([['c'], 1]);
  });
});

describe('retention', () => {
  test('by number and by age, in memory and in the store', async () => {
    const { tab, world, stored } = shop();
    const page = tab({ retention: { days: 1, maxEvents: 3 } });
    for (let i = 0; i < 5; i++) page.append(click(`i${i}`, NOW + i));
    await page.settled();
    expect([items(page), stored()]).toEqual([['i2', 'i3', 'i4'], 3]);
    page.destroy();
    world.now += 2 * 86_400_000;
    const later = tab({ retention: { days: 1, maxEvents: 3 } });
    await later.settled();
    expect([items(later), stored(), later.status().expired]).toEqual([[], 0, 3]);
  });
});

describe('forget', () => {
  const filled = async () => {
    const world = shop();
    const page = world.tab();
    for (const [i, item] of ['a', 'b', 'a', 'c'].entries()) page.append(click(item, NOW + i));
    await page.settled();
    return { ...world, page };
  };
  test.each([
    [{ item: 'a' }, ['b', 'c']],
    [{ before: NOW + 2 }, ['a', 'c']],
    ['all', []],
  ] as const)('%j', async (what, left) => {
    const { page, tab } = await filled();
    page.forget(what);
    expect(items(page)).toEqual(left);
    await page.settled();
    const next = tab();
    await next.settled();
    expect(items(next)).toEqual(left);
  });
  test('reaches a store that this page may not read', async () => {
    const { page, tab, stored } = await filled();
    page.destroy();
    const other = tab({ tier: 'memory' });
    other.forget({ item: 'a' });
    await other.settled();
    expect(stored()).toBe(2);
  });
  test('wins over a load and a write that were under way', async () => {
    const { page, tab, stored } = await filled();
    page.destroy();
    const next = tab();
    next.append(click('d', NOW + 9));
    await null;
    next.forget('all');
    await next.settled();
    expect([items(next), stored()]).toEqual([[], 0]);
  });
});

describe('two tabs', () => {
  test('tell one another what they saw and forgot, and end with one order', async () => {
    const { tab } = shop();
    const [one, two] = [tab(), tab()];
    await Promise.all([one.settled(), two.settled()]);
    one.append(click('a', NOW));
    two.append(click('b', NOW + 1));
    one.append(click('c', NOW + 2));
    await expect
      .poll(() => [items(one), items(two)])
      .toEqual([
        ['a', 'b', 'c'],
        ['a', 'b', 'c'],
      ]);
    two.forget({ item: 'b' });
    await expect.poll(() => items(one)).toEqual(['a', 'c']);
    one.setTier('off', true);
    await expect.poll(() => items(two)).toEqual([]);
    expect(two.causes).toContain('tab');
  });

  test('are one page with two copies of the library: what both heard is one event', async () => {
    const { tab, stored } = shop();
    const [one, two] = [tab(), tab()];
    await Promise.all([one.settled(), two.settled()]);
    one.append(click('a'));
    two.append(click('a'));
    await expect.poll(() => [items(one), items(two), stored()]).toEqual([['a'], ['a'], 1]);
    one.append(click('b', NOW + 500));
    await expect.poll(() => items(two)).toEqual(['a', 'b']);
    two.append(click('c', NOW + 600));
    expect(two.elsewhere().map(({ item }) => item)).toContain('b');
    expect(two.elsewhere().map(({ item }) => item)).not.toContain('c');
  });

  test('nonsense from another tab harms nobody', async () => {
    const { tab } = shop();
    const page = tab();
    await page.settled();
    page.append(click('a'));
    const other = new BroadcastChannel(`nextaisle:test-${channels - 1}`);
    onTestFinished(() => other.close());
    const key = `${String(NOW).padStart(18, '0')}-zzzzzzzz`;
    for (const news of [null, 1, { add: 5 }, { gone: 'a' }, { add: [[key, { type: 'x' }]] }]) {
      other.postMessage(news);
    }
    other.postMessage({ add: [[key, click('b')]] });
    await expect.poll(() => items(page)).toEqual(['a', 'b']);
    expect(page.status()).toMatchObject({ corrupt: 0, unsaved: 0 });
  });
});

describe('a store that fails', () => {
  test('keeps events in memory, says why, and is tried again', async () => {
    const { tab, disk, stored, retry } = shop();
    const page = tab();
    await page.settled();
    const { setItem } = disk;
    disk.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    page.append(click('a'));
    page.append(click('b', NOW + 1));
    await page.settled();
    page.append(click('c', NOW + 2));
    expect(items(page)).toEqual(['a', 'b', 'c']);
    expect(page.status()).toMatchObject({
      store: 'memory',
      reason: 'QuotaExceededError',
      unsaved: 3,
    });
    expect(page.faults.map(({ code, detail }) => [code, detail])).toEqual([
      ['STORE_FAILED', 'QuotaExceededError'],
    ]);
    disk.setItem = setItem;
    retry();
    await page.settled();
    expect([stored(), page.status().store, page.status().unsaved]).toEqual([3, 'indexeddb', 0]);
  });

  test('still deletes', async () => {
    const { tab, disk, stored } = shop();
    const page = tab();
    page.append(click('a'));
    await page.settled();
    disk.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    page.append(click('b', NOW + 1));
    await page.settled();
    page.forget('all');
    await page.settled();
    expect([items(page), stored()]).toEqual([[], 0]);
  });

  test('without any storage at all the history lives in memory', async () => {
    // Node has neither IndexedDB nor, by default, a session storage.
    const { tab } = shop();
    const page = tab({ loadStores: () => import('./stores.js') });
    page.append(click('a'));
    await page.settled();
    expect(items(page)).toEqual(['a']);
    expect(page.status()).toMatchObject({ store: 'memory', unsaved: 1 });
    expect(page.status().reason).toContain('indexedDB');
  });

  test('records that cannot be read are skipped, counted and removed', async () => {
    const { tab, disk, stored } = shop();
    const first = tab();
    first.append(click('a'));
    await first.settled();
    first.destroy();
    const hostile = createHostile(seededRandom(4), ['type', 'item', 'ts', 'session', 'source']);
    let broken = 0;
    for (let i = 0; i < 200; i++) {
      const key = `${String(NOW + i).padStart(18, '0')}-${String(i).padStart(8, '0')}`;
      let text = '{';
      try {
        text = JSON.stringify(hostile.object()) ?? '';
      } catch {}
      disk.setItem(`disk:${i % 2 ? key : `foreign-${i}`}`, text);
      broken++;
    }
    const page = tab();
    await page.settled();
    const { corrupt, events } = page.status();
    expect(corrupt).toBeGreaterThan(100);
    expect(corrupt + events).toBe(broken + 1);
    expect(stored()).toBe(events);
    expect(items(page)).toContain('a');
  });
});

test('the export is plain data', async () => {
  const { tab } = shop();
  const page = tab();
  page.append(click('a'));
  expect(JSON.parse(JSON.stringify(page.exportData()))).toEqual({
    format: 'nextaisle-history',
    version: 1,
    exported: NOW,
    events: [click('a')],
  });
});

describe('what stands beside the events', () => {
  const moment = { rule: 'a rule on "b"', items: [{ id: 'a' }], since: NOW };
  const opened = async () => {
    const { tab, disk, stored } = shop();
    disk.setItem('disk:~m:s1:offer', JSON.stringify(moment));
    const page = tab();
    page.append(click('a'));
    await page.settled();
    return { page, stored };
  };

  test('is no event, is not touched by reading, and can be asked for', async () => {
    const { page, stored } = await opened();
    expect(items(page)).toEqual(['a']);
    expect(page.status().corrupt).toBe(0);
    expect(stored()).toBe(2);
    expect(await page.beside()).toEqual([moment]);
    page.setTier('memory');
    expect(await page.beside()).toEqual([]);
  });

  test.each<[Parameters<ReturnType<ReturnType<typeof shop>['tab']>['forget']>[0], boolean]>([
    ['all', false],
    [{ item: 'a' }, false],
    [{ item: 'b' }, true],
    [{ before: NOW }, true],
    [{ before: NOW + 1 }, false],
  ])('forget %j: stays %s', async (what, stays) => {
    const { page } = await opened();
    page.forget(what);
    await page.settled();
    expect(await page.beside()).toEqual(stays ? [moment] : []);
  });

  test('goes with consent', async () => {
    const { page, stored } = await opened();
    page.setTier('off', true);
    await page.settled();
    expect(stored()).toBe(0);
  });
});
