import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import type * as PlatformsPage from './platforms-page.fixture.js';
import { useSourcePage } from './source-page.fixture.js';

/** `platforms-page.fixture.ts`, inside the page. */
declare const kit: typeof PlatformsPage;
declare const recorder: ReturnType<typeof kit.listen>;

const script = (data: unknown) =>
  `<script type="application/ld+json">${JSON.stringify(data)}</script>`;
const product = (sku: string, more: object = {}) => ({
  '@context': 'https://schema.org',
  '@type': 'Product',
  sku,
  name: `Chair ${sku}`,
  ...more,
});

/** Markup of a theme with schema.org attributes. */
const MICRODATA = `
<ol itemscope itemtype="https://schema.org/BreadcrumbList">
  <li itemprop="itemListElement" itemscope itemtype="https://schema.org/ListItem"><a itemprop="item" href="/"><span itemprop="name">Home</span></a><meta itemprop="position" content="1"></li>
  <li itemprop="itemListElement" itemscope itemtype="https://schema.org/ListItem"><a itemprop="item" href="/c/garden"><span itemprop="name">Garden</span></a><meta itemprop="position" content="2"></li>
</ol>
<div itemscope itemtype="http://schema.org/Product">
  <h1 itemprop="name">Wooden Chair</h1><meta itemprop="sku" content="SKU-1">
  <span itemprop="brand" itemscope itemtype="http://schema.org/Brand"><span itemprop="name">Oak</span></span>
  <link itemprop="image" href="/chair.jpg">
  <div itemprop="offers" itemscope itemtype="http://schema.org/Offer">
    <span itemprop="price" content="1299.00">1.299,00 €</span><meta itemprop="priceCurrency" content="EUR">
    <link itemprop="availability" href="http://schema.org/InStock">
  </div>
  <div itemprop="isRelatedTo" itemscope itemtype="http://schema.org/Product"><meta itemprop="sku" content="SKU-2"></div>
</div>`;

const OPEN_GRAPH = `
<meta property="og:type" content="product"><meta property="og:title" content="Wooden Chair">
<meta property="og:url" content="https://shop.example/p/chair"><meta property="og:image" content="https://shop.example/chair.jpg">
<meta property="product:price:amount" content="20.00"><meta property="product:price:currency" content="EUR">
<meta property="product:brand" content="Oak"><meta property="product:retailer_item_id" content="SKU-1">
<meta property="product:availability" content="out of stock">`;

const CRUMBS = {
  '@type': 'BreadcrumbList',
  itemListElement: ['Home', 'Garden', 'Chair A'].map((name, i) => ({
    '@type': 'ListItem',
    position: i + 1,
    name,
    item: i ? `/c/${i}` : '/',
  })),
};

/** A theme that leaves parts of the product outside of its scope, and links where text is meant. */
const SCATTERED = `
<div itemscope itemtype="https://www.schema.org/Book" itemref="art facts missing" itemid="urn:isbn:1">
  <a itemprop="name" href="/b/1">A\n   Book</a><link itemprop="url" href="/scattered?utm_source=x">
  <div itemprop="offers" itemscope itemtype="https://schema.org/Offer"><data itemprop="price" value="12.50">12,50 €</data>
    <meta itemprop="priceCurrency" content="EUR"><a itemprop="availability" href="https://schema.org/SoldOut">gone</a></div>
</div>
<img id="art" itemprop="image" src="data:image/gif;base64,R0lGOD" data-src="/book.jpg">
<div id="facts"><span itemprop="sku">  B-1 </span><span itemprop="author" itemscope itemtype="https://schema.org/Person"><b itemprop="name">Nobody</b></span>
  <time itemprop="releaseDate" datetime="2020-01-01">then</time></div>`;

const RDFA = `
<main vocab="https://schema.org/" typeof="Product" resource="#product"><h1 property="name">Wooden Chair</h1>
  <span property="schema:sku">SKU-1</span><span property="brand" typeof="Brand"><span property="name">Oak</span></span>
  <div property="offers" typeof="Offer"><span property="price" content="20.00">20 €</span><meta property="priceCurrency" content="EUR"></div>
  <div property="isRelatedTo" typeof="Product"><span property="sku">SKU-2</span></div></main>`;

/** As shops write it: a comment around it, a line break in a text, a comma and a semicolon too many. */
const BROKEN = `<script type="application/ld+json">
<!-- Product -->
//<![CDATA[
{ "@context": "https://schema.org", "@type": "Product", "name": "Chair
  of oak", sku: 'A', "description": "12" x 9"", "offers": { "@type": "Offer", "price": "20", }, };
//]]>
</script>`;

const AT = { A: '/at/a', B: '/at/b' } as const;
const related = script([product('A', { url: AT.A }), product('B', { url: AT.B })]);

