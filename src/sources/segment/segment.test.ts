import { describe, expect, test } from 'vitest';
import { createHostile } from '../../events/hostile-values.fixture.js';
import { fakePage } from '../../lib/page/fake-page.fixture.js';
import { seededRandom } from '../../lib/random.js';
import { segment } from './segment.js';
import { listen, SOURCE_CONTRACT } from '../source-contract.fixture.js';

type Track = (event: unknown, properties?: unknown) => unknown;
type Listener = (event: unknown, properties: unknown) => void;

/** What the snippets put on the page: calls wait in an array with the methods on it. */
function createStub(method: 'track' | 'capture', isSegment = false) {
  const queue: unknown[] = [];
  const methods: Record<string, unknown> = isSegment ? { methods: [method, 'on', 'off'] } : {};
  for (const name of [method, 'on', 'off']) {
    methods[name] = (...args: unknown[]) => void queue.push([name, ...args]);
  }
  return Object.assign(queue, methods);
}

/** As analytics-next: `on` is told once the call was dispatched, with a copy of the properties. */
function createLibrary() {
  const listeners: Listener[] = [];
  const undelivered: unknown[][] = [];
  return {
    on: (_: string, listener: Listener) => void listeners.push(listener),
    off: (_: string, listener: Listener) => void listeners.splice(listeners.indexOf(listener), 1),
    track: ((...call) => void undelivered.push(call)) as Track,
    deliver() {
      for (const [event, properties] of undelivered.splice(0)) {
        for (const listener of listeners) listener(event, { ...(properties as object) });
      }
    },
  };
}

/** The stub's queue, as the library takes it: emptied, listeners first. */
function takeQueue(stub: unknown[], library: ReturnType<typeof createLibrary>) {
  const calls = stub.splice(0) as [string, unknown, unknown][];
  for (const [name, event, listener] of calls) {
    if (name === 'on') library.on(event as string, listener as Listener);
  }
  return () => {
    for (const [name, ...args] of calls) if (name === 'track') library.track(...args);
    library.deliver();
  };
}

const FORMS = {
  "Segment's stub": ['analytics', 'track', () => createStub('track', true)],
  'Segment itself': ['analytics', 'track', () => createLibrary()],
  "RudderStack's stub": ['rudderanalytics', 'track', () => createStub('track')],
  'RudderStack itself': ['rudderanalytics', 'track', () => ({ track() {} })],
  "PostHog's stub": ['posthog', 'capture', () => createStub('capture')],
  'PostHog itself': [
    'posthog',
    'capture',
    () =>
      new (class {
        capture() {}
      })(),
  ],
} as const;

describe.each(Object.entries(FORMS))('the source contract, by %s', (_, [name, method, create]) => {
  test.each(Object.entries(SOURCE_CONTRACT))('%s', async (_, check) => {
    const api = create() as object as Record<string, Track>;
    const page = fakePage();
    const untouched = api[method];
    const hadOwnPush = Object.hasOwn(api, 'push');
    await check({
      source: segment({ [name]: api }, undefined, page.watched),
      act: (id) => api[method]('Product Added', { product_id: id }),
      noise() {
        const hostile = createHostile(seededRandom(9), ['products', 'product_id', '0', '1']);
        let told = 0;
        for (let i = 0; i < 500; i++) {
          api[method](hostile.value(), hostile.value());
          api[method]('Order Completed', hostile.value());
          api[method]('Product List Viewed', { products: hostile.value() });
          api[method]('Product Viewed');
          told++;
        }
        if (Array.isArray(api)) api.push(hostile.value(), new Proxy([], { get: failing }));
        return told;
      },
      footprint: () =>
        page.footprint() +
        Number(api[method] !== untouched) +
        Number(Object.hasOwn(api, 'push') !== hadOwnPush),
    });
  });
});

function failing() {
  throw new Error('hostile');
}

