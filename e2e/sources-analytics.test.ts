import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { min as segmentSnippet } from '@segment/snippet';
import type { Page, Route } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { useSite } from './site.fixture.js';
import type * as StoresPage from './stores-page.fixture.js';
import { serveStores } from './stores-site.fixture.js';

/** `stores-page.fixture.ts`, inside the page. */
declare const kit: typeof StoresPage;

type Track = (event: string, properties: object) => unknown;
// Globals of the pages below.
declare const recorder: ReturnType<typeof kit.listen>;
declare const analytics: { track: Track; on(name: string, heard: () => void): void } & Record<
  string,
  unknown
>;
declare const snowplow: ((...command: unknown[]) => void) & { q: { push: unknown } };
declare const adobeDataLayer: unknown[] & { getState?: unknown };
declare const magentoStorefrontEvents: {
  context: Record<string, (context: object) => void>;
  publish: Record<string, () => void>;
};
declare const letGo: () => void;

const require = createRequire(import.meta.url);
const SEGMENT = require.resolve('@segment/analytics-next/dist/umd/standalone.js');
const ACDL = require.resolve('@adobe/adobe-client-data-layer/dist/adobe-client-data-layer.min.js');
const STOREFRONT = require.resolve('@adobe/magento-storefront-events-sdk/dist/index.js');

const CDN = 'https://cdn.shop.example';
/** Snowplow's tag, as shops paste it. */
const SNOWPLOW_TAG = `;(function(p,l,o,w,i,n,g){if(!p[i]){p.GlobalSnowplowNamespace=p.GlobalSnowplowNamespace||[];
p.GlobalSnowplowNamespace.push(i);p[i]=function(){(p[i].q=p[i].q||[]).push(arguments)
};p[i].q=p[i].q||[];n=l.createElement(o);g=l.getElementsByTagName(o)[0];n.async=1;
n.src=w;g.parentNode.insertBefore(n,g)}}(window,document,"script","${CDN}/sp.js","snowplow"));`;
/** Takes over the queue as the tracker does, whose bundle is not on npm; sends nothing. */
const SNOWPLOW_TRACKER = `{
  const take = (...commands) => commands.forEach((one) => Array.prototype.shift.call(one));
  const command = window[window.GlobalSnowplowNamespace.shift()];
  command.q.forEach((one) => take(one));
  command.q = { push: take };
}`;

const site = useSite(serveStores, { strict: true });
let page: Page;
beforeEach(async () => {
  page = await site.open();
});

const heard = () => page.evaluate(() => recorder.items());
const listen = (name: 'adobe' | 'segment' | 'snowplow') =>
  page.evaluate((name) => {
    const source = kit[name](window);
    Object.assign(window, { recorder: kit.listen(source) });
  }, name);
const stop = () => page.evaluate(() => recorder.stop());
/** Answers an address of the platform locally; an unanswered one fails the test. */
const answer = (url: string, options: Parameters<Route['fulfill']>[0]) =>
  page.route(url, (route) =>
    route.fulfill({ ...options, headers: { 'access-control-allow-origin': '*' } }),
  );
/** Loads a script by a tag, as a page does. */
const loadScript = (url: string) => page.addScriptTag({ url });

