import { expect, onTestFinished, test, vi } from 'vitest';
import { fakePage } from '../lib/page/fake-page.fixture.js';
import { adobe } from './adobe/adobe.js';
import { ga4 } from './ga4/ga4.js';
import { segment } from './segment/segment.js';
import { snowplow } from './snowplow/snowplow.js';
import { createPageActs } from './page-acts.js';
import type { Source } from './source.js';
import { listen } from './source-contract.fixture.js';

interface Shown {
  list?: string;
  /** `Garden/Chairs`, one for each product or one for all. */
  category: string | readonly string[];
  ids?: readonly string[];
}

interface Shop {
  source: Source;
  list(shown: Shown): void;
  view(...ids: string[]): void;
}

type Host = Record<string, unknown> & { location: Record<string, string> };

const productsOf = ({ category, ids = ['a', 'b', 'c'] }: Shown) =>
  ids.map((id, i) => ({ id, category: typeof category === 'string' ? category : category[i] }));

const SHOPS: Record<string, (host: Host) => Shop> = {
  'GA4, by Tag Manager'(host) {
    const dataLayer: unknown[] = [];
    host.dataLayer = dataLayer;
    const itemOf = ({ id, category = '' }: { id: string; category?: string }) => {
      const [item_category, item_category2] = category.split('/');
      return { item_id: id, item_category, item_category2 };
    };
    return {
      source: ga4(host),
      list(shown) {
        const ecommerce = { item_list_name: shown.list, items: productsOf(shown).map(itemOf) };
        dataLayer.push({ ecommerce: null }, { event: 'view_item_list', ecommerce });
      },
      view: (...ids) =>
        dataLayer.push(['event', 'view_item', { items: ids.map((id) => itemOf({ id })) }]),
    };
  },
  'Universal Analytics'(host) {
    const dataLayer: unknown[] = [];
    host.dataLayer = dataLayer;
    return {
      source: ga4(host),
      list(shown) {
        const impressions = productsOf(shown).map((one) => ({ ...one, list: shown.list }));
        dataLayer.push({ event: 'impressions', ecommerce: { impressions } });
      },
      view(...ids) {
        const products = ids.map((id) => ({ id }));
        dataLayer.push({ ecommerce: { detail: { products } } });
      },
    };
  },
  Segment(host) {
    const analytics = { track(..._: unknown[]) {} };
    host.analytics = analytics;
    const productOf = ({ id, category }: { id: string; category?: string }) => ({
      product_id: id,
      category,
    });
    return {
      source: segment(host, ['analytics']),
      list: (shown) =>
        analytics.track('Product List Viewed', {
          list_id: shown.list,
          products: productsOf(shown).map(productOf),
        }),
      view: (...ids) =>
        analytics.track('Product Viewed', { products: ids.map((id) => productOf({ id })) }),
    };
  },
  Snowplow(host) {
    const tracker = Object.assign((...command: unknown[]) => void tracker.q.push(command), {
      q: [] as unknown[],
    });
    host.snowplow = tracker;
    return {
      source: snowplow(host),
      list: (shown) =>
        tracker('trackProductListView', { name: shown.list, products: productsOf(shown) }),
      view(...ids) {
        const schema = (name: string) =>
          `iglu:com.snowplowanalytics.snowplow.ecommerce/${name}/jsonschema/1-0-0`;
        const event = {
          schema: schema('snowplow_ecommerce_action'),
          data: { type: 'product_view' },
        };
        const context = ids.map((id) => ({ schema: schema('product'), data: { id } }));
        tracker('trackSelfDescribingEvent', { event, context });
      },
    };
  },
};

function open(make: (host: Host) => Shop) {
  const location = { pathname: '/garden/chairs', search: '', hash: '' };
  const host: Host = { location };
  const shop = make(host);
  const recorder = listen(shop.source);
  return {
    ...shop,
    location,
    recorder,
    /** What is heard so far; each call ends a task of the page. */
    async told() {
      await Promise.resolve();
      return recorder.events.map(({ type, item, category }) =>
        type === 'category' ? `/${category?.join('/')}` : `${type} ${item}`,
      );
    },
  };
}

const CHAIRS = { list: 'Chairs', category: 'Garden/Chairs' };

test.each(Object.entries(SHOPS))(
  '%s: a list shown by and by is one category opened',
  async (_, make) => {
    const { list, told, location, recorder, view } = open(make);
    for (let push = 0; push < 12; push++) {
      const ids = Array.from({ length: 10 }, (_, i) => `${push}-${i}`);
      // What ten products have in common differs.
      list({
        ...CHAIRS,
        category: push % 3 ? 'Garden/Chairs' : ids.map((_, i) => `Garden/${i}`),
        ids,
      });
      if (push > 5) location.search = `?page=${push}`;
      await told();
    }
    expect(await told()).toEqual(['/Garden']);
    expect(recorder.shown).toHaveLength(120);
    expect(recorder.refusals()).toEqual({ duplicate: 11 });

    location.pathname = '/p/1';
    view('0-1');
    await told();
    location.pathname = '/garden/chairs';
    list(CHAIRS);
    expect(await told()).toEqual(['/Garden', 'click 0-1', '/Garden/Chairs']);
    recorder.stop();
  },
);

