import { describe, expect, test } from 'vitest';
import { createHostile } from '../events/hostile-values.fixture.js';
import { seededRandom } from '../lib/random.js';
import { click, items, NOW, openDevice } from './device.fixture.js';

describe('a store that fails', () => {
  test('keeps events in memory, reports why, and is tried again', async () => {
    const { tab, disk, stored, retry } = openDevice();
    const page = tab();
    await page.flushed();
    const { setItem } = disk;
    disk.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    page.append(click('a'));
    page.append(click('b', NOW + 1));
    await page.flushed();
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
    await page.flushed();
    expect([stored(), page.status().store, page.status().unsaved]).toEqual([3, 'indexeddb', 0]);
  });

  test('is full, and has room for an event once the oldest has gone', async () => {
    const { tab, disk, stored } = openDevice();
    const page = tab({ retention: { maxEvents: 2 } });
    for (const [i, item] of ['a', 'b'].entries()) page.append(click(item, NOW + i));
    await page.flushed();
    const { setItem } = disk;
    disk.setItem = (key, value) => {
      if (stored() === 2) throw new DOMException('full', 'QuotaExceededError');
      setItem(key, value);
    };
    page.append(click('c', NOW + 2));
    await page.flushed();
    expect([items(page), stored(), page.status().unsaved]).toEqual([['b', 'c'], 2, 0]);
  });

  test('still deletes', async () => {
    const { tab, disk, stored } = openDevice();
    const page = tab();
    page.append(click('a'));
    await page.flushed();
    disk.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    page.append(click('b', NOW + 1));
    await page.flushed();
    page.forget('all');
    await page.flushed();
    expect([items(page), stored()]).toEqual([[], 0]);
  });

  test('is given no more, when it works again, than the retention keeps', async () => {
    const { tab, disk, stored, retry } = openDevice();
    const page = tab({ retention: { maxEvents: 50 } });
    page.append(click('stored'));
    await page.flushed();
    const { setItem } = disk;
    disk.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    for (let i = 0; i < 1000; i++) page.append(click(`i${i}`, NOW + i));
    await page.flushed();
    // Fifty events, and the deletion of the one that was stored.
    expect([items(page).length, page.status().unsaved]).toEqual([50, 51]);
    disk.setItem = setItem;
    retry();
    await page.flushed();
    expect([stored(), page.status().unsaved]).toEqual([50, 0]);
  });

  test('does not keep what expired while it was being written', async () => {
    const { tab, disk, stored } = openDevice();
    const page = tab({ retention: { maxEvents: 1 } });
    await page.flushed();
    const { setItem } = disk;
    disk.setItem = (key, value) => {
      disk.setItem = setItem;
      setItem(key, value);
      page.append(click('b', NOW + 1));
    };
    page.append(click('a'));
    await page.flushed();
    expect([items(page), stored(), page.status().unsaved]).toEqual([['b'], 1, 0]);
  });

  test('is said to whoever wanted something deleted, until it is', async () => {
    const { tab, disk, stored, retry } = openDevice();
    const page = tab();
    page.append(click('a'));
    await page.flushed();
    const { removeItem } = disk;
    disk.removeItem = () => {
      throw new DOMException('gone', 'UnknownError');
    };
    page.forget('all');
    await expect(page.erased()).rejects.toMatchObject({
      code: 'STORE_FAILED',
      message: expect.stringMatching(
        /^Not deleted yet: "all" \(persistent\),"all" \(session\) \(Unkn/,
      ),
    });
    expect(stored()).toBe(1);
    disk.removeItem = removeItem;
    retry();
    await page.erased();
    expect([stored(), stored('mark:')]).toEqual([0, 0]);
  });

  test('also where the code of the stores cannot be loaded', async () => {
    const { tab, failLoads } = openDevice();
    failLoads('offline');
    const page = tab({ tier: 'memory' });
    page.forget('all');
    await expect(page.erased()).rejects.toThrow('offline');
  });

  test('keeps the history in memory when there is no storage at all', async () => {
    // Node has no IndexedDB and, by default, no session storage.
    const { tab } = openDevice();
    const page = tab({ loadStores: () => import('./stores.js') });
    page.append(click('a'));
    await page.flushed();
    expect(items(page)).toEqual(['a']);
    expect(page.status()).toMatchObject({ store: 'memory', unsaved: 1 });
    expect(page.status().reason).toContain('indexedDB');
  });

  test('skips, counts and removes records that cannot be read', async () => {
    const { tab, disk, stored } = openDevice();
    const first = tab();
    first.append(click('a'));
    await first.flushed();
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
    await page.flushed();
    const { corrupt, events } = page.status();
    expect(corrupt).toBeGreaterThan(100);
    expect(corrupt + events).toBe(broken + 1);
    expect(stored()).toBe(events);
    expect(items(page)).toContain('a');
  });
});
