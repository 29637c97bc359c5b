import { expect, test } from 'vitest';
import { joinProducts, ownProduct } from './own-product.js';
import { readSchema } from './schema-org.js';

const CHAIR = { '@type': 'Product', sku: 'chair', name: 'Chair' };
const STOOL = { '@type': 'Product', sku: 'stool', name: 'Stool' };
const GROUP = { '@type': 'ProductGroup', '@id': '#g', productGroupID: 'G', name: 'Dress' };
const variant = (size: string, more: object = {}) => ({
  '@type': 'Product',
  sku: `D-${size}`,
  name: `Dress ${size}`,
  isVariantOf: { '@id': '#g' },
  ...more,
});

/** Id of the product that a page is about; `paths` of it, of its canonical link and of `og:url`. */
function own(data: unknown, ...paths: string[]) {
  const base = `https://shop.example${paths[0]}`;
  const reading = readSchema([{ data }], base);
  const { products } = joinProducts(reading.products, { base, paths });
  return ownProduct(products, { base, paths }, !reading.isList)?.item;
}

test.each([
  ['a single product', [CHAIR], 'chair'],
  ['several', [CHAIR, STOOL], undefined],
  [
    'its url',
    [
      { ...STOOL, url: '/stool' },
      { ...CHAIR, url: 'https://shop.example/p/chair/' },
    ],
    'chair',
  ],
  [
    'its @id',
    [
      { ...STOOL, '@id': '/stool' },
      { ...CHAIR, '@id': '/p/chair#product' },
    ],
    'chair',
  ],
  [
    'the url before the @id',
    [
      { ...STOOL, '@id': '#s', url: '/s' },
      { ...CHAIR, '@id': '#c', url: '/p/chair' },
    ],
    'chair',
  ],
  ['the url of its offer', [STOOL, { ...CHAIR, offers: { url: '/p/chair.html' } }], 'chair'],
  ['mainEntity', [STOOL, { '@type': 'ItemPage', mainEntity: CHAIR }], 'chair'],
  [
    'mainEntity by reference',
    [STOOL, { ...CHAIR, '@id': '#c' }, { '@type': 'WebPage', mainEntity: { '@id': '#c' } }],
    'chair',
  ],
  [
    'mainEntity by address',
    [STOOL, { ...CHAIR, '@id': '#c' }, { '@type': 'WebPage', mainEntity: '/p/chair#c' }],
    'chair',
  ],
  ['mainEntityOfPage', [STOOL, { ...CHAIR, mainEntityOfPage: '/p/chair' }], 'chair'],
  [
    'mainEntityOfPage, as a page',
    [
      { ...STOOL, mainEntityOfPage: { '@id': '/stool' } },
      { ...CHAIR, mainEntityOfPage: { '@type': 'WebPage', '@id': '/p/chair' } },
    ],
    'chair',
  ],
  [
    'pages of others',
    [
      { ...STOOL, url: '/stool' },
      { ...CHAIR, url: '/chair' },
    ],
    undefined,
  ],
  [
    'two of this page',
    [
      { ...STOOL, url: '/p/chair' },
      { ...CHAIR, url: '/p/chair' },
    ],
    undefined,
  ],
  ['one product on a page of results', [{ '@type': 'SearchResultsPage' }, CHAIR], undefined],
  ['a group and its variants', [GROUP, variant('S'), variant('M')], 'G'],
  [
    'a group with a related product',
    [
      { ...STOOL, url: '/stool' },
      { ...GROUP, url: '/p/chair', hasVariant: [variant('S'), variant('M')] },
    ],
    'G',
  ],
  [
    'variants of a group that is named only',
    [
      variant('S', { isVariantOf: { '@type': 'ProductGroup', productGroupID: 'G' } }),
      variant('M', { isVariantOf: { productGroupID: 'G' } }),
    ],
    'G',
  ],
  ['the one variant that a page describes', [GROUP, variant('S')], 'D-S'],
  [
    'a variant with a page of its own',
    [{ ...GROUP, url: '/dress' }, variant('S', { url: '/p/chair' }), variant('M', { url: '/m' })],
    'D-S',
  ],
])('%s', (_, data, id) => {
  expect(own(data, '/p/chair')?.id).toBe(id);
});

test.each([
  [['/product?id=7'], 'chair'],
  [['/product?id=7&ref=mail'], 'chair'],
  [['/product?id=9'], undefined],
  [['/sale/7', '/product?id=7'], 'chair'],
])('addresses that differ in the query only: %j', (paths, id) => {
  const data = [
    { ...STOOL, url: '/product?id=8' },
    { ...CHAIR, url: '/product?id=7' },
  ];
  expect(own(data, ...paths)?.id).toBe(id);
});

test('the canonical address decides where the own one does not', () => {
  const data = [
    { ...STOOL, url: '/stool' },
    { ...CHAIR, url: '/p/chair' },
  ];
  expect(own(data, '/sale/p/chair', '/p/chair')?.id).toBe('chair');
});

test.each([
  [{ ...CHAIR, url: '/p/chair' }, undefined],
  [CHAIR, 'chair'],
  [{ ...CHAIR, url: '/#/chair' }, 'chair'],
])('on the home page, %j is the product %j', (data, id) => {
  expect(own(data, '/')?.id).toBe(id);
});

test('a variant that the address names is its group at its price', () => {
  const at = (size: string, price: number) =>
    variant(size, { url: `/p/chair?size=${size}`, offers: { price, priceCurrency: 'EUR' } });
  const data = [{ ...GROUP, url: '/p/chair' }, at('S', 20), at('M', 30)];
  expect(own(data, '/p/chair?size=M')).toMatchObject({ id: 'G', price: 30 });
  const nested = { ...GROUP, url: '/p/chair', hasVariant: [at('S', 20), at('M', 30)] };
  expect(own(nested, '/p/chair?size=M')).toMatchObject({ id: 'G', price: 30 });
  expect(own(nested, '/p/chair')).toMatchObject({ id: 'G', price: 20 });
});
