import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { NextaisleShelf } from '../src/element.js';
import type * as Nextaisle from '../src/index.js';
import { recordRequests } from './browser.fixture.js';
import { serveDoors } from './doors.fixture.js';
import { STRICT_CSP } from './serve.fixture.js';
import { useSite } from './site.fixture.js';

declare const lib: typeof Nextaisle;
declare const predictor: Nextaisle.Predictor;
declare const acted: string[];
declare const told: string[];

const site = useSite(() =>
  serveDoors({
    scripts: {
      'page.js': `import * as lib from '/lib/index.js'; import '/lib/element.js'; window.lib = lib;`,
    },
    pages: {
      '/page.html': `<!doctype html><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>
        <nextaisle-shelf k="3"></nextaisle-shelf>`,
    },
    csp: STRICT_CSP,
  }),
);
const open = () => site.open('/page.html');

/** A predictor with the rule `offer`, true from the second event of a session on. */
async function start(page: Page, options: Nextaisle.MomentOptions = {}, consent = 'granted') {
  await page.waitForFunction('window.lib');
  await page.evaluate(
    ([options, consent]) => {
      const given = { model: '/lib/shop.safetensors', consent } as Nextaisle.PredictorOptions;
      const own = lib.createPredictor(given);
      const w = { predictor: own, acted: [] as string[], told: [] as string[] };
      Object.assign(window, w);
      document.addEventListener('nextaisle:moment', (event) => {
        const { rule, arm } = (event as CustomEvent).detail;
        w.told.push(`${rule} ${arm}`);
      });
      const rule = { actions: { leave: { above: 0 } }, events: { atLeast: 2 } };
      const undo = own.when(rule, ({ id }) => void w.acted.push(id), { id: 'offer', ...options });
      Object.assign(window, { undo });
    },
    [options, consent] as const,
  );
}

const visit = (page: Page, ...ids: string[]) =>
  page.evaluate(async (ids) => {
    for (const id of ids) predictor.track('click', id);
    await predictor.predict();
    // lift() includes counts that are still being written.
    const { rules } = await predictor.lift();
    return { acted: acted.length, told, rules };
  }, ids);

const reload = async (page: Page, options?: Nextaisle.MomentOptions, consent?: string) => {
  await page.reload();
  await start(page, options, consent);
};

/** Keys in every database and in session storage. */
const stored = (page: Page) =>
  page.evaluate(async () => {
    const keys = Object.keys(sessionStorage);
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((done) => {
        const request = indexedDB.open(name as string);
        request.onsuccess = () => done(request.result);
      });
      const all = db.transaction('events').objectStore('events').getAllKeys();
      await new Promise((done) => {
        all.onsuccess = done;
      });
      keys.push(...(all.result as string[]));
      db.close();
    }
    return keys;
  });
const beside = async (page: Page) => (await stored(page)).filter((key) => key.includes('~'));

