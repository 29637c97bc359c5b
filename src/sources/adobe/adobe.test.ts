import { describe, expect, test } from 'vitest';
import { createHostile } from '../../events/hostile-values.fixture.js';
import { fakePage } from '../../lib/page/fake-page.fixture.js';
import { seededRandom } from '../../lib/random.js';
import { adobe } from './adobe.js';
import { listen, SOURCE_CONTRACT } from '../source-contract.fixture.js';

type Entry = Record<string, unknown>;

const xdmCart = (id: unknown) => ({
  event: 'commerce.productListAdds',
  commerce: { productListAdds: { value: 1 } },
  productListItems: [{ SKU: id }],
});
const storefrontCart = (id: unknown) => ({
  event: 'add-to-cart',
  eventInfo: { changedProductsContext: { items: [{ product: { sku: id } }] } },
});

describe.each([
  ['a storefront', storefrontCart],
  ['XDM', xdmCart],
])('the source contract, by %s', (_, cart) => {
  test.each(Object.entries(SOURCE_CONTRACT))('%s', async (_, check) => {
    const layer: unknown[] = [];
    const page = fakePage();
    await check({
      source: adobe({ adobeDataLayer: layer }, undefined, page.watched),
      act: (id) => void layer.push(cart(id)),
      noise() {
        const fields = ['event', 'eventInfo', 'commerce', 'productListItems', 'product', 'items'];
        const hostile = createHostile(seededRandom(9), fields);
        const failing = () => {
          throw new Error('hostile');
        };
        let told = 0;
        for (let i = 0; i < 500; i++) {
          layer.push(hostile.value());
          layer.push({
            changedProductsContext: hostile.value(),
            shoppingCartContext: hostile.value(),
          });
          layer.push({ event: 'place-order', eventInfo: hostile.value() });
          layer.push({ event: 'search-results-view', searchResultsContext: hostile.value() });
          layer.push({ ...xdmCart('a'), productListItems: hostile.value() });
          layer.push(xdmCart(undefined));
          told++;
        }
        layer.push(new Proxy({}, { get: failing }));
        return told + 1;
      },
      footprint: () => page.footprint() + Number(Object.hasOwn(layer, 'push')),
    });
  });
});

const heard = (...entries: unknown[]) => {
  const host = { adobeDataLayer: entries };
  const source = adobe(host, undefined, fakePage().watched);
  const recorder = listen(source);
  recorder.stop();
  const items: unknown[] = [];
  source.start({
    event: (raw) => items.push((raw as Entry).item),
    item: (item) => items.push(item),
    refuse() {},
  })();
  const events = recorder.events.map(({ ts: _, session: __, source: ___, ...event }) => event);
  return { events, items, shown: recorder.shown, refusals: recorder.refusals() };
};

// The mock contexts of the SDK's documentation.
const product = {
  productId: 1153,
  name: 'Juno Jacket',
  sku: 'WJ06-XS-Green',
  topLevelSku: 'WJ06',
  categories: ['women', 'women/jackets'],
  mainImageUrl: 'https://shop.example/wj06.jpg',
  canonicalUrl: 'https://shop.example/juno-jacket.html',
  pricing: { regularPrice: 19.99, minimalPrice: 10.99, maximalPrice: 24.99, currencyCode: 'USD' },
};
const line = {
  id: 'aaaaaa',
  product,
  prices: { price: { value: 20, currency: 'USD' } },
  quantity: 2,
};
const hoodie = { product: { sku: 'h001' }, quantity: 1 };
const contexts = {
  productContext: product,
  changedProductsContext: { items: [line] },
  shoppingCartContext: { id: '1', items: [line, hoodie] },
  orderContext: { orderId: '111111', grandTotal: 69.98 },
  searchInputContext: {
    units: [
      { searchUnitId: 'popover', phrase: 'red' },
      { searchUnitId: 'search-bar', phrase: 'red pants' },
    ],
  },
  searchResultsContext: {
    units: [{ searchUnitId: 'search-bar', products: [{ sku: 'a', rank: 1 }, { sku: 'b' }] }],
  },
  categoryContext: { name: 'Jackets', urlKey: 'jackets', urlPath: 'women/jackets' },
};

