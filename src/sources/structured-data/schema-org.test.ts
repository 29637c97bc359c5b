import { describe, expect, test } from 'vitest';
import { createHostile } from '../../events/hostile-values.fixture.js';
import { parseItem } from '../../events/parse-item.js';
import { seededRandom } from '../../lib/random.js';
import type { MarkupNote } from './markup-note.js';
import { joinProducts } from './own-product.js';
import { type FoundProduct, readSchema } from './schema-org.js';

const BASE = 'https://shop.example/products/chair';
const PAGE = { base: BASE, paths: ['/products/chair'] };
const items = (found: FoundProduct[]) => {
  const { products, unreadable } = joinProducts(found, PAGE);
  return { items: products.map(({ item }) => parseItem(item)), unreadable: unreadable.length };
};
const read = (...documents: unknown[]) => {
  const reading = readSchema(
    documents.map((data) => ({ data })),
    BASE,
  );
  const { items: products, unreadable } = items(reading.products);
  return { ...reading, products, unreadable, listed: items(reading.listed).items };
};
const only = (...documents: unknown[]) => read(...documents).products[0];

/** As WooCommerce writes it. */
const PRODUCT = {
  '@context': 'https://schema.org/',
  '@type': 'Product',
  '@id': 'https://shop.example/products/chair#product',
  name: 'Chair',
  url: 'https://shop.example/products/chair',
  image: ['https://shop.example/chair.jpg', 'https://shop.example/chair-2.jpg'],
  sku: 'SKU-1',
  brand: { '@type': 'Brand', name: 'Oak' },
  category: 'Garden > Chairs',
  offers: [
    {
      '@type': 'Offer',
      price: '1,299.00',
      priceCurrency: 'EUR',
      availability: 'https://schema.org/InStock',
    },
  ],
};

test('reads a product', () => {
  expect(only(PRODUCT)).toEqual({
    id: 'SKU-1',
    name: 'Chair',
    brand: 'Oak',
    category: ['Garden', 'Chairs'],
    price: 1299,
    currency: 'EUR',
    available: true,
    url: '/products/chair',
    image: 'https://shop.example/chair.jpg',
  });
});