describe('moments', () => {
  test('act once a session, also over a reload, or once a page if asked', async () => {
    const page = await open();
    await start(page);
    expect((await visit(page, 'chair')).acted).toBe(0);
    const { acted, told, rules } = await visit(page, 'lamp', 'vase');
    expect([acted, told]).toEqual([1, ['offer treatment']]);
    expect(rules[0].treatment).toMatchObject({ shoppers: 1, moments: 1, acted: 1, buyers: 0 });
    await reload(page);
    expect((await visit(page, 'sofa')).acted).toBe(0);
    await reload(page, { id: 'every page', once: 'page' });
    expect((await visit(page, 'chair')).acted).toBe(1);
    await page.evaluate(() => predictor.track('purchase', { id: 'vase', price: 5, quantity: 2 }));
    await reload(page);
    const after = await visit(page, 'lamp');
    expect(after.rules.find(({ rule }) => rule === 'offer')?.treatment).toMatchObject({
      sessions: 1,
      moments: 1,
      buyers: 1,
      orders: 1,
      value: 10,
    });
    expect(site.errors.list()).toEqual([]);
  });

  test('report a holdout without acting; its arm survives a reload', async () => {
    const page = await open();
    await start(page, { holdout: 1, once: 'page' });
    const first = await visit(page, 'chair', 'lamp');
    expect([first.acted, first.told]).toEqual([0, ['offer holdout']]);
    // With a smaller holdout the session keeps its arm.
    await reload(page, { holdout: 0, once: 'page' });
    const second = await visit(page, 'vase');
    expect([second.acted, second.told]).toEqual([0, ['offer holdout']]);
    expect(second.rules[0].holdout).toMatchObject({ shoppers: 1, moments: 2, acted: 0 });
    expect(second.rules[0].treatment.shoppers).toBe(0);
  });

  test('wait without a model, and do not act once removed', async () => {
    const page = await open();
    await page.waitForFunction('window.lib');
    await page.route('**/*.safetensors', (route) => route.abort());
    await start(page);
    expect((await visit(page, 'chair', 'lamp')).acted).toBe(0);
    await page.unroute('**/*.safetensors');
    await reload(page);
    await page.evaluate('undo()');
    expect((await visit(page, 'vase')).acted).toBe(0);
  });

  test('leave nothing once forgotten or withdrawn, also on pages without a rule', async () => {
    const page = await open();
    await start(page);
    await visit(page, 'chair', 'lamp');
    expect(await beside(page)).toHaveLength(1);
    const told = await page.evaluate(async () => (await predictor.exportData()).moments);
    expect(told).toMatchObject([{ rule: 'offer', arm: 'treatment' }]);
    await page.evaluate(() => predictor.forget('all'));
    expect((await visit(page)).rules[0].treatment.moments).toBe(0);
    expect(await stored(page)).toEqual([]);

    await visit(page, 'chair', 'lamp', 'vase');
    expect(await beside(page)).toHaveLength(1);
    await page.evaluate(() => predictor.consent('denied'));
    expect((await visit(page, 'chair', 'lamp')).rules[0].treatment.moments).toBe(0);
    expect(await stored(page)).toEqual([]);

    await page.evaluate(() => predictor.consent('granted'));
    await visit(page, 'chair', 'lamp');
    expect(await beside(page)).toHaveLength(1);
    await page.reload();
    await page.waitForFunction('window.lib');
    const requests = recordRequests(page);
    await page.evaluate(async () => {
      const own = lib.createPredictor({ model: null, consent: 'granted' });
      await own.ready;
      await own.forget('all');
    });
    expect(await stored(page)).toEqual([]);
    // Only the code that deletes is loaded, that of chances without a model, and what they share.
    const named = requests.urls().filter((url) => !/\/lib\/(chunk-|chunks\/shop\.)/.test(url));
    expect(named).toEqual([expect.stringContaining('/lib/stores')]);
  });

  test.each(['memory', 'session'] as const)('%s: are kept as long as the history', async (tier) => {
    const page = await open();
    await start(page, { once: 'visitor' }, tier);
    expect((await visit(page, 'chair', 'lamp')).acted).toBe(1);
    expect(await beside(page)).toHaveLength(tier === 'session' ? 1 : 0);
    expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
    await reload(page, { once: 'visitor' }, tier);
    expect((await visit(page, 'vase', 'sofa')).acted).toBe(tier === 'session' ? 0 : 1);
  });

  test('report a bad rule and never act on it', async () => {
    const page = await open();
    await start(page);
    const errors = await page.evaluate(async () => {
      const errors: string[] = [];
      predictor.on('error', ({ code, detail }) => void errors.push(`${code} ${detail}`));
      const act = () => errors.push('acted');
      predictor.when({ leaves: { above: 0 } } as Nextaisle.MomentRule, act);
      predictor.when({ leave: { above: 0 } } as Nextaisle.MomentRule, act);
      predictor.track('click', 'chair');
      await predictor.predict();
      await predictor.lift();
      return errors;
    });
    expect(errors).toEqual(['BAD_OPTION when.leaves', 'BAD_OPTION when.leave: use actions.leave']);
  });
});

