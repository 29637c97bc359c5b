import { expect, test } from 'vitest';
import { checkPages, type PagePatterns } from './url.js';

test.each<[unknown, ...string[]]>([
  [{ products: '/p/:id' }, 'pages.products'],
  [{ product: '/p/*' }, 'pages.product'],
  [{ product: ['/p/:id', 7] }, 'pages.product'],
  ['/p/:id', 'pages'],
  [['/p/:id'], 'pages'],
  [{ toString: '/x' }, 'pages.toString'],
  [{ cart: undefined }],
  [{ product: ['/p/:id', '/:id.html'], cart: '/cart' }],
])('%j: each wrong name or pattern is named', (given, ...names) => {
  const faults: string[] = [];
  checkPages(given as PagePatterns, (name) => void faults.push(name));
  expect(faults).toEqual(names);
});