describe('Segment, with its snippet and library', () => {
  const added = (...ids: string[]) =>
    page.evaluate((ids) => {
      for (const id of ids) {
        analytics.track('Product Added', { product_id: id });
      }
    }, ids);
  /** Waits for this many events: the library emits one when its request is answered. */
  const delivered = (count: number) =>
    page.waitForFunction((count) => Reflect.get(window, 'emitted') === count, count);

  async function addSnippet(library: Parameters<Route['fulfill']>[0] = { path: SEGMENT }) {
    const settings = { integrations: { 'Segment.io': { apiKey: 'KEY' } } };
    await answer('https://api.segment.io/**', { json: { success: true } });
    await answer('https://cdn.segment.com/v1/projects/**', { json: settings });
    await answer('https://cdn.segment.com/analytics.js/**', library);
    await page.route('https://cdn.segment.com/analytics-next/bundles/*', (route) =>
      route.fulfill({ path: join(dirname(SEGMENT), basename(route.request().url())) }),
    );
    await page.addScriptTag({
      content: segmentSnippet({ apiKey: 'KEY', load: false, page: false }),
    });
    await page.evaluate(() => {
      Object.assign(window, { emitted: 0 });
      analytics.on('track', () => {
        Object.assign(window, { emitted: Number(Reflect.get(window, 'emitted')) + 1 });
      });
    });
  }
  const load = () => page.evaluate(() => (analytics.load as Track)('KEY', {}));
  const isLoaded = () => page.waitForFunction(() => analytics.initialized);

  test('started before the snippet', async () => {
    await listen('segment');
    await addSnippet();
    await added('early');
    await load();
    await isLoaded();
    await added('live');
    await delivered(2);
    await expect.poll(heard).toEqual(['cart early', 'cart live']);
  });

  test('started after the snippet; silent after the undo', async () => {
    await addSnippet();
    await added('before us');
    await listen('segment');
    await added('after us');
    expect(await heard()).toEqual(['cart before us', 'cart after us']);
    await load();
    await isLoaded();
    await delivered(2);
    await added('live', 'live');
    await delivered(4);
    const all = ['cart before us', 'cart after us', 'cart live', 'cart live'];
    expect(await heard()).toEqual(all);
    await stop();
    await added('gone');
    await delivered(5);
    expect(await heard()).toEqual(all);
  });

  test('started while the library holds the queue', async () => {
    await addSnippet();
    await added('taken');
    await page.evaluate(() => {
      const slow = {
        name: 'slow',
        type: 'enrichment',
        version: '1',
        isLoaded: () => true,
        load: () => new Promise((done) => Object.assign(window, { letGo: done })),
      };
      (analytics.register as (plugin: object) => void)(slow);
    });
    await load();
    await page.waitForFunction(() => 'letGo' in window);
    await listen('segment');
    expect(await heard()).toEqual([]);
    await added('waiting');
    await page.evaluate(() => letGo());
    await isLoaded();
    await delivered(2);
    await expect.poll(async () => (await heard()).sort()).toEqual(['cart taken', 'cart waiting']);
  });

  test('started after the library; follows its replacement until the undo', async () => {
    await addSnippet();
    await load();
    await isLoaded();
    const track = await page.evaluateHandle(() => analytics.track);
    const isUntouched = () => page.evaluate((track) => analytics.track === track, track);
    await listen('segment');
    expect(await isUntouched()).toBe(false);
    await stop();
    expect(await isUntouched()).toBe(true);
    await listen('segment');
    await added('live');
    expect(await heard()).toEqual(['cart live']);
    await answer(`${CDN}/other.js`, { body: 'window.analytics = { track() {} }' });
    await loadScript(`${CDN}/other.js`);
    await added('other');
    expect(await heard()).toEqual(['cart live', 'cart other']);
  });

  test('reads the snippet when the library is blocked', async () => {
    await addSnippet({ body: '' });
    await listen('segment');
    await load();
    await added('a', 'b');
    expect(await heard()).toEqual(['cart a', 'cart b']);
  });
});

