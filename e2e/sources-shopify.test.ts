import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { documentedBlocks } from './code-blocks.fixture.js';
import type * as PlatformsPage from './platforms-page.fixture.js';
import { useSourcePage } from './source-page.fixture.js';

/** `platforms-page.fixture.ts`, inside the page. */
declare const kit: typeof PlatformsPage;
declare const recorder: ReturnType<typeof kit.listen>;

/** What Shopify adds to product pages of any Liquid theme, and the form of Dawn. */
const SHOPIFY_PRODUCT = `
<script>
window.ShopifyAnalytics = window.ShopifyAnalytics || {};
window.ShopifyAnalytics.meta = window.ShopifyAnalytics.meta || {};
window.ShopifyAnalytics.meta.currency = 'USD';
var meta = {"product":{"id":4681855533135,"gid":"gid:\\/\\/shopify\\/Product\\/4681855533135","vendor":"HEIRESS","type":"Dresses","variants":[{"id":40490343563461,"price":12800,"name":"Strap dress - XXS","public_title":"XXS","sku":""},{"id":32337517740111,"price":12900,"name":"Strap dress - XS","public_title":"XS","sku":""}]},"page":{"pageType":"product","resourceType":"product","resourceId":4681855533135}};
for (var attr in meta) window.ShopifyAnalytics.meta[attr] = meta[attr];
</script>
<form method="post" action="/en-gb/cart/add" id="form">
  <input type="hidden" name="id" value="32337517740111">
  <input type="hidden" name="product-id" value="4681855533135">
  <input type="number" name="quantity" value="3"><button id="add" name="add">Add to cart</button>
</form>`;

/** A line of the Ajax cart. */
const ajaxLine = (variant: number, product: number, quantity: number) => ({
  id: variant,
  key: `${variant}:3f2a`,
  variant_id: variant,
  product_id: product,
  quantity,
  price: 2500,
  final_price: 2000,
  product_title: 'Chair',
  vendor: 'Oak',
  product_type: 'Garden',
  url: `/products/chair?variant=${variant}`,
});
const { heard, refusals, testContract, ...opened } = useSourcePage({
  '/products/dress': SHOPIFY_PRODUCT,
});
let page: Page;
beforeEach(() => {
  page = opened.page();
});

testContract('the contract of sources, in a real page', 'shopify');