const { heard, refusals, testContract, ...opened } = useSourcePage({
  '/one': script(product('A')) + script(CRUMBS),
  '/same': script(product('A')) + script([product('A', { brand: 'Oak' })]),
  '/two': script(product('A')) + script(product('B')),
  '/broken': BROKEN,
  '/rest':
    script('x').replace('"x"', '{"@type": "Product", "sku": "A" "price"}') + script(product('B')),
  [AT.A]: related,
  [AT.B]: related,
  '/at/sale/a': `<link rel="canonical" href="${AT.A}">${related}`,
  '/at/og/b': `<meta property="og:url" content="${AT.B}">${related}`,
  '/related': script([product('X'), product('Y')]) + OPEN_GRAPH,
  '/scattered': SCATTERED,
  '/rdfa': RDFA,
  '/website': OPEN_GRAPH.replace('content="product"', 'content="website"'),
  '/names': OPEN_GRAPH.replaceAll('property=', 'name='),
  '/list': script({
    '@type': 'ItemList',
    itemListElement: Array.from({ length: 3 }, (_, i) => ({
      '@type': 'ListItem',
      item: product(`L${i}`),
    })),
  }),
  '/many': Array.from({ length: 250 }, (_, i) => script(product(`P${i}`))).join(''),
  '/microdata': MICRODATA,
  '/open-graph': OPEN_GRAPH,
  '/all': `${OPEN_GRAPH}${MICRODATA}${script(product('JSON'))}`,
  '/article': OPEN_GRAPH.replace('content="product"', 'content="article"'),
  '/products/chair': '<title>Chair | Shop</title><h1>Wooden Chair</h1>',
  '/products/stool':
    '<title>Stool | Shop</title><meta property="og:title" content="Stool"><h1>A</h1><h1>B</h1>',
});
let page: Page;
beforeEach(() => {
  page = opened.page();
});

const looks = async () => (await heard()).map(({ type, item }) => `${type} ${item}`);
const shown = () => page.evaluate(() => recorder.shown);

/** The item fields that the source reports. */
const rawItems = () =>
  page.evaluate(() => {
    const items: unknown[] = [];
    const stop = kit.jsonld(document).start({
      event: (raw) => items.push((raw as { item: unknown }).item),
      item: (raw) => items.push(raw),
      refuse() {},
    });
    stop();
    return items;
  });

const CONTRACT = 'the contract of sources, in a real page';
testContract(`${CONTRACT}: jsonld`, 'jsonld');
testContract(`${CONTRACT}: url`, 'url');
testContract(`${CONTRACT}: url, without the Navigation API`, 'url', () => withoutNavigation());

const withoutNavigation = () =>
  page.addInitScript(() => {
    Object.defineProperty(window, 'navigation', { value: undefined });
  });

