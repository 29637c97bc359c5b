import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser, type PageErrors, recordErrors } from './browser.js';
import { documentedBlocks } from './code-blocks.js';
import type * as PlatformsPage from './platforms-page.js';
import { serveStores } from './stores-site.js';

/** `platforms-page.ts`, inside the page. */
declare const kit: typeof PlatformsPage;
declare const ears: ReturnType<typeof kit.listen>;

/** What Shopify writes into a product page of any Liquid theme, and the form of Dawn. */
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

const WOO_PRODUCT = `
<script>document.body.className = 'product-template-default single single-product postid-34 woocommerce woocommerce-page'</script>
<h1 class="product_title entry-title">Wooden Chair</h1>
<form class="cart" action="/product/chair/" method="post">
  <input type="number" name="quantity" value="2">
  <button type="submit" name="add-to-cart" value="34" class="single_add_to_cart_button button">Add to cart</button>
</form>
<ul class="products"><li class="product type-product post-35">
  <h2 class="woocommerce-loop-product__title">Stool</h2>
  <a href="?add-to-cart=35" data-quantity="1" class="button product_type_simple add_to_cart_button ajax_add_to_cart" data-product_id="35" data-product_sku="STOOL">Add to cart</a>
</li></ul>
<div data-wp-interactive="woocommerce/product-button"><button type="button" id="block" class="wp-block-button__link add_to_cart_button ajax_add_to_cart wc-interactive" data-product_id="36">Add to cart</button></div>`;

const bodyClass = (names: string) => `<script>document.body.className = '${names}'</script>`;

let browser: Browser;
let site: Awaited<ReturnType<typeof serveStores>>;
let page: Page;
let errors: PageErrors;

beforeAll(async () => {
  site = await serveStores(
    {
      '/products/dress': SHOPIFY_PRODUCT,
      '/product/chair/': WOO_PRODUCT,
      '/checkout/': bodyClass('woocommerce-checkout woocommerce-page'),
      '/checkout/order-received/42/': bodyClass('woocommerce-checkout woocommerce-order-received'),
      '/product-category/garden/': `${bodyClass('archive tax-product_cat term-garden woocommerce')}<h1>Garden</h1>`,
      '/search/': bodyClass('search search-results woocommerce'),
    },
    'e2e/platforms-page.ts',
  );
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});
beforeEach(async () => {
  page = await browser.newPage();
  errors = recordErrors(page);
});
afterEach(async () => {
  expect(errors.list()).toEqual([]);
  await page.close();
});

/** The events so far, without what the intake adds. */
const heard = () =>
  page.evaluate(async () => {
    await ears.items();
    return ears.events.map(({ ts: _, session: __, source: ___, ...event }) => event);
  });
const refusals = () => page.evaluate(() => ears.refusals());

describe.each(['shopify', 'woocommerce'] as const)('the contract of sources: %s', (kind) => {
  test('in a real page', async () => {
    await page.goto(site.url);
    const names = await page.evaluate(() => kit.sourceChecks);
    expect(names.length).toBeGreaterThan(3);
    for (const name of names) {
      const failure = await page.evaluate(
        ([kind, name]) =>
          kit.checkSource(kind, name).then(
            () => undefined,
            (thrown) => String(thrown),
          ),
        [kind, name] as const,
      );
      expect(failure, name).toBeUndefined();
    }
  });
});