describe('mapping the events of the ecommerce spec', () => {
  const heard = (event: string, properties?: object) => {
    const items: unknown[] = [];
    const host = { analytics: createLibrary() };
    const source = segment(host, undefined, fakePage().watched);
    const recorder = listen(source);
    const stop = source.start({
      event: (raw) => items.push((raw as { item: unknown }).item),
      item: (item) => items.push(item),
      refuse() {},
    });
    host.analytics.track(event, properties);
    recorder.stop();
    stop();
    const events = recorder.events.map(({ ts: _, session: __, source: ___, ...event }) => event);
    return { events, items, shown: recorder.shown, refusals: recorder.refusals() };
  };
  const product = {
    product_id: '507f',
    sku: 'G-32',
    category: 'Games/Boards',
    name: 'Monopoly',
    brand: 'Hasbro',
    variant: '200 pieces',
    price: 18.99,
    quantity: 2,
    position: 3,
    url: 'https://shop.example/monopoly',
    image_url: 'https://shop.example/monopoly.jpg',
    currency: 'usd',
  };

  test.each([
    ['Product Viewed', 'click'],
    ['Product Clicked', 'click'],
    ['Product Added', 'cart'],
    ['Wishlist Product Added to Cart', 'cart'],
    ['Product Removed', 'remove'],
    ['Product Added to Wishlist', 'wishlist'],
  ])('%s becomes %s', (name, type) => {
    expect(heard(name, { ...product, order_id: 'cart-9' }).events).toEqual([
      { type, item: '507f', price: 18.99, quantity: 2, position: 3 },
    ]);
  });

  test('maps item fields; the sku is the id where there is none', () => {
    expect(heard('Product Viewed', product).items).toEqual([
      {
        id: '507f',
        name: 'Monopoly',
        brand: 'Hasbro',
        category: 'Games/Boards',
        price: 18.99,
        currency: 'usd',
        url: 'https://shop.example/monopoly',
        image: 'https://shop.example/monopoly.jpg',
      },
    ]);
    expect(heard('Product Added', { sku: 'G-32' }).events).toEqual([
      { type: 'cart', item: 'G-32' },
    ]);
  });

  test('splits an order into one purchase per line', () => {
    const order = { order_id: 'T1', total: 99, currency: 'EUR', products: [product, { sku: 'b' }] };
    const { events, items } = heard('Order Completed', order);
    expect(events).toEqual([
      { type: 'purchase', item: '507f', order: 'T1', price: 18.99, quantity: 2, position: 3 },
      { type: 'purchase', item: 'b', order: 'T1' },
    ]);
    expect(items).toMatchObject([{ currency: 'usd' }, { currency: 'EUR' }]);
    expect(heard('Order Completed', { order_id: 'T2' }).events).toEqual([
      { type: 'purchase', order: 'T2' },
    ]);
  });

  test.each([
    ['Checkout Started', { order_id: 'T1' }, [{ type: 'checkout' }]],
    ['Checkout Started', undefined, [{ type: 'checkout' }]],
    ['Products Searched', { query: 'blue roses' }, [{ type: 'search', query: 'blue roses' }]],
    [
      'Product List Viewed',
      { list_id: 'deals', category: 'Deals/Today' },
      [{ type: 'category', category: ['Deals', 'Today'], list: 'deals' }],
    ],
    [
      'Product List Filtered',
      { list_id: 'may', category: '' },
      [{ type: 'category', category: ['Games'], list: 'may' }],
    ],
    ['Product List Viewed', {}, []],
    ['Cart Viewed', {}, []],
    ['Promotion Viewed', {}, []],
    ['constructor', {}, []],
  ])('%s with %j shows its items', (name, fields, events) => {
    const products = [
      { product_id: 'a', category: 'Games/Cards' },
      { product_id: 'b', category: 'Games/Boards' },
    ];
    const told = heard(name, fields && { ...fields, products });
    expect(told.events).toEqual(events);
    const known = fields && !/Promotion|constructor/.test(name);
    expect(told.shown).toEqual(known ? ['a', 'b'] : []);
  });

  test.each([
    ['Viewed Product', { id: 'a' }, 'click a'],
    ['product_added', { productId: 'a' }, 'cart a'],
    ['PRODUCT-REMOVED', { product_id: '', sku: 'a' }, 'remove a'],
    ['Completed Order', { orderId: 'T', products: [{ id: 'a' }] }, 'purchase a T'],
  ])('%s, of the first version of the spec or written otherwise', (name, fields, told) => {
    const { events } = heard(name, fields);
    const words = events.flatMap(({ type, item, order }) => [type, item, order]);
    expect(words.filter(Boolean).join(' ')).toBe(told);
  });

  test('counts an event without its product, and reads at most 200 products', () => {
    expect(heard('Product Added').refusals).toEqual({ item: 1 });
    expect(heard('Product Viewed', { products: 'none' }).refusals).toEqual({ item: 1 });
    const products = Array.from({ length: 250 }, (_, i) => ({ product_id: i }));
    const { shown, refusals } = heard('Cart Viewed', { products });
    expect([shown.length, refusals]).toEqual([200, { limit: 50 }]);
  });
});