describe('other forms of the same product', () => {
  test.each([
    ['an array', [PRODUCT]],
    ['@graph', { '@context': 'https://schema.org', '@graph': [{ '@type': 'WebSite' }, PRODUCT] }],
    ['a page about it', { '@type': 'ItemPage', mainEntity: PRODUCT }],
    ['two types', { ...PRODUCT, '@type': ['Product', 'Thing'] }],
    ['a type by its address', { ...PRODUCT, '@type': 'http://schema.org/Product' }],
    ['brand as text', { ...PRODUCT, brand: 'Oak' }],
    ['brands', { ...PRODUCT, brand: [{ name: 'Oak' }, { name: 'Ash' }] }],
    ['category as a list', { ...PRODUCT, category: ['Garden', 'Chairs'] }],
    ['an image object', { ...PRODUCT, image: { url: 'https://shop.example/chair.jpg' } }],
    [
      'AggregateOffer',
      {
        ...PRODUCT,
        offers: {
          '@type': 'AggregateOffer',
          lowPrice: 1299,
          highPrice: 1500,
          priceCurrency: 'EUR',
          availability: 'InStock',
        },
      },
    ],
    ['another spelling of schema.org', { ...PRODUCT, '@type': 'https://www.schema.org/Product' }],
    ['a prefix', { ...PRODUCT, '@type': 'schema:Product' }],
    [
      'prefixes everywhere',
      Object.fromEntries(
        Object.entries(PRODUCT).map(([key, value]) =>
          /^@/.test(key) ? [key, value] : [`schema:${key}`, value],
        ),
      ),
    ],
    [
      'expanded JSON-LD',
      [
        {
          '@type': ['http://schema.org/Product'],
          'http://schema.org/name': [{ '@value': 'Chair', '@language': 'en' }],
          'http://schema.org/sku': [{ '@value': 'SKU-1' }],
          'http://schema.org/url': [{ '@id': 'https://shop.example/products/chair' }],
          'http://schema.org/image': [{ '@id': 'https://shop.example/chair.jpg' }],
          'http://schema.org/brand': [{ 'http://schema.org/name': [{ '@value': 'Oak' }] }],
          'http://schema.org/category': [{ '@value': 'Garden > Chairs' }],
          'http://schema.org/offers': [
            {
              'http://schema.org/price': [{ '@value': 1299 }],
              'http://schema.org/priceCurrency': [{ '@value': 'EUR' }],
              'http://schema.org/availability': [{ '@id': 'http://schema.org/InStock' }],
            },
          ],
        },
      ],
    ],
    ['the aliases of the context', { ...PRODUCT, '@type': undefined, type: 'Product' }],
    ['a type in small letters', { ...PRODUCT, '@type': 'product' }],
    ['a graph in a graph', { '@graph': [{ '@graph': [{ '@graph': [PRODUCT] }] }] }],
    ['HTML in a text', { ...PRODUCT, category: 'Garden &gt; Chairs', name: ' Chair\n ' }],
    [
      'the address that counts a campaign',
      { ...PRODUCT, url: '/products/chair?utm_source=m&gclid=1' },
    ],
    [
      'an offer with the product in it',
      { ...PRODUCT.offers[0], itemOffered: { ...PRODUCT, offers: undefined } },
    ],
    [
      'AggregateOffer without lowPrice',
      {
        ...PRODUCT,
        offers: {
          '@type': 'AggregateOffer',
          priceCurrency: 'EUR',
          offers: [{ price: 1500 }, { price: '1299.00', availability: 'InStock' }],
        },
      },
    ],
    [
      'offers of several prices: the lowest',
      { ...PRODUCT, offers: [{ price: 1500, priceCurrency: 'EUR' }, ...PRODUCT.offers] },
    ],
    [
      'used and new',
      {
        ...PRODUCT,
        offers: [
          { price: 9, itemCondition: 'https://schema.org/UsedCondition', priceCurrency: 'EUR' },
          ...PRODUCT.offers,
        ],
      },
    ],
    [
      'the offer of this address',
      {
        ...PRODUCT,
        offers: [
          { price: 9, url: '/products/chair?variant=2', priceCurrency: 'EUR' },
          { ...PRODUCT.offers[0], url: '/products/chair' },
        ],
      },
    ],
    [
      'a price that is crossed out, and one for members',
      {
        ...PRODUCT,
        offers: {
          availability: 'InStock',
          priceSpecification: [
            { price: 2000, priceCurrency: 'EUR', priceType: 'https://schema.org/ListPrice' },
            { price: 1299, priceCurrency: 'EUR' },
            { price: 999, priceCurrency: 'EUR', validForMemberTier: { '@id': '#plus' } },
          ],
        },
      },
    ],
    [
      'sold out, and for sale',
      {
        ...PRODUCT,
        offers: [
          { price: 9, availability: 'https://schema.org/SoldOut', priceCurrency: 'EUR' },
          ...PRODUCT.offers,
        ],
      },
    ],
    [
      'noise about returns',
      {
        ...PRODUCT,
        offers: {
          ...PRODUCT.offers[0],
          hasMerchantReturnPolicy: { '@type': 'MerchantReturnPolicy', price: 7, name: 'x' },
          shippingDetails: { shippingRate: { value: 5, currency: 'USD' } },
        },
      },
    ],
    [
      'a price specification',
      {
        ...PRODUCT,
        offers: {
          priceSpecification: [{ price: 1299, priceCurrency: 'eur' }],
          availability: 'http://schema.org/LimitedAvailability',
        },
      },
    ],
  ])('reads %s', (_, data) => {
    expect(only(data)).toEqual(only(PRODUCT));
  });
});

/** As Shopify writes it. */
const GROUP = {
  '@context': 'http://schema.org/',
  '@id': '/products/dress#product',
  '@type': 'ProductGroup',
  name: 'Dress',
  productGroupID: '4681855533135',
  hasVariant: [
    {
      '@type': 'Product',
      '@id': '/products/dress?variant=1#variant',
      sku: 'D-XS',
      offers: {
        '@type': 'Offer',
        price: '128.00',
        priceCurrency: 'USD',
        availability: 'http://schema.org/OutOfStock',
      },
    },
  ],
};