describe('Shopify: the standard storefront events', () => {
  beforeEach(async () => {
    await page.goto(opened.url());
    await page.evaluate(() => kit.hear(kit.shopify(window)));
  });

  test('counts a page or a dialog as a view, but not a card', async () => {
    const shown = await page.evaluate(() => {
      const product = {
        id: 'gid://shopify/Product/7',
        title: 'Chair',
        handle: 'chair',
        selectedVariant: {
          id: 'gid://shopify/ProductVariant/70',
          availableForSale: true,
          price: { amount: '20.00', currencyCode: 'EUR' },
        },
      };
      for (const context of ['collection', 'page', 'recommendation']) {
        const card = { ...product, id: `gid://shopify/Product/${context}`, selectedVariant: null };
        document.body.dispatchEvent(
          kit.standardEvent('product:view', {
            product: context === 'page' ? product : card,
            context,
          }),
        );
      }
      document.body.dispatchEvent(
        kit.standardEvent('collection:view', { collection: { id: null, handle: 'garden' } }),
      );
      return recorder.shown;
    });
    expect(shown).toEqual(['collection', 'recommendation']);
    expect(await heard()).toEqual([
      { type: 'click', item: '7', price: 20 },
      { type: 'category', category: ['garden'] },
    ]);
  });

  test('counts incomplete events', async () => {
    await page.evaluate(() => {
      for (const collection of [null, {}, { handle: {} }]) {
        document.dispatchEvent(kit.standardEvent('collection:view', { collection }));
      }
      document.dispatchEvent(kit.standardEvent('search:update', {}));
      document.dispatchEvent(kit.standardEvent('product:view', { context: 'page' }));
      document.dispatchEvent(
        kit.standardEvent('cart:lines-update', { action: 'add', lines: [{}] }),
      );
    });
    expect([await heard(), await refusals()]).toEqual([[], { shape: 5, item: 1 }]);
  });

  test('counts a search once while only its filters change', async () => {
    await page.evaluate(() => {
      for (const query of ['chair', 'chair', 'table']) {
        document.dispatchEvent(kit.standardEvent('search:update', { search: { query } }));
      }
    });
    expect(await heard()).toEqual([
      { type: 'search', query: 'chair' },
      { type: 'search', query: 'table' },
    ]);
  });

  test('counts a cart change once its promise resolves, for the right product', async () => {
    const pending = await page.evaluate(() => {
      const settle: Record<string, (result: unknown) => void> = {};
      const change = (variant: string, fields: object = {}) =>
        document.dispatchEvent(
          kit.standardEvent('cart:lines-update', {
            action: 'add',
            context: 'product',
            lines: [{ merchandiseId: `gid://shopify/ProductVariant/${variant}`, quantity: 2 }],
            promise: new Promise((done, failed) => {
              settle[variant] = (result) =>
                result instanceof Error ? failed(result) : done(result);
            }),
            ...fields,
          }),
        );
      const product = { id: 'gid://shopify/Product/7', selectedVariant: { id: 70 } };
      document.dispatchEvent(kit.standardEvent('product:view', { product, context: 'collection' }));
      for (const variant of ['70', '71', '72', '73', '99']) change(variant);
      const before = recorder.events.length;
      settle['70']({ cart: null });
      settle['71']({ cart: null, userErrors: [{ message: 'sold out' }] });
      settle['72'](new Error('network'));
      // Resolves with the Ajax cart, as in the theme Horizon.
      settle['73']({ cart: null, detail: { items: [{ variant_id: 73, product_id: 8 }] } });
      // An unknown variant.
      settle['99']({ cart: null });
      return before;
    });
    expect(pending).toBe(0);
    expect(await heard()).toEqual([
      { type: 'cart', item: '7', quantity: 2 },
      { type: 'cart', item: '8', quantity: 2 },
    ]);
    expect(await refusals()).toEqual({ item: 1 });
  });

  test('reports a removal only when a line goes to 0', async () => {
    await page.evaluate(() => {
      const change = (action: string, id: string, quantity: number) =>
        document.dispatchEvent(
          kit.standardEvent('cart:lines-update', {
            action,
            context: 'cart',
            lines: [{ id: `gid://shopify/CartLine/${id}?cart=c1`, quantity }],
            promise: Promise.resolve({
              cart: null,
              detail: { items: [{ variant_id: 70, product_id: 7, key: '70:a' }] },
            }),
          }),
        );
      change('update', '70:a', 2);
      change('update', '70:a', 0);
      change('remove', '70:b', 0);
    });
    expect(await heard()).toEqual([
      { type: 'remove', item: '7' },
      { type: 'remove', item: '7' },
    ]);
  });

  test('reads at most 200 lines, and reports nothing after the undo', async () => {
    await page.evaluate(() => {
      const many = Array.from({ length: 250 }, (_, i) => i + 1);
      const change = () =>
        document.dispatchEvent(
          kit.standardEvent('cart:lines-update', {
            action: 'add',
            context: 'product',
            lines: many.map((id) => ({ merchandiseId: id, quantity: 1 })),
            promise: Promise.resolve({
              cart: null,
              detail: { items: many.map((id) => ({ variant_id: id, product_id: id })) },
            }),
          }),
        );
      change();
    });
    expect(await heard()).toHaveLength(200);
    expect(await refusals()).toEqual({ limit: 50 });
    await page.evaluate(() => {
      document.dispatchEvent(
        kit.standardEvent('cart:lines-update', {
          action: 'add',
          lines: [{ merchandiseId: 1 }],
          promise: Promise.resolve({}),
        }),
      );
      recorder.stop();
    });
    expect(await heard()).toHaveLength(200);
  });
});

