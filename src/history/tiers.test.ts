import { describe, expect, test } from 'vitest';
import { click, items, NOW, openDevice } from './device.fixture.js';

describe('consent', () => {
  test('off keeps nothing', async () => {
    const { tab, disk } = openDevice();
    const page = tab({ tier: 'off' });
    expect(page.append(click('a'))).toBe(false);
    await page.flushed();
    expect([page.events(), disk.length, page.status().store]).toEqual([[], 0, 'none']);
  });

  test('memory keeps the last 100 events; a later yes writes them after those stored', async () => {
    const { tab, stored } = openDevice();
    const before = tab();
    before.append(click('old', NOW - 60_000));
    await before.flushed();
    before.destroy();
    const page = tab({ tier: 'memory' });
    for (let i = 0; i < 130; i++) page.append(click(`i${i}`, NOW + i));
    await page.flushed();
    expect([page.events().length, items(page)[0], stored()]).toEqual([100, 'i30', 1]);
    expect(page.status()).toMatchObject({ store: 'memory', unsaved: 0, expired: 30 });
    page.setTier('persistent', true);
    await page.flushed();
    expect([stored(), page.events().length, items(page)[0]]).toEqual([101, 101, 'old']);
  });

  test('choosing a lower tier empties the higher store, but not this page’s events', async () => {
    const { tab, stored } = openDevice();
    const before = tab();
    before.append(click('old'));
    await before.flushed();
    before.destroy();
    const page = tab();
    page.append(click('here', NOW + 1));
    await page.flushed();
    expect([items(page), stored()]).toEqual([['old', 'here'], 2]);
    page.setTier('session', true);
    await page.flushed();
    expect([items(page), stored(), stored('tab:')]).toEqual([['here'], 0, 1]);
    page.setTier('memory', true);
    await page.flushed();
    expect([items(page), stored('tab:')]).toEqual([['here'], 0]);
    page.setTier('off');
    expect(page.events()).toEqual([]);
    expect(page.causes.filter((cause) => cause === 'tier')).toHaveLength(3);
  });

  test('a default deletes only this page’s events, here and in other tabs', async () => {
    const { tab, stored } = openDevice();
    const before = tab();
    before.append(click('old'));
    await before.flushed();
    before.destroy();
    const [page, other] = [tab(), tab()];
    page.append(click('here', NOW + 1));
    await expect.poll(() => items(other)).toEqual(['old', 'here']);
    page.setTier('memory', false);
    await page.flushed();
    expect([items(page), stored()]).toEqual([['here'], 1]);
    await expect.poll(() => items(other)).toEqual(['old']);
    page.setTier('persistent', false);
    await page.flushed();
    expect([items(page), stored()]).toEqual([['old', 'here'], 2]);
  });

  test('choosing a higher tier moves the tab’s events to its store', async () => {
    const { tab, stored } = openDevice();
    const before = tab({ tier: 'session' });
    before.append(click('old'));
    await before.flushed();
    before.destroy();
    const page = tab({ tier: 'session' });
    await page.flushed();
    page.setTier('persistent', false);
    await page.flushed();
    expect([items(page), stored(), stored('tab:')]).toEqual([['old'], 1, 0]);
  });

  test('keeps earlier visits while no signal has answered; deletes them after a no', async () => {
    const { tab, stored } = openDevice();
    const before = tab();
    before.append(click('old'));
    await before.flushed();
    before.destroy();
    const page = tab({ tier: 'memory' });
    await page.flushed();
    expect(stored()).toBe(1);
    page.setTier('memory', true);
    await page.flushed();
    expect(stored()).toBe(0);
  });

  test('after a no and a new yes, old events are gone and new ones are kept', async () => {
    const { tab, stored } = openDevice();
    const page = tab();
    page.append(click('a'));
    await page.flushed();
    page.append(click('b', NOW + 1));
    page.setTier('off', true);
    page.setTier('persistent', true);
    page.append(click('c', NOW + 2));
    await page.flushed();
    expect([items(page), stored()]).toEqual([['c'], 1]);
  });
});