test.each([
  ['https://schema.org/InStock', true],
  ['PreOrder', true],
  ['LimitedAvailability', true],
  ['https://schema.org/Reserved', false],
  ['out of stock', false],
  ['oos', false],
  ['false', false],
  ['nicht lieferbar', undefined],
  ['', undefined],
])('%j is for sale: %s, with a price or without', (availability, available) => {
  for (const price of [20, undefined])
    expect(only({ ...PRODUCT, offers: { price, availability } })?.available).toBe(available);
});

test('a product group is one product with the price of its first variant', () => {
  expect(read(GROUP).products).toEqual([
    {
      id: '4681855533135',
      name: 'Dress',
      price: 128,
      currency: 'USD',
      available: false,
      url: '/products/dress',
    },
  ]);
});

describe('references', () => {
  const reference = { '@id': '#product' };
  test('are what they refer to, wherever that is', () => {
    const parts = [
      { '@type': 'ItemPage', mainEntity: reference },
      {
        '@id': '#offer',
        '@type': 'Offer',
        price: 1299,
        priceCurrency: 'EUR',
        availability: 'InStock',
      },
      { '@id': '#brand', '@type': 'Brand', name: 'Oak' },
      { '@id': '#photo', '@type': 'ImageObject', url: 'https://shop.example/chair.jpg' },
      {
        ...PRODUCT,
        '@id': `${BASE}#product`,
        offers: { '@id': '#offer' },
        brand: { '@id': '#brand' },
        image: { '@id': '#photo' },
      },
      // As apps for reviews add it.
      { '@type': 'Product', ...reference, name: 'Chair', aggregateRating: { ratingValue: 5 } },
    ];
    expect(read({ '@graph': parts }).products).toEqual([only(PRODUCT)]);
    expect(read(...parts).products).toEqual([only(PRODUCT)]);
    expect(read(...parts.reverse()).products).toEqual([only(PRODUCT)]);
  });
  test('to nothing are nothing, and circles end', () => {
    expect(read({ '@type': 'WebPage', mainEntity: { '@id': '#x' } }).products).toEqual([]);
    const group = { '@id': '#group', '@type': 'ProductGroup', productGroupID: 'G' };
    const variant = { '@type': 'Product', sku: 'V', isVariantOf: { '@id': '#group' } };
    const data = [{ ...group, hasVariant: { ...variant, '@id': '#v' } }, { '@id': '#v' }];
    expect(read(data).products.map((item) => item?.id)).toEqual(['G', 'V']);
  });
  test('that a template gives to all products of a list do not make them one', () => {
    const list = ['a', 'b'].map((sku) => ({ '@type': 'Product', '@id': '#product', sku }));
    expect(read(list).products.map((item) => item?.id)).toEqual(['a', 'b']);
    const nameless = ['a', 'b'].map((name) => ({ '@type': 'Product', '@id': `#${name}`, name }));
    expect(read(nameless)).toMatchObject({ products: [], unreadable: 2 });
  });
});

test.each([
  ['the same twice', [PRODUCT, PRODUCT]],
  ['the same with less', [PRODUCT, { '@type': 'Product', name: 'Chair', review: [] }]],
  ['less first', [{ '@type': 'Product', name: 'Chair', review: [] }, PRODUCT]],
  [
    'by its GTIN',
    [
      { ...PRODUCT, gtin: '4' },
      { '@type': 'Product', sku: '7', gtin: '4' },
    ],
  ],
])('blocks about one product are one: %s', (_, blocks) => {
  expect(read(...blocks).products).toHaveLength(1);
  expect(only(...blocks)).toMatchObject({ id: 'SKU-1', price: 1299 });
  expect(read(...blocks).unreadable).toBe(0);
});

test.each([
  ['Book', { isbn: '9780141439518' }, '9780141439518'],
  ['Book', { sku: 'B', isbn: '9780141439518' }, 'B'],
  ['Car', { sku: 'C' }, 'C'],
  ['IndividualProduct', { sku: 'C' }, 'C'],
  ['ProductModel', { sku: 'C' }, 'C'],
  ['SomeProducts', { sku: 'C' }, 'C'],
  ['VideoGame', { offers: { price: 1 }, url: '/g' }, '/g'],
  ['http://www.productontology.org/id/Chair', {}, undefined],
  ['BlogPosting', { name: 'Chair' }, undefined],
  ['Book', { name: 'A book somebody read' }, undefined],
])('a %s with %j is the product %j', (type, fields, id) => {
  expect(only({ '@type': type, ...fields })?.id).toBe(id);
});