describe('Shopify: Hydrogen', () => {
  const product = {
    id: 'gid://shopify/Product/7',
    title: 'Chair',
    price: '20.0',
    vendor: 'Oak',
    variantId: 'gid://shopify/ProductVariant/70',
    quantity: 1,
  };
  const line = (quantity: number) => ({
    id: 'gid://shopify/CartLine/1',
    quantity,
    merchandise: {
      id: 'gid://shopify/ProductVariant/70',
      price: { amount: '20.0', currencyCode: 'EUR' },
      product: { id: 'gid://shopify/Product/7', title: 'Chair' },
    },
  });

  test.each(['subscribe', 'addDestination'] as const)(
    'reads a bus with %s that loads late',
    async (way) => {
      await page.goto(opened.url());
      await page.evaluate(
        ([way, product, one, three]) => {
          kit.hear(kit.shopify(window));
          const readers = new Map<string, Set<(payload: unknown) => void>>();
          const subscribe = (name: string, read: (payload: unknown) => void) => {
            readers.set(name, new Set(readers.get(name)).add(read));
            return () => readers.get(name)?.delete(read);
          };
          const publish = (name: string, payload: unknown) =>
            readers.get(name)?.forEach((read) => read(payload));
          const addDestination = (to: { setup(given: object): void }) => {
            to.setup({ subscribe });
            return () => readers.clear();
          };
          Object.assign(window, {
            Shopify: { analytics: way === 'subscribe' ? { subscribe } : { addDestination } },
          });
          document.body.click();
          publish('product_viewed', { products: [product] });
          publish('collection_viewed', { collection: { id: '1', handle: 'garden' } });
          publish('search_viewed', { searchTerm: 'chair' });
          publish('product_added_to_cart', { currentLine: one });
          publish('product_added_to_cart', { prevLine: one, currentLine: three });
          publish('product_removed_from_cart', { prevLine: three });
          publish('product_viewed', null);
          recorder.stop();
          Object.assign(window, {
            left: [...readers.values()].reduce((sum, { size }) => sum + size, 0),
          });
          publish('product_viewed', { products: [product] });
        },
        [way, product, line(1), line(3)] as const,
      );
      expect(await heard()).toEqual([
        { type: 'click', item: '7', price: 20 },
        { type: 'category', category: ['garden'] },
        { type: 'search', query: 'chair' },
        { type: 'cart', item: '7', price: 20, quantity: 1 },
        { type: 'cart', item: '7', price: 20, quantity: 2 },
        { type: 'remove', item: '7', price: 20 },
      ]);
      expect(await refusals()).toEqual({ shape: 1 });
      expect(await page.evaluate('left')).toBe(0);
    },
  );
});

