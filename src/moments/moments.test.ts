import { describe, expect, test, vi } from 'vitest';
import { createHostile } from '../events/hostile-values.fixture.js';
import { seededRandom } from '../lib/random.js';
import type { MomentOptions } from './watch.js';
import { simulatedDevice } from './simulated-device.fixture.js';

const LEAVING = { actions: { leave: { above: 0.5 } } };

/** Moments acted on, over the chances to leave of one page after another. */
async function acted(options: MomentOptions, pages: number[][], gapMs = 0) {
  const device = simulatedDevice();
  let count = 0;
  for (const chances of pages) {
    const page = device.page();
    page.when(LEAVING, () => void count++, { id: 'offer', ...options });
    for (const leave of chances) {
      device.event('click', 'a');
      await page.predict(leave);
      device.now += gapMs;
    }
    page.close();
  }
  return count;
}

describe('when', () => {
  test.each<[MomentOptions, number[][], number]>([
    [{}, [[0.4, 0.6, 0.7, 0.3, 0.8]], 1],
    [{}, [[0.6], [0.6], [0.4, 0.6]], 1],
    [{ once: 'page' }, [[0.6, 0.4, 0.6], [0.6]], 2],
    [{ once: 'always' }, [[0.4, 0.6, 0.7, 0.3, 0.8, 0.9]], 2],
    // It held when the page before ended: no new moment.
    [{ once: 'always' }, [[0.6], [0.7], [0.4, 0.6]], 2],
    [{ once: 'always' }, [[0.5]], 0],
  ])('with %j and leave chances per page %j, acts %i times', async (options, pages, expected) => {
    expect(await acted(options, pages)).toBe(expected);
  });

  test('acts again in a new session, except with `once: visitor`', async () => {
    for (const [once, expected] of [
      ['session', 2],
      ['visitor', 1],
      ['always', 2],
    ] as const) {
      const device = simulatedDevice();
      let count = 0;
      for (const session of ['s1', 's2']) {
        const page = device.page();
        page.when(LEAVING, () => void count++, { id: 'offer', once });
        device.event('click', 'a', { session });
        await page.predict(0.9);
        device.now += 3_600_000;
        page.close();
      }
      expect(count, once).toBe(expected);
    }
  });

  test('waits for the cooldown, also across pages', async () => {
    const pages = [
      [0.6, 0.4, 0.6],
      [0.4, 0.6],
    ];
    expect(await acted({ once: 'always', cooldownMinutes: 5 }, pages, 60_000)).toBe(1);
    expect(await acted({ once: 'always', cooldownMinutes: 1 }, pages, 60_000)).toBe(3);
  });

  test('checks the current prediction too; baselines only with `baselines: true`', async () => {
    const device = simulatedDevice();
    const page = device.page();
    device.event('click', 'a');
    await page.predict(0.9, { backend: 'none' });
    const seen: string[] = [];
    page.when(LEAVING, ({ id }) => void seen.push(`model ${id}`), { id: 'a' });
    page.when(LEAVING, ({ id }) => void seen.push(`any ${id}`), { id: 'b', baselines: true });
    await page.lift();
    await page.lift();
    expect(seen).toEqual(['any x-1']);
    await page.predict(0.9);
    expect(seen).toEqual(['any x-1', 'model x-2']);
  });

  test('does not act once removed or closed; an action that throws stops no other', async () => {
    const device = simulatedDevice();
    const page = device.page();
    let count = 0;
    const act = () => void count++;
    page.when(LEAVING, act, { id: 'gone' })();
    page.when(LEAVING, () => {
      throw new Error('the shop');
    });
    page.when(LEAVING, act, { id: 'stays' });
    device.event('click', 'a');
    await page.predict(0.9);
    expect(count).toBe(1);
    expect(device.errors).toEqual(['when: act']);
    page.when(LEAVING, act, { id: 'late' });
    page.close();
    await page.predict(0.2);
    await page.predict(0.9);
    expect(count).toBe(1);
    expect(device.told).toEqual([`${JSON.stringify(LEAVING)} treatment`, 'stays treatment']);
  });

  test('options with names that nobody knows are told, and so is what is no object', async () => {
    const page = simulatedDevice();
    const { when } = page.page();
    when(LEAVING, () => {}, { cooldown: 5, id: 'offer' } as MomentOptions);
    when(LEAVING, () => {}, 'visitor' as MomentOptions);
    expect(page.messages).toEqual([
      expect.stringMatching(/^when: options.cooldown is 5: not allowed/),
      expect.stringMatching(/^when: options is "visitor": not allowed/),
    ]);
  });

  test('bad options are named, and disable the rule or get their default', async () => {
    const device = simulatedDevice();
    const page = device.page();
    const act = () => {};
    page.when({ actions: { leave: { above: 2 } } }, act);
    page.when(LEAVING, 5 as unknown as () => void);
    page.when(LEAVING, act, { id: '', once: 'twice' as 'page', holdout: 2, cooldownMinutes: -1 });
    page.when(LEAVING, act, { id: 'ok', once: 'twice' as 'page', holdout: 'x' as unknown as 1 });
    expect(device.errors).toEqual([
      'when.actions.leave',
      'when: act',
      'when: options.once',
      'when: options.holdout',
      'when: options.cooldownMinutes',
      'when: id',
      'when: options.once',
      'when: options.holdout',
    ]);
    expect(device.messages).toEqual([
      'The rule {"actions":{"leave":{"above":2}}} never acts: when.actions.leave',
      expect.stringMatching(/^The rule .* never acts: when: act$/),
      expect.stringMatching(/^when: options.once is "twice": not allowed/),
      expect.stringMatching(/^when: options.holdout is 2: not allowed/),
      expect.stringMatching(/^when: options.cooldownMinutes is -1: not allowed/),
      expect.stringMatching(/^The rule .* never acts: when: id$/),
      expect.stringMatching(/^when: options.once is "twice": not allowed/),
      expect.stringMatching(/^when: options.holdout is "x": not allowed/),
    ]);
    const values = createHostile(seededRandom(1), [
      'actions',
      'leave',
      'above',
      'item',
      'id',
      'once',
    ]);
    for (let i = 0; i < 500; i++) {
      const hostile = values.value();
      page.when(hostile as never, act, hostile as never);
      page.when(LEAVING, act, { id: hostile, holdout: hostile, once: hostile } as never);
    }
    device.event('click', 'a');
    await page.predict(0.9);
    expect(device.told).toContain('ok treatment');
  });
});