describe('each call counts once', () => {
  const added = (id: string) => ['Product Added', { product_id: id }] as const;
  const rig = (stub = createStub('track', true)) => {
    const host: Record<string, unknown> = { analytics: stub };
    const page = fakePage();
    const start = () => listen(segment(host, undefined, page.watched));
    const track = (id: string) => (host.analytics as { track: Track }).track(...added(id));
    return { host, page, stub, start, track, library: createLibrary() };
  };

  test('when the library repeats queued calls, before or after we see it', async () => {
    for (const seenFirst of [true, false]) {
      const { host, page, stub, start, track, library } = rig();
      track('before us');
      const recorder = start();
      track('after us');
      const replay = takeQueue(stub, library);
      host.analytics = library;
      if (seenFirst) page.scriptRan();
      replay();
      page.scriptRan();
      track('live');
      library.deliver();
      expect(await recorder.items()).toEqual(['cart before us', 'cart after us', 'cart live']);
      recorder.stop();
      track('gone');
      library.deliver();
      expect(recorder.events).toHaveLength(3);
    }
  });

  test('when the library took the queue before we started', async () => {
    const { host, page, stub, start, track, library } = rig();
    track('taken');
    const first = takeQueue(stub, library);
    const recorder = start();
    track('waiting');
    const second = takeQueue(stub, library);
    first();
    second();
    host.analytics = library;
    page.scriptRan();
    expect((await recorder.items()).sort()).toEqual(['cart taken', 'cart waiting']);
    recorder.stop();
  });

  test('when the source stops before the library takes the queue', async () => {
    const { host, stub, start, track, library } = rig();
    const recorder = start();
    recorder.stop();
    track('gone');
    const replay = takeQueue(stub, library);
    host.analytics = library;
    replay();
    expect(await recorder.items()).toEqual([]);
  });

  test('when the library never loads', async () => {
    const { start, track, page } = rig();
    const recorder = start();
    track('a');
    page.pass(3_600_000);
    track('b');
    expect(await recorder.items()).toEqual(['cart a', 'cart b']);
    recorder.stop();
  });

  test('and two calls with the same object count twice', async () => {
    const { host, page, stub, start, library } = rig();
    const call = added('a');
    const recorder = start();
    (stub.track as Track)(...call);
    takeQueue(stub, library)();
    host.analytics = library;
    page.scriptRan();
    page.pass(1000);
    library.track(...call);
    library.track(...call);
    expect(recorder.events).toHaveLength(3);
    recorder.stop();
  });

  test("when one tool forwards to another; each tool's own events count too", async () => {
    const posthog = { capture: (..._: unknown[]) => {} };
    const analytics = { track: ((...call) => posthog.capture(...call)) as Track };
    const recorder = listen(segment({ analytics, posthog }, undefined, fakePage().watched));
    analytics.track(...added('a'));
    posthog.capture('Product Viewed', { product_id: 'b' });
    expect(await recorder.items()).toEqual(['cart a', 'click b']);
    expect(recorder.refusals()).toEqual({ duplicate: 1 });
    recorder.stop();
  });

  test('when the global appears late under another name', async () => {
    const host: Record<string, unknown> = {};
    const page = fakePage();
    const recorder = listen(segment(host, ['shopAnalytics'], page.watched));
    host.shopAnalytics = createStub('track', true);
    (host.shopAnalytics as { track: Track }).track(...added('early'));
    page.scriptRan();
    (host.shopAnalytics as { track: Track }).track(...added('late'));
    expect(await recorder.items()).toEqual(['cart early', 'cart late']);
    recorder.stop();
  });
});