describe("mapping Adobe Commerce's events", () => {
  const inCart = { item: 'WJ06', price: 20, quantity: 2 };
  test.each([
    ['product-page-view', [{ type: 'click', item: 'WJ06', price: 10.99 }], []],
    ['add-to-cart', [{ type: 'cart', ...inCart }], []],
    ['remove-from-cart', [{ type: 'remove', ...inCart }], []],
    [
      'place-order',
      [
        { type: 'purchase', order: '111111', ...inCart },
        { type: 'purchase', order: '111111', item: 'h001', quantity: 1 },
      ],
      [],
    ],
    ['initiate-checkout', [{ type: 'checkout' }], ['WJ06', 'h001']],
    ['shopping-cart-view', [], ['WJ06', 'h001']],
    ['search-request-sent', [{ type: 'search', query: 'red pants' }], []],
    ['search-results-view', [], ['a', 'b']],
    [
      'category-results-view',
      [{ type: 'category', category: ['women', 'jackets'], list: 'Jackets' }],
      ['a', 'b'],
    ],
    ['page-view', [], []],
    ['cmp:click', [], []],
    ['constructor', [], []],
  ])('maps %s, with its own contexts and with earlier ones', (event, events, shown) => {
    const searchUnitId = 'search-bar';
    const own = heard({ event, eventInfo: { ...contexts, searchUnitId } });
    expect(own).toMatchObject({ events, shown, refusals: {} });
    const parts = Object.entries(contexts).map(([name, context]) => ({ [name]: context }));
    const before = heard(...parts, { event, eventInfo: { searchUnitId } });
    expect(before).toMatchObject({ events, shown, refusals: {} });
  });

  test('maps item fields', () => {
    expect(heard({ event: 'product-page-view', productContext: product }).items).toEqual([
      {
        id: 'WJ06',
        name: 'Juno Jacket',
        category: 'women/jackets',
        price: 10.99,
        currency: 'USD',
        url: 'https://shop.example/juno-jacket.html',
        image: 'https://shop.example/wj06.jpg',
      },
    ]);
    const found = { name: 'Red', sku: 'r', url: '/r', imageUrl: '/r.jpg', price: 49.99, rank: 1 };
    const { items } = heard({
      event: 'search-results-view',
      searchResultsContext: { units: [{ products: [found] }] },
    });
    expect(items).toMatchObject([
      { id: 'r', name: 'Red', price: 49.99, url: '/r', image: '/r.jpg' },
    ]);
  });

  test('ignores a cleared context; without changed products takes the page’s product', () => {
    const view = { event: 'product-page-view' };
    expect(heard({ productContext: product }, { productContext: null }, view).refusals).toEqual({
      item: 1,
    });
    expect(heard({ productContext: product }, { event: 'add-to-cart' }).events).toMatchObject([
      { type: 'cart', item: 'WJ06' },
    ]);
    expect(heard({ productContext: product }, { event: 'place-order' }).refusals).toEqual({
      item: 1,
    });
  });
});