describe('arms', () => {
  test('the holdout has the share asked for, and an arm lasts over sessions', async () => {
    let held = 0;
    const devices = 400;
    for (let seed = 0; seed < devices; seed++) {
      const device = simulatedDevice(seed);
      let count = 0;
      for (let visit = 0; visit < 3; visit++) {
        const page = device.page();
        page.when(LEAVING, () => void count++, { id: 'offer', holdout: 0.3 });
        device.event('click', 'a', { session: `s${visit}` });
        await page.predict(0.9);
        page.close();
      }
      expect([0, 3]).toContain(count);
      expect(new Set(device.told).size).toBe(1);
      if (!count) held++;
    }
    // Four standard errors.
    expect(Math.abs(held / devices - 0.3)).toBeLessThan(0.092);
  });

  test('a holdout counts the moment and the events after it', async () => {
    const device = simulatedDevice();
    const page = device.page();
    const act = vi.fn();
    page.when(LEAVING, act, { id: 'offer', holdout: 1 });
    device.event('click', 'a');
    await page.predict(0.9);
    device.event('click', 'b');
    device.event('cart', 'b');
    device.event('purchase', 'b', { order: 'o', price: 4, quantity: 2 });
    device.event('purchase', 'c', { order: 'o' });
    // Another session's order is not of this moment.
    device.event('purchase', 'c', { order: 'p', price: 9, session: 's2' });
    const { rules } = await page.lift();
    expect(act).not.toHaveBeenCalled();
    expect(device.told).toEqual(['offer holdout']);
    expect(rules).toHaveLength(1);
    expect(rules[0].treatment.shoppers).toBe(0);
    expect(rules[0].holdout).toEqual({
      shoppers: 1,
      buyers: 1,
      sessions: 1,
      moments: 1,
      acted: 0,
      clicks: 1,
      carts: 1,
      orders: 1,
      value: 8,
    });
  });
});