describe('Snowplow, with its tag', () => {
  const viewed = (id: string) =>
    page.evaluate((id) => snowplow('trackProductView:shop', { id, price: 1 }), id);
  const addTag = () => page.addScriptTag({ content: SNOWPLOW_TAG });
  const isLoaded = () => page.waitForFunction(() => !Array.isArray(snowplow.q));

  test.each(['before', 'after'] as const)('started %s the tag', async (when) => {
    let release = () => {};
    const held = new Promise<void>((done) => {
      release = done;
    });
    await page.route(`${CDN}/sp.js`, async (route) => {
      await held;
      await route.fulfill({ body: SNOWPLOW_TRACKER });
    });
    if (when === 'before') await listen('snowplow');
    await addTag();
    await viewed('early');
    if (when === 'after') await listen('snowplow');
    await viewed('waiting');
    // Entries that the tracker takes before we start cannot be read.
    await expect.poll(heard).toEqual(['click early', 'click waiting']);
    release();
    await isLoaded();
    await viewed('live');
    const all = ['click early', 'click waiting', 'click live'];
    await expect.poll(heard).toEqual(all);
    await stop();
    await viewed('gone');
    expect(await heard()).toEqual(all);
  });

  test('started after the tracker; follows a replaced function', async () => {
    await answer(`${CDN}/sp.js`, { body: SNOWPLOW_TRACKER });
    await addTag();
    await isLoaded();
    await listen('snowplow');
    await viewed('live');
    const again = `delete window.snowplow; ${SNOWPLOW_TAG}`;
    await answer(`${CDN}/again.js`, { body: again });
    await loadScript(`${CDN}/again.js`);
    await viewed('again');
    expect(await heard()).toEqual(['click live', 'click again']);
  });
});

describe('Adobe, with its data layer library and storefront events', () => {
  const put = (id: string) =>
    page.evaluate((id) => {
      Object.assign(window, { adobeDataLayer: Reflect.get(window, 'adobeDataLayer') || [] });
      adobeDataLayer.push({
        event: 'commerce.productListAdds',
        xdm: { commerce: { productListAdds: { value: 1 } }, productListItems: [{ SKU: id }] },
      });
    }, id);
  const publish = (sku: string) =>
    page.evaluate((sku) => {
      const { context, publish } = magentoStorefrontEvents;
      const product = { sku, topLevelSku: sku, pricing: { regularPrice: 20 } };
      context.setProduct(product);
      context.setChangedProducts({ items: [{ product, quantity: 2 }] });
      publish.productPageView();
      publish.addToCart();
    }, sku);

  test.each(['before', 'after'] as const)('started %s the layer', async (when) => {
    if (when === 'before') await listen('adobe');
    await put('early');
    if (when === 'after') await listen('adobe');
    await put('waiting');
    await answer(`${CDN}/acdl.js`, { path: ACDL });
    await loadScript(`${CDN}/acdl.js`);
    await page.waitForFunction(() => adobeDataLayer.getState);
    await put('live');
    const all = ['cart early', 'cart waiting', 'cart live'];
    await expect.poll(heard).toEqual(all);
    await stop();
    await put('gone');
    expect(await heard()).toEqual(all);
    const { layer, state } = await page.evaluate(() => ({
      layer: adobeDataLayer.length,
      state: typeof adobeDataLayer.getState,
    }));
    expect([layer, state]).toEqual([4, 'function']);
  });

  test('reads the storefront SDK, before and after its events, and a replaced layer', async () => {
    await answer(`${CDN}/sdk.js`, { path: STOREFRONT });
    await loadScript(`${CDN}/sdk.js`);
    await publish('a');
    await listen('adobe');
    await publish('b');
    expect(await heard()).toEqual(['click a', 'cart a', 'click b', 'cart b']);
    await answer(`${CDN}/other.js`, { body: 'window.adobeDataLayer = []' });
    await loadScript(`${CDN}/other.js`);
    await put('other');
    expect((await heard()).at(-1)).toBe('cart other');
  });

  test('reads storefront SDK events that wait for the library', async () => {
    await listen('adobe');
    await page.evaluate(() => {
      const event = { event: 'place-order', orderContext: { orderId: 'T1' } };
      const publish = (layer: unknown[]) => layer.push({ ...event, shoppingCartContext: {} });
      Object.assign(window, { adobeDataLayer: [publish] });
    });
    await answer(`${CDN}/sdk.js`, { path: STOREFRONT });
    await loadScript(`${CDN}/sdk.js`);
    await publish('b');
    const orders = () =>
      page.evaluate(() => recorder.events.map(({ type, order }) => [type, order]));
    await expect.poll(orders).toEqual([
      ['purchase', 'T1'],
      ['click', undefined],
      ['cart', undefined],
    ]);
  });
});
