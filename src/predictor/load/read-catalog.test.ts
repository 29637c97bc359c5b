import { expect, test } from 'vitest';
import { parseItem } from '../../events/parse-item.js';
import { readCatalog } from './read-catalog.js';

const bytes = (text: string) => new TextEncoder().encode(text).buffer;
const read = (given: unknown, file = '') =>
  readCatalog(
    given,
    async () => bytes(file),
    async () => {},
    () => false,
    parseItem,
  );
const mugs = [{ id: 'mug-1', name: 'Mug' }, { id: 'mug-2' }];

async function* streamed() {
  yield* mugs;
}

test.each<[string, unknown]>([
  ['a list', mugs],
  ['{ products }', { products: mugs }],
  ['{ items }', { total: 2, items: mugs }],
  [
    '{ data: { products: { edges } } }',
    { data: { products: { edges: mugs.map((node) => ({ node })) } } },
  ],
  ['a promise', Promise.resolve({ data: mugs })],
  ['a function', () => mugs],
  ['a function of a promise', async () => ({ results: mugs })],
  ['a set', new Set(mugs)],
  [
    'a map',
    new Map([
      ['mug-1', { name: 'Mug' }],
      ['mug-2', {}],
    ]),
  ],
  ['an object by id', { 'mug-1': { name: 'Mug' }, 'mug-2': {} }],
  ['an async iterable', streamed()],
  ['a generator', () => streamed()],
  ['promises of products', mugs.map((mug) => Promise.resolve(mug))],
  ['JSON as text', JSON.stringify(mugs)],
  ['a response', () => new Response(JSON.stringify({ products: mugs }))],
])('%s is read', async (_, given) => {
  const { items, refused, error } = await read(given);
  expect(error).toBeUndefined();
  expect(items).toEqual(mugs);
  expect(refused).toBe(0);
});

test('other ids of a product: those that are given, and its article number', async () => {
  const { items } = await read([
    { id: 'SKU-1', aliases: ['34', 'gla_34'], name: 'Chair' },
    { id: 34, sku: 'CHAIR', permalink: '/chair' },
    { id: 'online:en:US:a', offerId: 'a' },
    { sku: 'S' },
  ]);
  expect(items.map(({ id, aliases }) => [id, aliases])).toEqual([
    ['SKU-1', ['34', 'gla_34']],
    ['34', ['CHAIR']],
    ['online:en:US:a', ['a']],
    ['S', undefined],
  ]);
});

test.each<[string, object, object]>([
  [
    'a sale price of 0',
    { price: '20.00 EUR', sale_price: '0.00 EUR' },
    { price: 20, currency: 'EUR' },
  ],
  [
    'a variant that is sold out',
    {
      variants: [
        { price: 5, available: false },
        { price: 8, available: true },
      ],
    },
    { price: 8, available: true },
  ],
  [
    'an offer that is sold out',
    {
      offers: [
        { price: 5, availability: 'SoldOut' },
        { price: 8, availability: 'InStock' },
      ],
    },
    { price: 8, available: true },
  ],
  [
    'only sold out ones',
    { variants: [{ price: 5, available: false }] },
    { price: 5, available: false },
  ],
  ['how many there are', { in_stock: 7 }, { available: true }],
  ['none there', { in_stock: 0 }, { available: false }],
  ['a product that is not for sale', { availability: 'disabled' }, { available: false }],
])('%s', async (_, entry, fields) => {
  const { items } = await read([{ product_id: 'a', ...entry }]);
  expect(items).toEqual([{ id: 'a', ...fields }]);
});

test('JSON lines are read from an address', async () => {
  const lines = mugs.map((mug) => JSON.stringify(mug)).join('\n');
  expect((await read('/products.jsonl', lines)).items).toEqual(mugs);
});