describe('storage', () => {
  const offered = async (device: ReturnType<typeof simulatedDevice>) => {
    const page = device.page();
    page.when(LEAVING, () => {}, { id: 'offer' });
    device.event('click', 'a');
    await page.predict(0.9);
    return page;
  };
  const moments = async (page: {
    lift(): Promise<{ rules: readonly { treatment: { moments: number } }[] }>;
  }) => (await page.lift()).rules.reduce((sum, { treatment }) => sum + treatment.moments, 0);

  test('an order on a page without rules is counted by the next lift()', async () => {
    const device = simulatedDevice();
    (await offered(device)).close();
    device.event('purchase', 'a', { price: 5 });
    const later = device.page();
    expect((await later.lift()).rules[0].treatment).toMatchObject({
      buyers: 1,
      orders: 1,
      value: 5,
    });
    // Counted once, and still known when the history has let go of it.
    device.events = [];
    expect((await later.lift()).rules[0].treatment).toMatchObject({
      buyers: 1,
      orders: 1,
      value: 5,
    });
  });

  test('two tabs share one moment, and neither loses counts of the other', async () => {
    const device = simulatedDevice();
    const [one, two] = [device.page(), device.page()];
    let count = 0;
    for (const tab of [one, two]) tab.when(LEAVING, () => void count++, { id: 'offer' });
    device.event('click', 'a');
    await Promise.all([one.predict(0.2), two.predict(0.2)]);
    await one.predict(0.9);
    await two.predict(0.9);
    expect(count).toBe(1);
    one.shelf('impression', 'a');
    await one.lift();
    two.shelf('impression', 'b');
    await two.lift();
    expect((await one.lift()).recommendations.shown).toBe(2);
  });

  test('memory lasts for the page; a later consent stores it, withdrawal deletes it', async () => {
    const device = simulatedDevice();
    device.tier = 'memory';
    const page = await offered(device);
    expect(await moments(page)).toBe(1);
    expect(device.disk.length).toBe(0);
    await page.consent('persistent');
    expect(device.disk.length).toBe(1);
    expect(await moments(device.page())).toBe(1);
    await page.consent('off');
    expect(await moments(page)).toBe(0);
    await page.predict(0.2);
    await page.predict(0.9);
    expect(await moments(page)).toBe(0);
  });

  test('counts forgotten by another tab do not come back', async () => {
    const device = simulatedDevice();
    const page = await offered(device);
    page.shelf('impression', 'a');
    await page.lift();
    await device.store.clear();
    page.shelf('impression', 'b');
    await page.lift();
    expect(await moments(page)).toBe(0);
    expect(JSON.stringify(await device.store.load())).not.toContain('"a"');
  });

  test.each([
    ['all', 0, 0],
    [{ item: 'a' }, 1, 0],
    [{ before: 1 }, 1, 1],
    [{ before: 2e12 }, 0, 0],
  ] as const)('forget(%j) leaves %i moments and %i shown items', async (what, rules, shown) => {
    const device = simulatedDevice();
    device.tier = 'memory';
    const page = await offered(device);
    page.shelf('impression', 'a');
    page.forget(what);
    const lift = await page.lift();
    expect([await moments(page), lift.recommendations.shown]).toEqual([rules, shown]);
  });

  test('old and foreign records are deleted from the store', async () => {
    const device = simulatedDevice();
    (await offered(device)).close();
    const [[key, value]] = await device.store.load();
    await device.store.append([
      ['~m:s1:other', value],
      ['~x', 5],
      ['~s:s9', { kind: 'shelf', session: 's9', since: device.now, items: [null, { id: {} }] }],
      ['000-event', { type: 'click' }],
    ]);
    const page = device.page();
    expect(await moments(page)).toBe(1);
    const keys = async () => (await device.store.load()).map(([name]) => name);
    expect(await keys()).toEqual(['000-event', key, '~s:s9']);
    device.now += 31 * 86_400_000;
    expect(await moments(page)).toBe(0);
    expect(await keys()).toEqual(['000-event']);
  });
});

describe('shelves', () => {
  test('counts an item once a session, orders on later pages, and no other predictor', async () => {
    const device = simulatedDevice();
    const page = device.page();
    await page.predict(0.1);
    // Seen before the first event of the session.
    for (const id of ['a', 'b', 'b', 'c']) page.shelf('impression', id);
    page.shelf('click', 'b');
    page.shelf('impression', 'd', 'other-1');
    const values = createHostile(seededRandom(2), ['id', 'item']);
    for (let i = 0; i < 500; i++) page.shelf('impression', { hostile: values.value() });
    const before = (await page.lift()).recommendations.shown;
    page.close();
    device.event('click', 'b');
    device.event('cart', 'b');
    device.event('cart', 'elsewhere');
    device.event('purchase', 'b');
    const { recommendations } = await device.page().lift();
    expect(recommendations).toEqual({ shown: before, clicked: 1, carted: 1, bought: 1 });
    expect(before).toBeGreaterThanOrEqual(3);
  });

  test('counts what followed under another id of the item', async () => {
    const device = simulatedDevice();
    const page = device.page();
    await page.predict(0.1);
    page.shelf('impression', 'SKU-1');
    await page.lift();
    page.close();
    const about = { id: '34', aliases: ['SKU-1'] };
    device.event('cart', '34', { about });
    device.event('purchase', '34', { about });
    const { recommendations } = await device.page().lift();
    expect(recommendations).toMatchObject({ shown: 1, carted: 1, bought: 1 });
  });

  test('counts an item once that was shown under two of its ids', async () => {
    const device = simulatedDevice();
    const page = device.page();
    await page.predict(0.1);
    page.shelf('impression', '34');
    await page.lift();
    // Meanwhile two sources of the page have named one product.
    for (const id of ['34', 'SKU-1']) device.items.set(id, { id: 'SKU-1', aliases: ['34'] });
    page.shelf('impression', 'SKU-1');
    page.shelf('click', '34');
    device.event('cart', 'SKU-1', { about: { id: 'SKU-1', aliases: ['34'] } });
    const { recommendations } = await page.lift();
    expect(recommendations).toMatchObject({ shown: 1, clicked: 1, carted: 1 });
  });

  test('counts at most 100 items of one session', async () => {
    const device = simulatedDevice();
    const page = device.page();
    await page.predict(0.1);
    for (let i = 0; i < 150; i++) page.shelf('impression', `i${i}`);
    expect((await page.lift()).recommendations.shown).toBe(100);
  });
});