test.each(Object.entries(SHOPS))('%s: twelve pushes in one task are one', async (_, make) => {
  const { list, told, recorder } = open(make);
  for (let push = 0; push < 12; push++) list(CHAIRS);
  expect(await told()).toEqual(['/Garden/Chairs']);
  recorder.stop();
});

test.each(Object.entries(SHOPS))(
  '%s: a list told in pushes of one product each is one category opened',
  async (_, make) => {
    for (const isOneTask of [true, false]) {
      const { list, told, recorder } = open(make);
      for (const id of ['a', 'b', 'c', 'd']) {
        list({ ...CHAIRS, ids: [id] });
        if (!isOneTask) await told();
      }
      expect(await told()).toEqual(['/Garden/Chairs']);
      recorder.stop();
    }
  },
);

test.each(Object.entries(SHOPS))('%s: a list of one product is no category', async (_, make) => {
  const { list, told, recorder, view } = open(make);
  list({ ...CHAIRS, ids: ['a'] });
  list({ ...CHAIRS, ids: ['a'] });
  expect(await told()).toEqual([]);
  list({ list: 'Mixed', category: 'Garden/Chairs', ids: ['a'] });
  list({ list: 'Mixed', category: 'Kitchen/Knives', ids: ['b'] });
  list({ list: 'Mixed', category: 'Kitchen/Knives', ids: ['c'] });
  view('a');
  expect(await told()).toEqual(['click a']);
  recorder.stop();
});

test.each(Object.entries(SHOPS))('%s: a page of several lists has opened none', async (_, make) => {
  const { list, told, recorder, location } = open(make);
  location.pathname = '/';
  list({ list: 'Recommended', category: 'Garden/Chairs' });
  list({ list: 'Bestsellers', category: 'Garden/Chairs' });
  list({ list: 'Sofas we love', category: 'Garden/Sofas' });
  list({ list: 'Tables we love', category: 'Garden/Tables' });
  expect(await told()).toEqual([]);
  list({ list: 'Lamps we love', category: 'Light/Lamps' });
  expect(await told()).toEqual([]);
  recorder.stop();
});

test.each(Object.entries(SHOPS))('%s: a related list opens no category', async (_, make) => {
  const { list, view, told, location, recorder } = open(make);
  location.pathname = '/p/x';
  // In either order, as the page is built.
  list({ list: 'L', category: 'Garden/Chairs' });
  view('x', 'y', 'z');
  expect(await told()).toEqual(['click x']);
  list({ list: 'More', category: 'Garden/Chairs' });
  location.search = '?variant=2';
  list({ list: 'Chairs', category: 'Garden/Chairs' });
  expect(await told()).toEqual(['click x']);
  location.pathname = '/garden/chairs';
  list({ list: 'Related products', category: 'Garden/Chairs' });
  list({ list: 'Zuletzt angesehen', category: 'Garden/Chairs' });
  list(CHAIRS);
  expect(await told()).toEqual(['click x', '/Garden/Chairs']);
  recorder.stop();
});

test.each(Object.entries(SHOPS))(
  '%s: related products told a moment before the product open no category',
  async (_, make) => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { list, view, told, location, recorder } = open(make);
    location.pathname = '/p/x';
    list({ list: 'L', category: 'Garden/Chairs' });
    await told();
    vi.advanceTimersByTime(300);
    view('x');
    vi.advanceTimersByTime(5000);
    expect(await told()).toEqual(['click x']);
    // On another page nothing else is told: it is what the shopper opened.
    location.pathname = '/all';
    list({ list: 'L', category: 'Garden/Sofas' });
    expect(await told()).toEqual(['click x']);
    vi.advanceTimersByTime(1000);
    expect(await told()).toEqual(['click x', '/Garden/Sofas']);
    recorder.stop();
  },
);

test('what waits is told when the page is left', async () => {
  const host = Object.assign(new EventTarget(), {
    dataLayer: [] as unknown[],
    location: { pathname: '/all', search: '', hash: '' },
  });
  const recorder = listen(ga4(host, undefined, fakePage().watched));
  const items = ['a', 'b'].map((item_id) => ({ item_id, item_category: 'Garden' }));
  host.dataLayer.push(['event', 'view_item_list', { item_list_name: 'L', items }]);
  expect(await recorder.items()).toEqual([]);
  host.dispatchEvent(new Event('pagehide'));
  expect(recorder.events).toMatchObject([{ type: 'category', category: ['Garden'] }]);
  recorder.stop();
});

