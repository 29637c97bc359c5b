import { expect, test } from 'vitest';
import { ajaxProduct, createProducts, shopifyId } from './products.js';

test.each([
  ['gid://shopify/Product/8232304083217', '8232304083217'],
  [8232304083217, '8232304083217'],
  ['8232304083217', '8232304083217'],
  ['gid://shopify/CartLine/40490343563461:3f2a?cart=c1', '40490343563461:3f2a'],
  ['gid://shopify/Product/', undefined],
  ['__proto__', undefined],
  [{}, undefined],
  [null, undefined],
])('reads %j as the id %j', (input, id) => {
  expect(shopifyId(input)).toBe(id);
});

test('a cart line is found by its key, or by the variant in its key', () => {
  const products = createProducts();
  products.learn('gid://shopify/ProductVariant/70', { id: '7' });
  products.learn('80:b', { id: '8' });
  expect(
    ['70', '70:a', 'gid://shopify/CartLine/70:a', '80:b', '80', {}].map(
      (key) => products.of(key)?.id,
    ),
  ).toEqual(['7', '7', '7', '8', undefined, undefined]);
});

test('the number of known products is limited; the oldest goes', () => {
  const products = createProducts();
  for (let i = 0; i <= 2000; i++) products.learn(i, { id: `p${i}` });
  expect([products.of(0), products.of(1)?.id, products.of(2000)?.id]).toEqual([
    undefined,
    'p1',
    'p2000',
  ]);
});

test('Ajax cart prices are in cents; addresses lose their variant', () => {
  const line = { product_id: 7, final_price: 12_800, price: 99, url: '/products/dress?variant=1' };
  expect(ajaxProduct(line)).toMatchObject({ id: '7', price: 128, url: '/products/dress' });
  expect(ajaxProduct({ variant_id: 1 })).toBeUndefined();
});
