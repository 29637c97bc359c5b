import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Nextaisle } from '../src/embed.js';
import { recordRequests } from './browser.fixture.js';
import { serve } from './serve.fixture.js';
import { useSite } from './site.fixture.js';
import { scriptTasks } from './trace.fixture.js';

const CSP =
  "default-src 'self'; script-src 'self'; connect-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:";

declare const window: Window & { nextaisle: Nextaisle };

const site = useSite(() => serve({ csp: CSP }));

/** A new visitor, with nothing stored by other tests. */
async function visit(hash = '#/', options: BrowserContextOptions = {}) {
  const context = await site.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const requests = recordRequests(context);
  const page = await site.open(`/${hash}`);
  await ready(page);
  return { page, requests };
}

// The tag comes after the first page is painted, and `ready` waits 1.5 seconds at most, which a slow machine may
// need.
const ready = (page: Page) =>
  page.evaluate(async () => {
    while (!window.nextaisle.getSnapshot) await new Promise((r) => setTimeout(r, 20));
    await window.nextaisle.ready;
    while (window.nextaisle.status().model.source === 'loading')
      await new Promise((r) => setTimeout(r, 20));
  });

/** Waits until `count` events are predicted and the panel shows them. */
const events = async (page: Page, count: number) => {
  await page
    .locator('#inspector .feed .taken')
    .nth(count - 1)
    .waitFor();
  // An event is shown when it is heard, the shelf when it is predicted.
  await page.evaluate(() => window.nextaisle.predict());
};

const view = (page: Page, name: string) => page.getByRole('tab', { name }).click();

const shelf = (page: Page) =>
  page
    .locator('.shelf li[data-id]:not([data-id=""])')
    .evaluateAll((entries) => entries.map((entry) => (entry as HTMLElement).dataset.id as string));

const open = (page: Page, hash: string) =>
  page.evaluate((to) => {
    location.hash = to;
  }, hash);

/** Mean rank of the products of a kind among all 60. */
const meanRank = (page: Page, kind: string) =>
  page.evaluate(async (wanted) => {
    const { items } = await window.nextaisle.predict({ k: 60 });
    const ranks = items
      .filter(({ id }) => window.nextaisle.item(id)?.category?.[1] === wanted)
      .map(({ rank }) => rank);
    return ranks.reduce((sum, rank) => sum + rank, 0) / ranks.length;
  }, kind);

/** Everything in IndexedDB, as text. */
const databases = (page: Page) =>
  page.evaluate(async () => {
    const found: unknown[] = [];
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    for (const { name } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name as string));
      for (const store of database.objectStoreNames) {
        const records = database.transaction(store).objectStore(store);
        found.push(...(await done(records.getAllKeys())), ...(await done(records.getAll())));
      }
      database.close();
    }
    return JSON.stringify(found);
  });

test('a visit from the first page to an order moves the shelf', async () => {
  const { page, requests } = await visit();
  const before = await meanRank(page, 'Chairs');

  await page.getByRole('link', { name: 'Seating' }).first().click();
  await events(page, 1);
  await page
    .locator('main')
    .getByRole('link', { name: /Alder wishbone chair/ })
    .click();
  await events(page, 2);
  await open(page, '#/p/marsh-cane-chair');
  await events(page, 3);
  expect(await meanRank(page, 'Chairs')).toBeLessThan(before);
  const afterChairs = await shelf(page);
  expect(afterChairs).toHaveLength(5);
  expect(afterChairs).not.toContain('marsh-cane-chair');

  await page.getByRole('button', { name: 'Add to cart' }).click();
  await events(page, 4);
  expect(await page.locator('#inspector .feed em').first().textContent()).toBe('to cart');
  await open(page, '#/p/rain-teapot');
  await events(page, 5);
  await open(page, '#/p/belly-mug');
  await events(page, 6);
  expect(await shelf(page)).not.toEqual(afterChairs);

  await page.getByRole('link', { name: /Cart/ }).click();
  await page.getByRole('link', { name: 'Go to checkout' }).click();
  await events(page, 7);
  await page.getByRole('button', { name: 'Place the order' }).click();
  await events(page, 8);
  await page.getByRole('heading', { name: 'Thank you.' }).waitFor();
  for (const hash of ['#/', '#/p/birk-spindle-chair', '#/basket']) {
    await open(page, hash);
    await page.locator('main .shelf').waitFor();
    expect(await shelf(page)).not.toContain('marsh-cane-chair');
  }
  expect(await page.locator('.panel').textContent()).toContain(
    'weights trained on simulated shoppers of this shop',
  );
  expect(await page.locator('#inspector .now').textContent()).toMatch(
    /(likely to buy|undecided|unlikely to buy)/i,
  );

  // Only its own files, the model and the WebGL chunk are requested.
  expect(new Set(requests.urls().map((url) => new URL(url).origin))).toEqual(new Set([site.url]));
  expect(requests.urls().filter((url) => url.endsWith('.safetensors'))).toHaveLength(1);
  expect(site.errors.list()).toEqual([]);
});

test('nothing is requested once the page has loaded', async () => {
  const { page, requests } = await visit();
  await page.waitForLoadState('networkidle');
  requests.reset();
  for (const [at, id] of ['monstera', 'button-fern', 'glass-mister', 'olive-tree'].entries()) {
    await open(page, `#/p/${id}`);
    await events(page, at + 1);
  }
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await events(page, 5);
  // What judges the engine and the WebGL chunk are requested when the page is idle, which may be now.
  const others = requests.urls().filter((url) => !/\/dist\/(webgl|chunks\/judge)\.js$/.test(url));
  expect(others).toEqual([]);
});