describe('the shelf', () => {
  test('counts items shown (also before lift() loads), clicked and bought', async () => {
    const page = await open();
    const shop = async () => {
      await page.waitForFunction('window.lib');
      await page.evaluate(async () => {
        const catalog = ['chair', 'stool', 'lamp'].map((id) => ({ id, name: id, url: `#${id}` }));
        const own = lib.createPredictor({
          model: '/lib/shop.safetensors',
          consent: 'granted',
          catalog,
        });
        Object.assign(window, { predictor: own });
        const shelf = document.querySelector<NextaisleShelf>('nextaisle-shelf');
        if (shelf) shelf.predictor = own;
        await own.ready;
      });
      await page.waitForFunction(() => {
        const root = document.querySelector('nextaisle-shelf')?.shadowRoot;
        return root?.querySelectorAll('[data-seen]').length === 3;
      });
    };
    await shop();
    const { recommendations, rules } = await page.evaluate(() => predictor.lift());
    expect(recommendations).toEqual({ shown: 3, clicked: 0, carted: 0, bought: 0 });
    expect(rules).toEqual([]);
    await page.locator('nextaisle-shelf a[href="#stool"]').click();
    const clicked = await page.evaluate(async () => {
      predictor.track('click', 'stool');
      predictor.track('cart', 'stool');
      return (await predictor.lift()).recommendations;
    });
    expect(clicked).toEqual({ shown: 3, clicked: 1, carted: 1, bought: 0 });
    await page.evaluate(async () => {
      predictor.track('purchase', ['stool', 'vase']);
      await predictor.predict();
    });
    await page.waitForFunction(() => predictor.status().events.waiting === 0);
    await page.reload();
    await page.waitForFunction('window.lib');
    const after = await page.evaluate(async () => {
      const own = lib.createPredictor({ model: null, consent: 'granted' });
      await own.ready;
      const before = (await own.lift()).recommendations;
      await own.forget({ item: 'stool' });
      return [before, (await own.lift()).recommendations];
    });
    expect(after[0]).toEqual({ shown: 3, clicked: 1, carted: 1, bought: 1 });
    expect(after[1].bought).toBe(0);
    expect(site.errors.list()).toEqual([]);
  });

  test('reads its rules from attributes', async () => {
    const page = await open();
    await page.waitForFunction('window.lib');
    const shown = await page.evaluate(async () => {
      const catalog = ['chair', 'stool', 'lamp', 'vase'].map((id) => ({
        id,
        name: id,
        available: id !== 'chair',
      }));
      const own = lib.createPredictor({ model: '/lib/shop.safetensors', catalog });
      await own.predict();
      const shelf = document.querySelector('nextaisle-shelf') as NextaisleShelf;
      shelf.predictor = own;
      const ids = (attributes: Record<string, string>) => {
        for (const name in attributes) shelf.setAttribute(name, attributes[name]);
        const places = [...(shelf.shadowRoot?.querySelectorAll('li') ?? [])];
        // Without the empty places that the shelf reserves.
        const shown = places.flatMap(({ dataset }) => dataset.id || []);
        for (const name in attributes) shelf.removeAttribute(name);
        return shown;
      };
      return {
        pinned: ids({ k: '2', pinned: 'vase, chair lamp' }),
        sold: ids({ pinned: 'chair', available: 'false', k: '1' }),
        fallback: ids({ 'min-probability': '1', fallback: 'lamp vase' }),
        none: ids({ 'min-probability': '1' }),
      };
    });
    expect(shown).toEqual({
      pinned: ['vase', 'lamp'],
      sold: ['chair'],
      fallback: ['lamp', 'vase'],
      none: [],
    });
  });
});

test('liftOf() adds up the counts of several devices', async () => {
  const page = await open();
  await start(page);
  const lift = await page.evaluate(async () => {
    predictor.track('click', 'chair');
    predictor.track('click', 'lamp');
    await predictor.predict();
    const own = await predictor.lift();
    return lib.liftOf([own, JSON.parse(JSON.stringify(own))]);
  });
  expect(lift.rules[0].treatment).toMatchObject({ shoppers: 2, moments: 2 });
  expect(lift.rules[0].text).toBe('not enough yet: no shopper was held out');
});