test.each(Object.entries(SHOPS))('%s: results of a search open none', async (name, make) => {
  const { list, told, source, recorder, location } = open(make);
  // Universal Analytics has no event for it; the name of the list says so too.
  list({ list: 'Search results', category: 'Garden/Chairs' });
  expect(await told()).toEqual([]);
  location.pathname = '/kitchen';
  list({ list: 'Inspiration', category: 'Kitchen/Pans' });
  list({ list: 'Product listing', category: 'Kitchen/Pans' });
  await told();
  location.pathname = '/recherche/pans';
  list({ list: 'Grid', category: 'Kitchen/Pans' });
  recorder.stop();
  expect(await told(), `${name} ${source.name}`).toEqual(['/Kitchen/Pans']);
  recorder.stop();
});

test('a category that the platform names without a list is one, also on the page of a product', async () => {
  const heard: unknown[] = [];
  const sink = { event: (raw: unknown) => heard.push(raw), item() {}, refuse() {} };
  const location = { pathname: '/', search: '', hash: '' };
  const acts = createPageActs(sink, { location });
  acts.event({ type: 'view', item: { id: 'a' } });
  for (let i = 0; i < 12; i++) acts.event({ type: 'category', category: ['garden'] });
  acts.settle();
  expect(heard).toEqual([
    { type: 'click', item: { id: 'a' } },
    { type: 'category', category: ['garden'] },
  ]);
});

test('a hundred orders wait for their products, and more are told at once', () => {
  const heard: unknown[] = [];
  const sink = { event: (raw: unknown) => heard.push(raw), item() {}, refuse() {} };
  const acts = createPageActs(sink, { location: { pathname: '/', search: '', hash: '' } });
  for (let i = 0; i < 150; i++) acts.event({ type: 'purchase', order: `${i}` });
  expect(heard).toHaveLength(50);
  acts.settle();
  expect(heard).toHaveLength(150);
});

test('a list beside a search or an order is no category', async () => {
  const dataLayer: unknown[] = [];
  const location = { pathname: '/search', search: '?q=chair', hash: '' };
  const recorder = listen(ga4({ dataLayer, location }));
  const items = ['a', 'b'].map((item_id) => ({ item_id, item_category: 'Garden' }));
  const shown = {
    event: 'view_item_list',
    ecommerce: { item_list_name: 'Product listing', items },
  };
  dataLayer.push(['event', 'search', { search_term: 'chair' }], shown);
  await Promise.resolve();
  location.pathname = '/thanks';
  dataLayer.push(['event', 'purchase', { transaction_id: 'T' }], shown);
  recorder.stop();
  expect(recorder.events.map(({ type }) => type)).toEqual(['search', 'purchase']);
});

test.each(Object.entries(SHOPS))('%s: a quick look leaves the list open', async (_, make) => {
  const { list, view, told, recorder } = open(make);
  list(CHAIRS);
  view('b');
  await told();
  list({ ...CHAIRS, ids: ['d', 'e'] });
  expect(await told()).toEqual(['/Garden/Chairs', 'click b']);
  recorder.stop();
});

test.each(Object.entries(SHOPS))('%s: other lists are other categories', async (_, make) => {
  const { list, told, location, recorder } = open(make);
  list(CHAIRS);
  await told();
  // By tabs, without another address: the list has the name of its category.
  list({ list: 'Tables', category: 'Garden/Tables' });
  await told();
  location.pathname = '/kitchen';
  list({ list: 'Product listing', category: 'Kitchen' });
  await told();
  location.search = '?category=4';
  await told();
  location.search = '?category=5';
  list({ list: 'Product listing', category: 'Light' });
  await told();
  expect(await told()).toEqual(['/Garden/Chairs', '/Garden/Tables', '/Kitchen', '/Light']);
  recorder.stop();
});

test('Adobe Commerce: a category shown by and by is one opened', async () => {
  const adobeDataLayer: unknown[] = [];
  const location = { pathname: '/women/jackets', search: '', hash: '' };
  const recorder = listen(adobe({ adobeDataLayer, location }));
  const products = [{ sku: 'a', name: 'A' }];
  for (let push = 0; push < 12; push++) {
    adobeDataLayer.push({
      event: 'category-results-view',
      eventInfo: {
        categoryContext: { name: 'Jackets', urlPath: 'women/jackets' },
        searchResultsContext: { units: [{ products }] },
      },
    });
    await Promise.resolve();
  }
  recorder.stop();
  expect(recorder.events.map(({ type }) => type)).toEqual(['category']);
});