describe('Shopify: a theme that publishes nothing', () => {
  /** Responses of the shop by path, given in turn. */
  async function shop(answers: Record<string, unknown[]>) {
    await page.route('**/cart**', async (route) => {
      const path = new URL(route.request().url()).pathname.replace(/^.*(?=\/cart)/, '');
      const answer = answers[path]?.shift();
      if (answer === 'lost') return route.abort();
      if (typeof answer === 'string')
        return route.fulfill({ contentType: 'text/html', body: answer });
      await route.fulfill(
        typeof answer === 'number'
          ? { status: answer, json: { description: 'sold out' } }
          : { json: answer ?? {} },
      );
    });
    await page.goto(`${opened.url()}/products/dress`);
    await page.evaluate(() => kit.hear(kit.shopify(window)));
  }
  const LOOK = { type: 'click', item: '4681855533135', price: 128 };

  test('reads the product page from the data that Shopify adds', async () => {
    await shop({});
    expect(await heard()).toEqual([LOOK]);
    await page.evaluate(() => {
      document.dispatchEvent(
        kit.standardEvent('product:view', {
          context: 'page',
          product: { id: 'gid://shopify/Product/4681855533135' },
        }),
      );
    });
    expect(await heard()).toEqual([LOOK]);
    expect(await refusals()).toEqual({ duplicate: 1 });
  });

  test('reads carts from fetch and XMLHttpRequest without changing the responses', async () => {
    const [chair, table] = [ajaxLine(70, 7, 5), ajaxLine(80, 8, 1)];
    await shop({
      '/cart.js': [{ token: 't', items: [] }],
      '/cart/add.js': [chair, { items: [table] }, 422],
      '/cart/change.js': [{ token: 't', items: [chair] }],
      '/cart/update.js': [{ token: 't', items: [] }],
      '/cart/clear.js': ['lost'],
    });
    const got = await page.evaluate(async () => {
      const json = { 'content-type': 'application/json' };
      const form = new FormData();
      form.set('id', '70');
      form.set('quantity', '2');
      await fetch('/cart.js');
      const one = await fetch('/en-gb/cart/add.js', { method: 'POST', body: form });
      // Our copy of the answer is read beside the shop's; of two at once, either may be the first.
      await new Promise((resolve) => setTimeout(resolve, 300));
      const body = JSON.stringify({ items: [{ id: 80, quantity: 1 }] });
      const two = await new Promise((done) => {
        const request = new XMLHttpRequest();
        request.responseType = 'json';
        request.open('POST', '/cart/add.js');
        request.setRequestHeader('content-type', 'application/json');
        request.onload = () => done(request.response);
        request.send(body);
      });
      const refused = await fetch(new Request('/cart/add.js', { method: 'POST', body: '{}' }));
      await fetch('/cart/change.js', { method: 'POST', headers: json, body: '{"id":80}' });
      await fetch(new URL('/cart/update.js', location.href), { method: 'POST' });
      const failed = await fetch('/cart/clear.js').catch(String);
      return [(await one.json()).quantity, two, refused.status, failed];
    });
    expect(got).toEqual([5, { items: [table] }, 422, 'TypeError: Failed to fetch']);
    await expect
      .poll(heard)
      .toEqual([
        LOOK,
        { type: 'cart', item: '7', price: 20, quantity: 2 },
        { type: 'cart', item: '8', price: 20, quantity: 1 },
        { type: 'remove', item: '8', price: 20 },
        { type: 'remove', item: '7', price: 20 },
      ]);
    // A request that the shop refuses is no refusal of ours.
    expect(await refusals()).toEqual({});
    // The console shows the 422 response and the lost request.
    expect(opened.takeErrors().every((error) => /Failed to load/.test(error))).toBe(true);
  });

  test('reads what a request asked for, whatever its form, and what the cart says of it', async () => {
    const [chair, table] = [ajaxLine(70, 7, 5), ajaxLine(80, 8, 1)];
    await shop({
      '/cart/add.js': [chair, { items: [chair] }],
      '/cart/add': ['<p>Cart</p>'],
      '/cart/change.js': [
        { token: 't', items: [table], items_removed: [chair] },
        { token: 't', items: [{ ...table, key: '80:other' }] },
      ],
      '/cart/update.js': [{ token: 't', items: [table, chair] }],
    });
    await page.evaluate(async () => {
      const post = (path: string, body: BodyInit) => fetch(path, { method: 'POST', body });
      await fetch(new Request('/cart/add.js', { method: 'POST', body: 'id=70&quantity=2' }));
      await post('/cart/add.js', new Blob(['{"items":[{"id":70,"quantity":3}]}']));
      await post('/cart/add', 'id=32337517740111&quantity=4');
      await post('/cart/change.js', '{"line":1,"quantity":0}');
      // A gift note: the same line by another key.
      await post('/cart/change.js', '{"id":"80:3f2a","quantity":1,"properties":{"note":"x"}}');
      await post('/cart/update.js', '{"updates":{"70":6}}');
    });
    const cart = { type: 'cart', item: '7', price: 20 };
    await expect
      .poll(heard)
      .toEqual([
        LOOK,
        { ...cart, quantity: 2 },
        { ...cart, quantity: 3 },
        { type: 'cart', item: LOOK.item, price: 128, quantity: 4 },
        { type: 'remove', item: '7', price: 20 },
        { ...cart, quantity: 6 },
      ]);
    expect(await refusals()).toEqual({});
  });

  test('reads a form as it is sent', async () => {
    await shop({});
    await page.evaluate(() => {
      const frame = document.createElement('iframe');
      frame.name = 'frame';
      document.body.append(frame);
      for (const fields of [
        '<input type="radio" name="id" value="9"><input type="radio" name="id" value="32337517740111" checked>',
        '<input name="items[0][id]" value="40490343563461"><input name="items[0][quantity]" value="2">',
        '<input name="id" value="9">',
      ]) {
        const form = document.createElement('form');
        Object.assign(form, { method: 'post', action: '/cart/add', target: 'frame', id: 'own' });
        form.innerHTML = `${fields}<button>Add</button>`;
        document.body.append(form);
        document.body.insertAdjacentHTML(
          'beforeend',
          '<input name="quantity" value="5" form="own">',
        );
        form.querySelector('button')?.click();
        form.remove();
      }
    });
    const cart = { type: 'cart', item: LOOK.item, price: 128 };
    expect(await heard()).toEqual([LOOK, { ...cart, quantity: 5 }, { ...cart, quantity: 2 }]);
    expect(await refusals()).toEqual({ item: 1 });
  });

  test('counts a theme’s event and its cart response once', async () => {
    await shop({ '/cart/add.js': [ajaxLine(70, 7, 1), ajaxLine(80, 8, 1)] });
    const add = (variant: string) =>
      page.evaluate(async (variant) => {
        const answer = fetch('/cart/add.js', { method: 'POST', body: `id=${variant}&quantity=1` });
        const promise = answer.then((response) => response.json()).then(() => ({ cart: null }));
        const lines = [{ merchandiseId: `gid://shopify/ProductVariant/${variant}`, quantity: 1 }];
        document.dispatchEvent(
          kit.standardEvent('cart:lines-update', {
            action: 'add',
            context: 'product',
            lines,
            promise,
          }),
        );
        await promise;
      }, variant);
    await add('70');
    await add('80');
    await expect
      .poll(heard)
      .toEqual([
        LOOK,
        expect.objectContaining({ type: 'cart', item: '7', quantity: 1 }),
        expect.objectContaining({ type: 'cart', item: '8', quantity: 1 }),
      ]);
    await expect.poll(refusals).toEqual({ duplicate: 2 });
  });

  test("an app's updateCart event does not silence the cart responses of a theme", async () => {
    await shop({ '/cart/add.js': [ajaxLine(70, 7, 1)] });
    await page.evaluate(async () => {
      const lines = [{ merchandiseId: 40490343563461, quantity: 1 }];
      document.dispatchEvent(
        kit.standardEvent('cart:lines-update', {
          action: 'add',
          context: 'standard-action',
          lines,
          promise: Promise.resolve({ cart: null }),
        }),
      );
      await fetch('/cart/add.js', { method: 'POST' });
    });
    await expect
      .poll(heard)
      .toEqual([
        LOOK,
        { type: 'cart', item: '4681855533135', price: 128, quantity: 1 },
        { type: 'cart', item: '7', price: 20 },
      ]);
  });

  test('reads a form only when it is posted', async () => {
    await shop({});
    await page.evaluate(() => {
      const form = document.getElementById('form');
      const prevent = (event: Event) => event.preventDefault();
      form?.addEventListener('submit', prevent);
      document.getElementById('add')?.click();
      form?.removeEventListener('submit', prevent);
      const { events } = recorder;
      addEventListener('pagehide', () => sessionStorage.setItem('told', JSON.stringify(events)));
      document.getElementById('add')?.click();
    });
    await page.waitForURL('**/en-gb/cart/add');
    const told = await page.evaluate(() => JSON.parse(sessionStorage.getItem('told') ?? '[]'));
    expect(told).toMatchObject([
      LOOK,
      { type: 'cart', item: '4681855533135', price: 128, quantity: 3 },
    ]);
  });

  test('another wrapper around our fetch keeps working after our undo', async () => {
    await shop({ '/cart/add.js': [ajaxLine(70, 7, 1)] });
    const kept = await page.evaluate(async () => {
      const ours = window.fetch;
      let calls = 0;
      const theirs: typeof fetch = (...args) => {
        calls++;
        return ours(...args);
      };
      window.fetch = theirs;
      recorder.stop();
      await fetch('/cart/add.js', { method: 'POST' }).then((response) => response.json());
      return [window.fetch === theirs, calls];
    });
    expect(kept).toEqual([true, 1]);
    expect(await heard()).toEqual([LOOK]);
  });

  test('works without fetch when it cannot be replaced', async () => {
    await page.goto(`${opened.url()}/products/dress`);
    await page.evaluate(() => {
      Object.defineProperty(window, 'fetch', { writable: false, configurable: false });
      kit.hear(kit.shopify(window));
    });
    expect(await heard()).toEqual([LOOK]);
  });
});