test('a reload keeps the history and counts nothing twice', async () => {
  const { page } = await visit('#/p/storm-lantern');
  await events(page, 1);
  await open(page, '#/p/two-night-tent');
  await events(page, 2);
  await page.waitForFunction(async () => window.nextaisle.status().store.kept === 2);
  await page.reload();
  await ready(page);
  await events(page, 2);
  const { events: kept } = await page.evaluate(() => window.nextaisle.exportData());
  expect(kept.map(({ type, item }) => [type, item])).toEqual([
    ['click', 'storm-lantern'],
    ['click', 'two-night-tent'],
  ]);
  expect(new Set(kept.map(({ session }) => session)).size).toBe(1);
  expect(await databases(page)).toContain('storm-lantern');
});

test('without consent IndexedDB stays empty, and the shelf works', async () => {
  const { page } = await visit('#/p/storm-lantern');
  await events(page, 1);
  await view(page, 'Try');
  await page.getByRole('button', { name: 'denied' }).click();
  await page.waitForFunction(() => window.nextaisle.status().consent.tier !== 'persistent');
  await open(page, '#/p/half-litre-flask');
  await page.locator('.shelf .card:visible').nth(4).waitFor();
  expect(await databases(page)).not.toMatch(/storm-lantern|half-litre-flask/);
  await page.reload();
  await ready(page);
  await open(page, '#/p/ridge-backpack');
  await page.locator('.shelf .card:visible').nth(4).waitFor();
  expect(await databases(page)).not.toMatch(/storm-lantern|half-litre-flask|ridge-backpack/);
});

test('forget empties the store, the panel and the shelf', async () => {
  const { page } = await visit('#/p/storm-lantern');
  await events(page, 1);
  await view(page, 'Kept');
  // A second press says that it is meant.
  await page.getByRole('button', { name: 'Forget all' }).click();
  await page.getByRole('button', { name: 'Forget all' }).click();
  await page.getByText('Everything is forgotten.').waitFor();
  await view(page, 'Heard');
  await page.getByText('Nothing was heard yet').waitFor();
  expect(await databases(page)).not.toContain('storm-lantern');
  expect((await page.evaluate(() => window.nextaisle.exportData())).events).toEqual([]);
});

test('the sample visit can be replayed', async () => {
  const { page } = await visit();
  await view(page, 'Try');
  await page.clock.install();
  await page.getByRole('button', { name: 'Replay a sample visit' }).click();
  for (let step = 0; step < 30; step++) await page.clock.runFor(2200);
  await page.getByRole('heading', { name: 'Thank you.' }).waitFor();
  const { events: replayed } = await page.evaluate(() => window.nextaisle.exportData());
  const types = replayed.map(({ type }) => type);
  expect(types.filter((type) => type === 'cart')).toHaveLength(3);
  expect(types.filter((type) => type === 'purchase')).toHaveLength(3);
  expect(site.errors.list()).toEqual([]);
});

test('a keyboard is enough to fill the cart', async () => {
  const { page } = await visit();
  const press = async (key: string, until: string, most = 60) => {
    for (let i = 0; i < most; i++) {
      await page.keyboard.press(key);
      if (await page.evaluate((css) => document.activeElement?.matches(css), until)) return;
    }
    throw new Error(`${until} is not reached with ${key}`);
  };
  await press('Tab', '.skip', 1);
  expect(
    await page.locator('.skip').evaluate((link) => link.getBoundingClientRect().top),
  ).toBeGreaterThanOrEqual(0);
  await press('Tab', '#aisles a[href="#/c/table"]');
  const outline = await page.evaluate(
    () => getComputedStyle(document.activeElement as Element).outlineStyle,
  );
  expect(outline).toBe('solid');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Table', level: 1 }).waitFor();
  await press('Tab', 'a[href="#/p/rain-teapot"]');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Rain teapot' }).waitFor();
  await press('Tab', 'button[data-nextaisle="cart"]');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.getElementById('basket-count')?.textContent === '1');
  // The button was removed; focus stays in place.
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('In your cart');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Your cart' }).waitFor();
});

const PAGES = ['#/', '#/c/kitchen', '#/p/rain-teapot', '#/basket', '#/s/lamp', '#/nowhere'];

test('on a phone no page scrolls sideways, and the panel is a drawer', async () => {
  const { page } = await visit('#/', { viewport: { width: 360, height: 740 } });
  for (const hash of PAGES) {
    await open(page, hash);
    const { wide, shown } = await page.evaluate(() => ({
      wide: document.documentElement.scrollWidth,
      shown: document.documentElement.clientWidth,
    }));
    expect(wide, hash).toBe(shown);
  }
  const body = page.locator('#inspector [role=tabpanel]');
  expect(await body.isVisible()).toBe(false);
  await page.getByRole('button', { name: 'Unfold the inspector' }).click();
  expect(await body.isVisible()).toBe(true);
  const fold = page.getByRole('button', { name: 'Fold the inspector', exact: true });
  expect(await fold.getAttribute('aria-expanded')).toBe('true');
});

test('no task of ours takes 50 ms of the main thread', async () => {
  const { page } = await visit();
  const tasks = await scriptTasks(page, site.url, async () => {
    await page.reload();
    await ready(page);
    let count = 0;
    for (const id of ['monstera', 'button-fern', 'glass-mister', 'olive-tree', 'snake-plant']) {
      await open(page, `#/p/${id}`);
      await events(page, ++count);
    }
  });
  expect(tasks.length).toBeGreaterThan(10);
  expect(tasks.filter(({ ms }) => ms > 50)).toEqual([]);
});