describe('structured data', () => {
  const open = async (path: string) => {
    await page.goto(`${opened.url()}${path}`);
    await page.evaluate(() => void kit.hear(kit.jsonld(document)));
  };

  test.each([
    ['/one', ['click A'], []],
    ['/same', ['click A'], []],
    ['/two', [], ['A', 'B']],
    ['/list', [], ['L0', 'L1', 'L2']],
    ['/microdata', ['click SKU-1'], []],
    ['/open-graph', ['click SKU-1'], []],
    ['/all', ['click JSON'], []],
    ['/article', [], []],
    ['/broken', ['click A'], []],
    [AT.A, ['click A'], ['B']],
    [AT.B, ['click B'], ['A']],
    ['/at/sale/a', ['click A'], ['B']],
    ['/at/og/b', ['click B'], ['A']],
    ['/related', ['click SKU-1'], ['X', 'Y']],
    ['/scattered', ['click B-1'], []],
    ['/rdfa', ['click SKU-1'], []],
    ['/website', ['click SKU-1'], []],
    ['/names', ['click SKU-1'], []],
    ['/', [], []],
  ])('reports the views and items of %s', async (path, looked, listed) => {
    await open(path);
    expect([await looks(), await shown(), await refusals()]).toEqual([looked, listed, {}]);
  });

  test('a script that cannot be read is counted and leaves the others', async () => {
    await open('/rest');
    expect([await looks(), await refusals()]).toEqual([['click B'], { shape: 1 }]);
  });

  test.each([
    ['/one', { id: 'A', name: 'Chair A', category: ['Garden'] }],
    [
      '/microdata',
      {
        id: 'SKU-1',
        name: 'Wooden Chair',
        brand: 'Oak',
        category: ['Garden'],
        price: '1299.00',
        currency: 'EUR',
        available: true,
        image: '/chair.jpg',
      },
    ],
    [
      '/scattered',
      {
        id: 'B-1',
        name: 'A Book',
        price: '12.50',
        currency: 'EUR',
        available: false,
        url: '/scattered',
        image: '/book.jpg',
      },
    ],
    ['/rdfa', { id: 'SKU-1', name: 'Wooden Chair', brand: 'Oak', price: '20.00', currency: 'EUR' }],
    ['/broken', { id: 'A', name: 'Chair of oak', price: '20' }],
    [
      '/open-graph',
      {
        id: 'SKU-1',
        name: 'Wooden Chair',
        brand: 'Oak',
        price: '20.00',
        currency: 'EUR',
        available: false,
        url: '/p/chair',
        image: 'https://shop.example/chair.jpg',
      },
    ],
  ])('reads the item of %s', async (path, item) => {
    await page.goto(`${opened.url()}${path}`);
    const [found] = await rawItems();
    expect(found).toMatchObject(item);
  });

  test('reads at most 200 items and 200,000 characters a script, and counts errors', async () => {
    await open('/');
    await page.evaluate(() => {
      const list = (items: object[]) =>
        JSON.stringify({ '@type': 'ItemList', itemListElement: items });
      kit.script(
        list(Array.from({ length: 220 }, (_, i) => ({ '@type': 'Product', sku: `${i}` }))),
      );
      kit.script(`{"@type":"Product","sku":"long","name":"${'x'.repeat(200_000)}"}`);
      kit.script('{"@type":');
      kit.script('  ');
      kit.script('{"@type":"Product","name":"no id"}');
    });
    expect(await looks()).toEqual([]);
    // Of 220 products in a list 200 are read.
    expect(await shown()).toHaveLength(200);
    expect(await refusals()).toEqual({ limit: 21, shape: 1, item: 1 });
  });

  test('in a single-page shop, counts each product page, but not old markup', async () => {
    await open('/one');
    const go = (path: string, sku?: string) =>
      page.evaluate(
        ([path, sku]) => {
          history.pushState(null, '', path);
          if (sku) kit.script(JSON.stringify({ '@type': 'Product', sku }));
        },
        [path, sku] as const,
      );
    await go('/products/b', 'B');
    await go('/about');
    await go('/products/c', 'C');
    await go('/products/b', 'B');
    expect(await looks()).toEqual(['click A', 'click B', 'click C', 'click B']);
  });

  test('reads a script once, and again only when its text changes', async () => {
    await open('/');
    await page.evaluate(async () => {
      const text = (sku: string) =>
        JSON.stringify({
          '@type': 'ItemList',
          itemListElement: [{ '@type': 'Product', sku }],
        });
      const late = kit.script('');
      late.textContent = text('A');
      await recorder.items();
      document.body.append(late);
      await recorder.items();
      late.textContent = text('B');
      await recorder.items();
      late.setAttribute('content', 'x');
    });
    await looks();
    expect(await shown()).toEqual(['A', 'B']);
  });

  test('reads what a single-page shop writes into the text and the attributes that are there', async () => {
    await open('/microdata');
    await page.evaluate(async () => {
      history.pushState(null, '', '/a');
      document.querySelector('meta[itemprop="sku"]')?.setAttribute('content', 'M-2');
      await recorder.items();
      history.pushState(null, '', '/b');
      for (const scope of document.querySelectorAll('[itemscope]')) scope.remove();
      const script = kit.script('{"@type":"Product","sku":"J-1"}');
      await recorder.items();
      history.pushState(null, '', '/c');
      if (script.firstChild) script.firstChild.nodeValue = '{"@type":"Product","sku":"J-2"}';
    });
    expect(await looks()).toEqual(['click SKU-1', 'click M-2', 'click J-1', 'click J-2']);
  });

  test('a canonical link that an earlier page left does not choose the product', async () => {
    await page.goto(`${opened.url()}/at/sale/a`);
    const seen = await page.evaluate(async () => {
      const source = kit.hear(kit.jsonld(document)).recorder;
      history.pushState(null, '', '/at/c');
      const script = document.querySelector('script[type="application/ld+json"]');
      if (script) script.textContent = `${script.textContent} `;
      await source.items();
      document.querySelector('link[rel=canonical]')?.setAttribute('href', '/at/b');
      return source.items();
    });
    expect(seen).toEqual(['click A', 'click B']);
  });

  test('reads inserted markup, and Open Graph tags changed in place', async () => {
    await open('/open-graph');
    await page.evaluate(async () => {
      const meta = (name: string) => document.querySelector(`meta[property="${name}"]`);
      history.pushState(null, '', '/p/stool');
      meta('product:retailer_item_id')?.setAttribute('content', 'SKU-9');
      await recorder.items();
      const main = document.createElement('main');
      main.innerHTML =
        '<div itemscope itemtype="https://schema.org/Product"><meta itemprop="sku" content="SKU-10"></div>';
      history.pushState(null, '', '/p/table');
      meta('og:type')?.remove();
      document.body.append(main);
    });
    expect(await looks()).toEqual(['click SKU-1', 'click SKU-9', 'click SKU-10']);
  });

  test('waits until the document is parsed', async () => {
    await page.goto(opened.url());
    const early = await page.evaluate(
      async (body) => {
        const frame = document.createElement('iframe');
        document.body.append(frame);
        const inner = frame.contentDocument as Document;
        inner.open();
        inner.write('<!doctype html><body>');
        kit.hear(kit.jsonld(inner));
        inner.write(body.slice(0, 40));
        await recorder.items();
        inner.write(body.slice(40));
        await recorder.items();
        const before = recorder.events.length;
        inner.close();
        await new Promise((done) => {
          if (inner.readyState === 'complete') done(undefined);
          else frame.addEventListener('load', done, { once: true });
        });
        return before;
      },
      script(product('A')),
    );
    expect(early).toBe(0);
    expect(await looks()).toEqual(['click A']);
  });
});

