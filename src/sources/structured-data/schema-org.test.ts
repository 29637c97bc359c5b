import { describe, expect, test } from 'vitest';
import { createHostile } from '../../events/hostile-values.fixture.js';
import { parseItem } from '../../events/parse-item.js';
import { seededRandom } from '../../lib/random.js';
import { readSchema } from './schema-org.js';

const BASE = 'https://shop.example/products/chair';
const read = (data: unknown) => {
  const { products, listed, ...rest } = readSchema(data, BASE);
  return { ...rest, products: products.map(parseItem), listed: listed.map(parseItem) };
};
const only = (data: unknown) => read(data).products[0];

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
