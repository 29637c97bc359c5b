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
      PLATFORMS.map(([, { path, body }]) => [
        path,
        `<!doctype html><link rel="icon" href="data:,"><body>${body}${start}`,
      ]),
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