describe('addresses', () => {
  const PAGES = {
    product: ['/products/:id', '/:id'],
    category: '/c/:category*',
    search: '/search?q=:query',
    cart: '/cart',
    checkout: '/checkout',
    purchase: '/thank-you/:order',
  };
  const open = async (path: string, pages: object = PAGES) => {
    await page.goto(`${opened.url()}${path}`);
    await page.evaluate((pages) => void kit.hear(kit.url(window, pages)), pages);
  };
  const go = (...paths: string[]) =>
    page.evaluate((paths) => {
      for (const path of paths) history.pushState(null, '', path);
    }, paths);

  test.each([false, true])('reports each page once (no Navigation API: %s)', async (old) => {
    if (old) await withoutNavigation();
    await open('/products/chair?utm_source=mail');
    await go('/products/chair', '/products/chair#photos', '/products/chair?variant=2');
    await go('/c/garden/chairs', '/search?q=red+chair', '/search?q=red+chair&page=2', '/cart');
    await go('/checkout', '/thank-you/T-1', '/stool', '/a/b/c');
    await page.evaluate(async () => {
      const back = () =>
        new Promise((done) => {
          addEventListener('popstate', done, { once: true });
          history.back();
        });
      await back();
      history.replaceState(null, '', '/table');
    });
    expect(await heard()).toEqual([
      { type: 'click', item: 'chair' },
      { type: 'category', category: ['garden', 'chairs'] },
      { type: 'search', query: 'red chair' },
      { type: 'checkout' },
      { type: 'purchase', order: 'T-1' },
      { type: 'click', item: 'stool' },
      { type: 'click', item: 'stool' },
      { type: 'click', item: 'table' },
    ]);
    expect(await refusals()).toEqual({});
  });

  test.each([
    ['/products/chair', 'Wooden Chair'],
    ['/products/stool', 'Stool'],
  ])('takes the name of %s from its own page', async (path, name) => {
    await page.goto(`${opened.url()}${path}`);
    const names = await page.evaluate((pages) => {
      const names: unknown[] = [];
      const stop = kit.url(window, pages).start({
        event: (raw) => names.push((raw as { item: { name?: string } }).item.name),
        item() {},
        refuse() {},
      });
      // The heading is still the one of the previous page.
      history.pushState(null, '', '/products/table');
      stop();
      return names;
    }, PAGES);
    expect(names).toEqual([name, undefined]);
  });

  test('counts patterns that are invalid or lack a part', async () => {
    await open('/products/chair', {
      product: ['products/:id', '/products/chair', 7, '/products/:id'],
      category: '/c/:name',
      search: null,
      purchase: '/thank-you',
      levitate: '/:id',
    });
    expect([await looks(), await refusals()]).toEqual([['click chair'], { shape: 6 }]);
  });

  test('does not count a page again when it returns from the back-forward cache', async () => {
    await open('/products/chair');
    await page.evaluate(() => {
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
      dispatchEvent(new PopStateEvent('popstate'));
    });
    expect(await looks()).toEqual(['click chair']);
  });

  test('another wrapper around our pushState keeps working after our undo', async () => {
    await withoutNavigation();
    await open('/products/chair');
    const calls = await page.evaluate(() => {
      const ours = history.pushState;
      let calls = 0;
      history.pushState = function (...args) {
        calls++;
        return ours.apply(this, args);
      };
      recorder.stop();
      history.pushState(null, '', '/products/stool');
      return [calls, location.pathname];
    });
    expect(calls).toEqual([1, '/products/stool']);
    expect(await looks()).toEqual(['click chair']);
  });
});