describe('Shopify: purchases', () => {
  /** The pixel of docs/guide/shopify.md, run as in Shopify's sandbox. */
  const pixel = () => {
    const block = documentedBlocks().find(
      ({ file, language }) => file === 'docs/guide/shopify.md' && language === 'js',
    );
    return String(block?.code);
  };
  const checkout = (order: string, ...ids: string[]) => ({
    token: `token-${order}`,
    order: { id: order },
    lineItems: ids.map((id) => ({
      quantity: 2,
      variant: { price: { amount: 20, currencyCode: 'EUR' }, product: { id } },
    })),
  });
  const buy = (at: Page, ...checkouts: object[]) =>
    at.evaluate(
      async ([code, checkouts]) => {
        const waiting: unknown[] = [];
        const analytics = {
          subscribe(name: string, f: (event: unknown) => unknown) {
            if (name !== 'checkout_completed') return;
            const [checkout, ...rest] = checkouts;
            const one = async () => {
              await f({ timestamp: new Date().toISOString(), data: { checkout } });
              for (const next of rest) {
                await f({ timestamp: new Date().toISOString(), data: { checkout: next } });
              }
            };
            waiting.push(one());
          },
        };
        const browser = {
          localStorage: {
            getItem: async (key: string) => localStorage.getItem(key),
            setItem: async (key: string, value: string) => localStorage.setItem(key, value),
          },
        };
        new Function('analytics', 'browser', code)(analytics, browser);
        await Promise.all(waiting);
      },
      [pixel(), checkouts] as const,
    );

  test('the next page counts the order of the documented pixel once', async () => {
    await page.goto(opened.url());
    await buy(page, checkout('100', '7', '8'), checkout('gid://shopify/Order/101', '9'));
    await page.evaluate(() => kit.hear(kit.shopify(window)));
    const line = { type: 'purchase', price: 20, quantity: 2 };
    expect(await heard()).toEqual([
      { ...line, item: '7', order: '100' },
      { ...line, item: '8', order: '100' },
      { ...line, item: '9', order: '101' },
    ]);
    await page.evaluate(() => kit.hear(kit.shopify(window)));
    expect(await heard()).toEqual([]);
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
  });

  test('an open tab counts a purchase in another tab', async () => {
    const context = await opened.newContext();
    const [shop, other] = [await context.newPage(), await context.newPage()];
    await shop.goto(opened.url());
    await other.goto(opened.url());
    await shop.evaluate(() => kit.hear(kit.shopify(window)));
    await buy(other, checkout('100', '7'));
    await expect
      .poll(() => shop.evaluate(() => recorder.events.map(({ type, item }) => `${type} ${item}`)))
      .toEqual(['purchase 7']);
    await context.close();
  });

  test.each([
    ['no JSON', '{', { shape: 1 }],
    ['no list', '{"items":[]}', { shape: 1 }],
    ['too long', `"${'x'.repeat(200_001)}"`, { limit: 1 }],
    [
      'broken orders and items',
      JSON.stringify([null, { items: 'x' }, { items: [null, {}, { id: '__proto__' }] }]),
      { shape: 2, item: 3 },
    ],
    ['many orders', JSON.stringify(Array(30).fill({ items: [] })), { limit: 10 }],
    [
      'many items',
      JSON.stringify([{ items: Array(300).fill({ id: 1 }), order: '1' }]),
      { limit: 100 },
    ],
  ])('refuses a forged order note: %s', async (_, text, refused) => {
    await page.goto(opened.url());
    await page.evaluate((text) => {
      localStorage.setItem('nextaisle:bought', text);
      kit.hear(kit.shopify(window));
    }, text);
    expect(await refusals()).toEqual(refused);
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
  });
});