test('says what has the fields of a product and no type that is one', () => {
  const notes: MarkupNote[] = [];
  const data = [
    { '@type': 'Servcie', sku: 'S', name: 'x' },
    { '@type': 'WebSite', name: 'y' },
  ];
  readSchema([{ data, place: 'script 3' }], BASE, (note) => notes.push(note));
  expect(notes).toEqual([
    {
      kind: 'type',
      place: 'script 3',
      node: expect.objectContaining({ '@type': 'Servcie', '@keys': ['@type', 'sku', 'name'] }),
    },
  ]);
});

test('a variant keeps the id of its group', () => {
  const variant = { ...PRODUCT, isVariantOf: { '@type': 'ProductGroup', productGroupID: 'G' } };
  expect(only(variant)).toMatchObject({ id: 'SKU-1', group: 'G' });
});

test.each([
  [{ productID: 'P', sku: 'S' }, 'P'],
  [{ sku: ['S', 'T'], mpn: 'M' }, 'S'],
  [{ gtin13: 4006381333931, mpn: 'M' }, '4006381333931'],
  [{ sku: '', mpn: 'M' }, 'M'],
  [{ url: '/products/7?x=1#y' }, '/products/7?x=1'],
  [{ '@id': 'https://shop.example/p/7#product' }, '/p/7'],
  [{ url: 'javascript:alert(1)' }, undefined],
  [{ sku: '__proto__' }, undefined],
  [{ productID: 'sku:925872' }, '925872'],
  [{ sku: 2 ** 60, mpn: 'M' }, 'M'],
  [{ identifier: { '@type': 'PropertyValue', propertyID: 'sku', value: 'I' } }, 'I'],
  [{ id: 7 }, '7'],
  [{ id: 'https://shop.example/p/7' }, '/p/7'],
  [{ '@id': 'https://shop.example/#product' }, undefined],
  [{ name: 'x', offers: { url: '/p/8' } }, '/p/8'],
])('reads %j as the id %j', (fields, id) => {
  const { products, unreadable } = read({ '@type': 'Product', ...fields });
  expect(products[0]?.id).toBe(id);
  expect(unreadable).toBe(id ? 0 : 1);
});

test('products in a list are listed, not taken as the product of the page', () => {
  const list = {
    '@type': 'CollectionPage',
    mainEntity: {
      '@type': 'ItemList',
      itemListElement: [
        { '@type': 'ListItem', position: 1, item: { '@type': 'Product', sku: 'a' } },
        { '@type': 'ListItem', position: 2, url: 'https://shop.example/b' },
        { '@type': 'Product', sku: 'c' },
      ],
    },
  };
  expect(read(list)).toMatchObject({ products: [], listed: [{ id: 'a' }, { id: 'c' }] });
});

test('reads the breadcrumb in order, without the home page', () => {
  const step = (position: number, name: string, path: string) => ({
    '@type': 'ListItem',
    position,
    name,
    item: `https://shop.example${path}`,
  });
  const steps = [step(3, 'Chairs', '/c/chairs'), step(1, 'Home', '/'), step(2, 'Garden', '/c')];
  const trail = (itemListElement: unknown) =>
    read({ '@graph': [{ '@type': 'BreadcrumbList', itemListElement }, PRODUCT] }).trail;
  expect(trail(steps)).toEqual(['Garden', 'Chairs']);
  expect(trail([{ item: { '@id': '/c', name: 'Garden' } }])).toEqual(['Garden']);
  expect(trail('none')).toBeUndefined();
});

test('deep, long or hostile data is cut off and never reaches a prototype', () => {
  let deep: unknown = PRODUCT;
  for (let i = 0; i < 5000; i++) deep = [deep];
  expect(read(deep).products).toEqual([]);
  expect(read(Array(5000).fill(PRODUCT)).products.length).toBeLessThan(1000);
  const hostile = createHostile(seededRandom(4), ['@type', '@graph', 'offers', 'brand', 'sku']);
  for (let i = 0; i < 2000; i++) {
    try {
      read([hostile.object(), hostile.value()]);
    } catch (thrown) {
      // A getter of what is not JSON; the source catches and counts it.
      expect(String(thrown)).toMatch(/hostile|convert/);
    }
  }
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});