test.each<[string, unknown, object]>([
  [
    'Google Merchant',
    {
      'g:id': 'SKU-1',
      title: 'Blue mug',
      link: 'https://shop.example/mug',
      image_link: 'https://shop.example/mug.jpg',
      product_type: 'Kitchen > Cups',
      google_product_category: 2169,
      availability: 'in stock',
      price: '20.00 USD',
      sale_price: '15.00 USD',
      item_group_id: 'MUG',
      brand: 'Kilnhouse',
    },
    {
      id: 'SKU-1',
      group: 'MUG',
      name: 'Blue mug',
      brand: 'Kilnhouse',
      category: ['Kitchen', 'Cups'],
      price: 15,
      currency: 'USD',
      available: true,
      url: 'https://shop.example/mug',
      image: 'https://shop.example/mug.jpg',
    },
  ],
  [
    "a sale of Google Merchant that is over, and Google's own category",
    {
      id: 'a',
      price: '20.00 EUR',
      sale_price: '15.00 EUR',
      sale_price_effective_date: '2020-01-01T00:00Z/2020-02-01T00:00Z',
      google_product_category: 'Home & Garden > Kitchen',
      availability: 'out_of_stock',
    },
    {
      id: 'a',
      price: 20,
      currency: 'EUR',
      category: ['Home & Garden', 'Kitchen'],
      available: false,
    },
  ],
  [
    "Shopify's /products.json",
    {
      id: 632910392,
      title: 'Blue mug',
      handle: 'blue-mug',
      vendor: 'Kilnhouse',
      product_type: 'Cups',
      tags: ['blue'],
      variants: [
        { id: 1, sku: 'MUG-S', price: '20.00', available: false },
        { id: 2, sku: 'MUG-L', price: '24.00', available: true },
      ],
      images: [{ src: 'https://cdn.shopify.com/mug.jpg' }],
    },
    {
      id: '632910392',
      name: 'Blue mug',
      brand: 'Kilnhouse',
      category: ['Cups'],
      price: 24,
      available: true,
      url: '/products/blue-mug',
      image: 'https://cdn.shopify.com/mug.jpg',
    },
  ],
  [
    "Shopify's Storefront API",
    {
      node: {
        id: 'gid://shopify/Product/632910392',
        title: 'Mug',
        productType: 'Cups',
        availableForSale: true,
        priceRange: { minVariantPrice: { amount: '20.0', currencyCode: 'CAD' } },
        featuredImage: { url: 'https://cdn.shopify.com/mug.jpg' },
      },
    },
    {
      id: '632910392',
      name: 'Mug',
      category: ['Cups'],
      price: 20,
      currency: 'CAD',
      available: true,
      image: 'https://cdn.shopify.com/mug.jpg',
    },
  ],
  [
    "WooCommerce's Store API",
    {
      id: 42,
      name: 'Mug',
      permalink: 'https://shop.example/mug',
      sku: 'MUG',
      prices: { price: '1999', currency_code: 'EUR', currency_minor_unit: 2 },
      images: [{ src: 'https://shop.example/mug.jpg' }],
      categories: [{ id: 3, name: 'Cups' }],
      is_in_stock: true,
    },
    {
      id: '42',
      aliases: ['MUG'],
      name: 'Mug',
      category: ['Cups'],
      price: 19.99,
      currency: 'EUR',
      available: true,
      url: 'https://shop.example/mug',
      image: 'https://shop.example/mug.jpg',
    },
  ],
  [
    'GA4',
    {
      item_id: 'a',
      item_name: 'Mug',
      item_brand: 'K',
      item_category: 'Kitchen',
      item_category2: 'Cups',
      price: 9,
    },
    { id: 'a', name: 'Mug', brand: 'K', category: ['Kitchen', 'Cups'], price: 9 },
  ],
  [
    'schema.org',
    {
      sku: 'a',
      name: 'Mug',
      brand: { name: 'K' },
      image: ['/a.jpg', '/b.jpg'],
      offers: { price: '9.50', priceCurrency: 'EUR', availability: 'https://schema.org/InStock' },
    },
    {
      id: 'a',
      name: 'Mug',
      brand: 'K',
      price: 9.5,
      currency: 'EUR',
      available: true,
      image: '/a.jpg',
    },
  ],
])('reads the names of %s', async (_, raw, item) => {
  const { items, error } = await read([raw]);
  expect(error).toBeUndefined();
  expect(items).toEqual([item]);
});

test.each<[string, unknown, string, string]>([
  ['HTML', '/products.json', '<!doctype html><html>', 'it is an HTML page'],
  ['a Merchant feed', '/feed.xml', '<?xml version="1.0"?><rss>', 'Google Merchant Center'],
  ['CSV', '/feed.csv', 'id,title,price\n1,Mug,9\n', 'it is text. A catalog is JSON.'],
  ['another shape', '/x.json', '{"page":1,"total":4}', 'an object with ["page","total"]'],
  ['nothing', '/x.json', '{"products":[]}', 'it holds no products'],
  ['a number', 42, '', 'it is 42'],
  ['a response of an error', () => new Response('', { status: 404 }), '', 'HTTP 404'],
])('%s is refused and says what it is', async (_, given, file, said) => {
  const { items, error } = await read(given, file);
  expect(items).toEqual([]);
  expect(error).toMatchObject({ code: 'CATALOG_FAILED' });
  expect(error?.message).toContain(said);
});

test('counts what has no id, and names the fields of one of them', async () => {
  const { items, refused, error } = await read('/p.json', '[{"id":1},{"uid":2,"label":"x"},{}]');
  expect([items.length, refused]).toEqual([1, 2]);
  expect(error).toMatchObject({ code: 'CATALOG_FAILED', detail: '/p.json' });
  expect(error?.message).toBe(
    '/p.json: read 1, refused 2: no id, such as { uid, label }. Each product needs an "id" of 1 to 200 characters.',
  );
});

test('a function that throws is named', async () => {
  const thrown = new Error('no session');
  const { error } = await read(() => {
    throw thrown;
  });
  expect(error).toMatchObject({ code: 'CATALOG_FAILED', detail: 'catalog()', cause: thrown });
  expect(error?.message).toContain('no session');
});

test('fields of Object.prototype are no fields of a product', async () => {
  const prototype = Object.prototype as { sku?: string; products?: unknown };
  Object.assign(prototype, { sku: 'evil', products: [{ id: 'evil' }] });
  try {
    expect((await read([{ name: 'x' }])).items).toEqual([]);
    expect((await read({})).items).toEqual([]);
  } finally {
    delete prototype.sku;
    delete prototype.products;
  }
});
