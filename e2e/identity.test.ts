import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type * as Nextaisle from '../src/index.js';
import { serveDoors } from './doors.fixture.js';
import { PLATFORM_PAGES, writeModelOf } from './identity.fixture.js';
import { useSite } from './site.fixture.js';

declare const lib: typeof Nextaisle;
declare const predictor: Nextaisle.Predictor;

const start = `<script type="module">import * as lib from '/lib/index.js'; window.lib = lib;
  const model = new URLSearchParams(location.search).get('model');
  window.predictor = lib.createPredictor({ model: model ? '/lib/' + model + '.safetensors' : null, consent: 'granted' });
</script>`;
const PLATFORMS = Object.entries(PLATFORM_PAGES);

const site = useSite(() =>
  serveDoors({
    pages: Object.fromEntries(
      [...PLATFORMS.map(([, { path, body }]) => [path, body]), ['/list', '']].map(
        ([path, body]) => [
          path,
          `<!doctype html><link rel="icon" href="data:,"><body>${body}${start}`,
        ],
      ),
    ),
    prepare(folder) {
      for (const [name, { internal, sku }] of PLATFORMS) {
        writeModelOf(folder, `${name}-internal.safetensors`, [internal, 'lamp', 'vase']);
        writeModelOf(folder, `${name}-sku.safetensors`, ['lamp', sku, 'vase']);
      }
    },
  }),
);

/** Holds back the chunk of one source, as a slow network would. */
async function slow(page: Page, chunk: string, ms = 250): Promise<void> {
  await page.route(new RegExp(`/lib/${chunk}-[^/]*\\.js`), async (route) => {
    await new Promise((done) => setTimeout(done, ms));
    await route.continue();
  });
}

/** What is known once all sources have told. */
const outcome = (page: Page) =>
  page.evaluate(async () => {
    await predictor.ready;
    await new Promise((done) => setTimeout(done, 600));
    const { items } = await predictor.predict({ exclude: ['current', 'in-cart'], k: 20 });
    const { events } = await predictor.exportData();
    return {
      looks: events.map(({ type, item }) => `${type} ${item}`),
      shelf: items.map(({ id }) => id),
      catalog: predictor.status().catalog,
    };
  });

describe.each(PLATFORMS)('a product page of %s', (name, { internal, sku, ids, path }) => {
  for (const model of ['internal', 'sku', undefined]) {
    const known = model === 'internal' ? internal : model === 'sku' ? sku : undefined;
    test.each(['none', 'ga4', 'jsonld', name])(
      `model knows ${model}, slow chunk: %s`,
      async (chunk) => {
        const page = await site.newPage();
        await slow(page, chunk);
        await page.goto(`${site.url}${path}${model ? `?model=${name}-${model}` : ''}`);
        await page.waitForFunction('window.predictor');
        const { looks, shelf, catalog } = await outcome(page);
        expect(looks).toHaveLength(1);
        if (known) expect(looks).toEqual([`click ${known}`]);
        expect(ids).toContain(looks[0].slice('click '.length));
        expect(shelf.filter((id) => ids.includes(id))).toEqual([]);
        expect(catalog.live).toBe(known ? 0 : 1);
      },
    );
  }
});

describe('on the next page and the next visit', () => {
  const { internal, sku, path } = PLATFORM_PAGES.shopware;
  const open = async (page: Page, address: string) => {
    await page.goto(`${site.url}${address}`);
    await page.waitForFunction('window.predictor');
  };
  const items = (page: Page) =>
    page.evaluate(async () => {
      await predictor.ready;
      await predictor.predict();
      const { events } = await predictor.exportData();
      return events.map(({ type, item }) => `${type} ${item}`);
    });

  test('another id is known, also for events from before, for rules and for forget()', async () => {
    const page = await site.newPage();
    // A list tells one id only.
    await open(page, '/list');
    await page.evaluate((id) => predictor.track('cart', id), internal);
    expect(await items(page)).toEqual([`cart ${internal}`]);
    await open(page, path);
    await expect.poll(() => items(page)).toEqual([`cart ${sku}`, `click ${sku}`]);
    await page.evaluate(() => predictor.predict());
    await expect.poll(() => page.evaluate(() => predictor.status().events.waiting)).toBe(0);

    await open(page, '/list');
    await items(page);
    const counted = await page.evaluate(
      (id) => [predictor.track('remove', id), predictor.item(id)?.id],
      internal,
    );
    expect(counted).toEqual([true, sku]);
    expect(await items(page)).toEqual([`cart ${sku}`, `click ${sku}`, `remove ${sku}`]);
    const left = await page.evaluate(async (id) => {
      const { items } = await predictor.predict({ exclude: [id] });
      await predictor.forget({ item: id });
      return items.map((one) => one.id);
    }, internal);
    expect([left, await items(page)]).toEqual([[], []]);
    await open(page, '/list');
    expect(await items(page)).toEqual([]);
  });

  test('the model of the next page may have another of its ids', async () => {
    const page = await site.newPage();
    await open(page, path);
    await expect.poll(() => items(page)).toEqual([`click ${sku}`]);
    await expect.poll(() => page.evaluate(() => predictor.status().events.waiting)).toBe(0);
    await open(page, '/list?model=shopware-internal');
    await expect.poll(() => items(page)).toEqual([`click ${internal}`]);
  });
});

test('track() takes part, by whatever id, before and after the sources are loaded', async () => {
  const { internal, path } = PLATFORM_PAGES.woocommerce;
  const page = await site.newPage();
  await page.addInitScript(() => {
    Object.defineProperty(window, 'predictor', {
      configurable: true,
      set(value) {
        Object.defineProperty(window, 'predictor', { value });
        value.track('click', { id: 'db-77', name: 'Oak chair', price: 129 });
      },
    });
  });
  await page.goto(`${site.url}${path}`);
  const { looks, shelf, catalog } = await outcome(page);
  expect([looks, shelf, catalog.live]).toEqual([[`click ${internal}`], [], 1]);
  await page.click('button[name=add-to-cart]');
  await page.evaluate(() => predictor.track('click', { id: 'db-78', name: 'Lamp', price: 9 }));
  expect((await outcome(page)).catalog.live).toBe(2);
});

test('structured data counts a look when the page is left before another source has loaded', async () => {
  const page = await site.newPage();
  // The file of GA4 never comes.
  await page.route(/\/lib\/ga4-[^/]*\.js/, () => {});
  await page.goto(`${site.url}${PLATFORM_PAGES.shopware.path}`);
  await page.waitForFunction('window.predictor');
  await page.evaluate(() => new Promise((done) => setTimeout(done, 300)));
  const looks = await page.evaluate(async () => {
    window.dispatchEvent(new PageTransitionEvent('pagehide'));
    await new Promise((done) => setTimeout(done));
    return (await predictor.exportData()).events.map(({ type, item }) => `${type} ${item}`);
  });
  expect(looks).toEqual([`click ${PLATFORM_PAGES.shopware.sku}`]);
});