describe('Shopify: the standard storefront events', () => {
  beforeEach(async () => {
    await page.goto(site.url);
    await page.evaluate(() => kit.hear(kit.shopify(window)));
  });

  test('a page or a dialog is a look, a card is not', async () => {
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
      return ears.shown;
    });
    expect(shown).toEqual(['collection', 'recommendation']);
    expect(await heard()).toEqual([
      { type: 'click', item: '7', price: 20 },
      { type: 'category', category: ['garden'] },
    ]);
  });

  test('what a hostile event lacks is counted', async () => {
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

  test('a search is counted once while only its filters change', async () => {
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

  test('a cart change counts when its promise says that it was made, by the product of the variant', async () => {
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
      const before = ears.events.length;
      settle['70']({ cart: null });
      settle['71']({ cart: null, userErrors: [{ message: 'sold out' }] });
      settle['72'](new Error('network'));
      // As Horizon resolves it: with the Ajax cart.
      settle['73']({ cart: null, detail: { items: [{ variant_id: 73, product_id: 8 }] } });
      // A variant that nothing has told of.
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

  test('a line that goes to none is removed, one that goes to two is not', async () => {
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

  test('at most 200 lines are read, and nothing is told after the undo', async () => {
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
      ears.stop();
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
    'a bus with %s that comes late',
    async (way) => {
      await page.goto(site.url);
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
          ears.stop();
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
  /** Answers of the shop by path, as it gives them in turn. */
  async function shop(answers: Record<string, unknown[]>) {
    await page.route('**/cart**', async (route) => {
      const path = new URL(route.request().url()).pathname.replace(/^.*(?=\/cart)/, '');
      const answer = answers[path]?.shift();
      if (answer === 'lost') return route.abort();
      await route.fulfill(
        typeof answer === 'number'
          ? { status: answer, json: { description: 'sold out' } }
          : { json: answer ?? {} },
      );
    });
    await page.goto(`${site.url}/products/dress`);
    await page.evaluate(() => kit.hear(kit.shopify(window)));
  }
  const LOOK = { type: 'click', item: '4681855533135', price: 128 };

  test('the product page, by what Shopify writes into it', async () => {
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

  test('carts of fetch and XMLHttpRequest are read, and the theme gets its own answers', async () => {
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
    // A refusal of the shop is none of ours.
    expect(await refusals()).toEqual({});
    // What an answer of 422 and one that was lost leave in the console.
    expect(errors.list().every((error) => /Failed to load/.test(error))).toBe(true);
    errors = recordErrors(page);
  });

  test('the event of a theme and the answer it waits for are one act', async () => {
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

  test("an app's updateCart does not silence a theme that tells of nothing", async () => {
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

  test('a form is read when it is really posted', async () => {
    await shop({});
    await page.evaluate(() => {
      const form = document.getElementById('form');
      const prevent = (event: Event) => event.preventDefault();
      form?.addEventListener('submit', prevent);
      document.getElementById('add')?.click();
      form?.removeEventListener('submit', prevent);
      const { events } = ears;
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

  test('who wraps fetch after us keeps working, and ours is inert', async () => {
    await shop({ '/cart/add.js': [ajaxLine(70, 7, 1)] });
    const kept = await page.evaluate(async () => {
      const ours = window.fetch;
      let calls = 0;
      const theirs: typeof fetch = (...args) => {
        calls++;
        return ours(...args);
      };
      window.fetch = theirs;
      ears.stop();
      await fetch('/cart/add.js', { method: 'POST' }).then((response) => response.json());
      return [window.fetch === theirs, calls];
    });
    expect(kept).toEqual([true, 1]);
    expect(await heard()).toEqual([LOOK]);
  });

  test('a fetch that cannot be replaced takes nothing away', async () => {
    await page.goto(`${site.url}/products/dress`);
    await page.evaluate(() => {
      Object.defineProperty(window, 'fetch', { writable: false, configurable: false });
      kit.hear(kit.shopify(window));
    });
    expect(await heard()).toEqual([LOOK]);
  });
});

describe('Shopify: purchases', () => {
  /** The pixel that docs/shopify.md gives, run as the sandbox of Shopify runs it. */
  const pixel = () => {
    const block = documentedBlocks().find(
      ({ file, language }) => file === 'docs/shopify.md' && language === 'js',
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

  test('the documented pixel leaves what the next page counts, once', async () => {
    await page.goto(site.url);
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

  test('a tab that is open hears of a purchase in another', async () => {
    const context = await browser.newContext();
    const [shop, other] = [await context.newPage(), await context.newPage()];
    await shop.goto(site.url);
    await other.goto(site.url);
    await shop.evaluate(() => kit.hear(kit.shopify(window)));
    await buy(other, checkout('100', '7'));
    await expect
      .poll(() => shop.evaluate(() => ears.events.map(({ type, item }) => `${type} ${item}`)))
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
  ])('a note that another script forged: %s', async (_, text, refused) => {
    await page.goto(site.url);
    await page.evaluate((text) => {
      localStorage.setItem('nextaisle:bought', text);
      kit.hear(kit.shopify(window));
    }, text);
    expect(await refusals()).toEqual(refused);
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
  });
});

describe('WooCommerce', () => {
  const open = async (path: string, late = false) => {
    await page.goto(`${site.url}${path}`);
    await page.evaluate((late) => {
      // The shop's page never leaves while the test is on it, unless the test says so.
      if (!late) Object.assign(window, { shop: kit.wordPress() });
      kit.hear(kit.woocommerce(window));
    }, late);
  };
  const LOOK = { type: 'click', item: '34' };

  test.each([
    ['/product/chair/', LOOK],
    ['/checkout/', { type: 'checkout' }],
    ['/checkout/order-received/42/?key=wc_order_abc', { type: 'purchase', order: 'wc_order_abc' }],
    ['/checkout/order-received/42/', { type: 'purchase', order: '42' }],
    ['/product-category/garden/', { type: 'category', category: ['Garden'] }],
    ['/search/?s=red+chair&post_type=product', { type: 'search', query: 'red chair' }],
  ])('the page itself: %s', async (path, event) => {
    await open(path);
    expect(await heard()).toEqual([event]);
  });

  test('a page of something else tells of nothing', async () => {
    await open('/');
    expect([await heard(), await refusals()]).toEqual([[], {}]);
  });

  test.each([false, true])('classic buttons, by jQuery (that comes late: %s)', async (late) => {
    await open('/product/chair/', late);
    await page.evaluate((late) => {
      if (late) Object.assign(window, { shop: kit.wordPress() });
      const { jQuery } = (window as unknown as { shop: ReturnType<typeof kit.wordPress> }).shop;
      const button = document.querySelector<HTMLElement>('[data-product_id="35"]');
      button?.addEventListener('click', (event) => event.preventDefault());
      button?.click();
      const args = [{}, 'hash', jQuery(button)];
      jQuery(document.body).trigger('added_to_cart', args);
      // Where blocks are on the page too, they hand the jQuery event on.
      document.body.dispatchEvent(new CustomEvent('wc-blocks_added_to_cart'));
      jQuery(document.body).trigger('removed_from_cart', args);
    }, late);
    expect(await heard()).toEqual([
      LOOK,
      { type: 'cart', item: '35', quantity: 1 },
      { type: 'remove', item: '35', quantity: 1 },
    ]);
    expect(await refusals()).toEqual({});
  });

  test('a link that adds by leaving the page', async () => {
    await open('/product/chair/');
    await page.evaluate(() => {
      const link = document.querySelector<HTMLElement>('[data-product_id="35"]');
      link?.classList.remove('ajax_add_to_cart');
      link?.addEventListener('click', (event) => event.preventDefault());
      link?.click();
      document.body.dispatchEvent(new CustomEvent('wc-blocks_added_to_cart', { bubbles: true }));
    });
    expect(await heard()).toEqual([LOOK, { type: 'cart', item: '35', quantity: 1 }]);
  });

  test('a block button, whose event does not say what was added', async () => {
    await open('/product/chair/');
    await page.evaluate(() => {
      const added = () =>
        document.body.dispatchEvent(
          new CustomEvent('wc-blocks_added_to_cart', {
            bubbles: true,
            detail: { preserveCartData: true },
          }),
        );
      added();
      document.getElementById('block')?.click();
      added();
      added();
    });
    expect(await heard()).toEqual([LOOK, { type: 'cart', item: '36' }]);
  });

  test('the native event before the jQuery event it stands for is one act', async () => {
    await open('/product/chair/');
    await page.evaluate(() => {
      const { jQuery } = (window as unknown as { shop: ReturnType<typeof kit.wordPress> }).shop;
      const block = document.getElementById('block');
      for (let i = 0; i < 2; i++) {
        block?.click();
        document.body.dispatchEvent(new CustomEvent('wc-blocks_added_to_cart', { bubbles: true }));
        jQuery(document.body).trigger('added_to_cart', [{}, '', jQuery(block)]);
      }
    });
    expect(await heard()).toEqual([
      LOOK,
      { type: 'cart', item: '36' },
      { type: 'cart', item: '36' },
    ]);
    expect(await refusals()).toEqual({ duplicate: 2 });
  });

  test('the form of the product page, when it is posted', async () => {
    await open('/product/chair/');
    await page.evaluate(() => {
      const { events } = ears;
      addEventListener('pagehide', () => sessionStorage.setItem('told', JSON.stringify(events)));
      document.querySelector<HTMLElement>('.single_add_to_cart_button')?.click();
    });
    await page.waitForFunction(() => !('ears' in window));
    const told = await page.evaluate(() => JSON.parse(sessionStorage.getItem('told') ?? '[]'));
    expect(told).toMatchObject([LOOK, { type: 'cart', item: '34', quantity: 2 }]);
  });

  test('the form of the product page, when the theme takes it into its own hands', async () => {
    await open('/product/chair/');
    await page.evaluate(() => {
      const { jQuery } = (window as unknown as { shop: ReturnType<typeof kit.wordPress> }).shop;
      const prevent = (event: Event) => event.preventDefault();
      document.addEventListener('submit', prevent);
      const button = document.querySelector<HTMLElement>('.single_add_to_cart_button');
      button?.click();
      Object.assign(window, { early: ears.events.length });
      jQuery(document.body).trigger('added_to_cart', [{}, '', jQuery(button)]);
      document.removeEventListener('submit', prevent);
    });
    expect(await page.evaluate('early')).toBe(1);
    expect(await heard()).toEqual([LOOK, { type: 'cart', item: '34', quantity: 2 }]);
  });

  test('variable and grouped products', async () => {
    await open('/product/chair/');
    await page.evaluate(() => {
      const { jQuery } = (window as unknown as { shop: ReturnType<typeof kit.wordPress> }).shop;
      document.addEventListener('submit', (event) => event.preventDefault());
      for (const fields of [
        '<input name="product_id" value="50"><input name="variation_id" value="51">',
        '<input name="quantity[60]" value="2"><input name="quantity[61]" value="0"><input name="quantity[62]" value="1">',
      ]) {
        const form = document.createElement('form');
        form.className = 'cart';
        form.innerHTML = `${fields}<button>Add</button>`;
        document.body.append(form);
        form.querySelector('button')?.click();
        jQuery(document.body).trigger('added_to_cart', [{}, '', undefined]);
      }
    });
    expect((await heard()).slice(1)).toEqual([
      { type: 'cart', item: '50' },
      { type: 'cart', item: '60', quantity: 2 },
      { type: 'cart', item: '62', quantity: 1 },
    ]);
  });

  test('a line that the cart page removes', async () => {
    await open('/');
    await page.evaluate(() => {
      const form = document.createElement('form');
      form.className = 'woocommerce-cart-form';
      form.innerHTML =
        '<table><tr><td class="product-remove"><a href="#" class="remove" data-product_id="7" data-product_sku="S">×</a></td></tr></table>';
      document.body.append(form);
      form.querySelector('a')?.click();
    });
    expect(await heard()).toEqual([{ type: 'remove', item: '7' }]);
  });

  test('the store events of blocks, by wp.hooks', async () => {
    await open('/');
    const shown = await page.evaluate(() => {
      const { wp } = (window as unknown as { shop: ReturnType<typeof kit.wordPress> }).shop;
      const act = (name: string, payload: object) =>
        wp.hooks.doAction(`experimental__woocommerce_blocks-${name}`, payload);
      const product = {
        id: 7,
        name: 'Chair',
        permalink: 'https://shop.example/product/chair/',
        prices: { price: '2050', currency_code: 'EUR', currency_minor_unit: 2 },
        images: [{ src: 'https://shop.example/chair.jpg' }],
        categories: [{ name: 'Garden' }],
        is_in_stock: true,
      };
      act('product-list-render', { products: [product, { id: 8 }, {}], listName: 'all' });
      act('product-view-link', { product });
      act('cart-add-item', { product });
      act('cart-remove-item', { product: { ...product, key: 'abc' }, quantity: 3 });
      act('product-search', { searchTerm: 'chair' });
      return ears.shown;
    });
    expect(shown).toEqual(['7', '8']);
    expect(await heard()).toEqual([
      { type: 'click', item: '7', price: 20.5 },
      { type: 'cart', item: '7', price: 20.5 },
      { type: 'remove', item: '7', price: 20.5, quantity: 3 },
      { type: 'search', query: 'chair' },
    ]);
    expect(await refusals()).toEqual({ item: 1 });
  });

  test('jQuery that is replaced is followed, and the first one is let go', async () => {
    await open('/');
    const left = await page.evaluate(() => {
      const first = (window as unknown as { shop: ReturnType<typeof kit.wordPress> }).shop;
      const second = kit.wordPress();
      document.body.click();
      const button = document.createElement('a');
      button.setAttribute('data-product_id', '7');
      second.jQuery(document.body).trigger('added_to_cart', [{}, '', { 0: button }]);
      return [first.jQuery(0).count(), first.wp.hooks.count()];
    });
    expect(left).toEqual([0, 0]);
    expect(await heard()).toEqual([{ type: 'cart', item: '7' }]);
  });
});