describe("mapping XDM's events", () => {
  const items = [{ SKU: 'a', name: 'A', priceTotal: 40, quantity: 2, currencyCode: 'EUR' }];
  const told = { item: 'a', price: 20, quantity: 2 };
  test.each([
    ['productViews', [{ type: 'click', ...told }], []],
    ['productListAdds', [{ type: 'cart', ...told }], []],
    ['productListRemovals', [{ type: 'remove', ...told }], []],
    ['saveForLaters', [{ type: 'wishlist', ...told }], []],
    ['purchases', [{ type: 'purchase', order: 'T1', ...told }], []],
    ['checkouts', [{ type: 'checkout' }], ['a']],
    ['productListViews', [], ['a']],
    ['productListOpens', [], []],
    ['constructor', [], []],
  ])('maps %s, by its measure, its type or the name of the push', (name, events, shown) => {
    const order = { purchaseID: 'T1' };
    const xdm = { commerce: { [name]: { value: 1 }, order }, productListItems: items };
    const typed = { eventType: `commerce.${name}`, commerce: { order }, productListItems: items };
    for (const entry of [
      { event: 'shop', ...xdm },
      { event: 'shop', xdm },
      { event: 'shop', xdm: typed },
      { event: `commerce.${name}`, ...xdm },
    ]) {
      expect(heard(entry)).toMatchObject({ events, shown, refusals: {} });
    }
  });

  test('does not report a measure of zero, or state without an event', () => {
    const commerce = { productViews: { value: 0 } };
    expect(heard({ event: 'shop', commerce, productListItems: items }).events).toEqual([]);
    expect(heard({ ...xdmCart('a'), event: undefined }).events).toEqual([]);
  });

  test('maps item fields', () => {
    const fields = {
      ...items[0],
      productImageUrl: '/a.jpg',
      productCategories: [{ categoryName: 'Chairs', categoryPath: 'Garden/Chairs' }],
    };
    expect(heard({ ...xdmCart('a'), productListItems: [fields] }).items).toEqual([
      {
        id: 'a',
        name: 'A',
        category: 'Garden/Chairs',
        price: 20,
        currency: 'EUR',
        image: '/a.jpg',
      },
    ]);
  });

  test('reads at most 200 items and counts the rest', () => {
    const many = Array.from({ length: 250 }, (_, i) => ({ SKU: `i${i}` }));
    const { shown, refusals } = heard({
      event: 'commerce.productListViews',
      productListItems: many,
    });
    expect([shown.length, refusals]).toEqual([200, { limit: 50 }]);
  });
});

test('each entry counts once when the library takes over or replaces the array', async () => {
  const host: Record<string, unknown> = {};
  const page = fakePage();
  const recorder = listen(adobe(host, 'layer', page.watched));
  const layer: unknown[] = [xdmCart('early')];
  host.layer = layer;
  page.scriptRan();
  layer.push(xdmCart('waiting'));
  // As the library does it: the array is emptied, `push` replaced, every entry pushed again.
  const waiting = layer.splice(0);
  layer.push = (...entries) => Array.prototype.push.apply(layer, entries);
  layer.push(...waiting, xdmCart('meanwhile'));
  page.scriptRan();
  layer.push(xdmCart('live'));
  host.layer = [xdmCart('other')];
  page.scriptRan();
  layer.push(xdmCart('nobody hears this'));
  expect(await recorder.items()).toEqual(
    ['early', 'waiting', 'meanwhile', 'live', 'other'].map((id) => `cart ${id}`),
  );
  recorder.stop();
  expect([page.footprint(), Object.hasOwn(host.layer as object, 'push')]).toEqual([0, false]);
});

test('an entry counts once when another script wraps our push', async () => {
  const layer: unknown[] = [];
  const page = fakePage();
  const recorder = listen(adobe({ adobeDataLayer: layer }, undefined, page.watched));
  const { push } = layer;
  page.scriptRan();
  expect(layer.push).toBe(push);
  layer.push = (...entries) => push.apply(layer, entries);
  page.scriptRan();
  layer.push(xdmCart('a'));
  expect(await recorder.items()).toEqual(['cart a']);
  recorder.stop();
});

test('a new data layer starts without the state of the old one', async () => {
  const host = { adobeDataLayer: [{ productContext: product }] as unknown[] };
  const page = fakePage();
  const recorder = listen(adobe(host, undefined, page.watched));
  host.adobeDataLayer = [{ event: 'product-page-view' }];
  page.scriptRan();
  expect([await recorder.items(), recorder.refusals()]).toEqual([[], { item: 1 }]);
  recorder.stop();
});

test('a frozen data layer is left alone', () => {
  const page = fakePage();
  const recorder = listen(adobe({ adobeDataLayer: Object.freeze([]) }, undefined, page.watched));
  page.scriptRan();
  page.scriptRan();
  expect(recorder.refusals()).toEqual({ shape: 1 });
  recorder.stop();
});
