import { expect, test } from 'vitest';
import { areSiblings, isOnePattern, partsOfId } from './id-patterns.js';

test.each([
  ['shopify_DE_8_40', { product: '8', variant: '40' }],
  ['shopify_us_8_40', { product: '8', variant: '40' }],
  ['gid://shopify/Product/8', { product: '8' }],
  ['gid://shopify/ProductVariant/40', { variant: '40' }],
  ['Z2lkOi8vc2hvcGlmeS9Qcm9kdWN0LzEyMw==', { product: '123' }],
  ['gla_34', { product: '34' }],
  ['woocommerce_gpf_34', { product: '34' }],
  ['wc_post_id_34', { product: '34' }],
  ['shopify_DE_8', undefined],
  ['shopify_8_40', undefined],
  ['gid://shopify/Collection/8', undefined],
  ['gid://other/Product/8', undefined],
  ['8', undefined],
  ['Z2lkOi8v', undefined],
  [`Z2lkOi8v${'A'.repeat(5000)}`, undefined],
])('reads %s', (id, parts) => {
  expect(partsOfId(id)).toEqual(parts);
});

test.each([
  ['8', 'shopify_DE_8_40', true],
  ['40', 'shopify_DE_8_40', true],
  ['shopify_DE_8_40', 'shopify_AT_8_40', true],
  ['gid://shopify/Product/8', 'shopify_DE_8_40', true],
  ['gid://shopify/ProductVariant/40', 'shopify_DE_8_40', true],
  ['shopify_DE_8_40', 'shopify_DE_8_41', false],
  ['gid://shopify/Product/8', 'gid://shopify/ProductVariant/8', false],
  ['8', '8', false],
  ['80', 'shopify_DE_8_40', false],
  ['gla_34', 'gla_35', false],
])('%s and %s are one: %s', (a, b, isOne) => {
  expect([isOnePattern(a, b), isOnePattern(b, a)]).toEqual([isOne, isOne]);
});

test('variants of one product are siblings', () => {
  expect(areSiblings('shopify_DE_8_40', 'shopify_DE_8_41')).toBe(true);
  expect(areSiblings('shopify_DE_8_40', 'shopify_DE_9_41')).toBe(false);
  expect(areSiblings('8', '8')).toBe(false);
});
