import { expect, test } from 'vitest';
import { compilePattern } from './url-pattern.js';

const match = (pattern: unknown, path: string) => {
  const found = compilePattern(pattern)?.(new URL(path, 'https://shop.example'));
  return found && { ...found };
};

test.each([
  ['/products/:id', '/products/chair', { id: 'chair' }],
  ['/products/:id', '/products/chair/?variant=2#photos', { id: 'chair' }],
  ['/products/:id', '/products/a%20b%2Fc', { id: 'a b/c' }],
  ['/products/:id', '/products/100%', { id: '100%' }],
  ['/products/:id', '/products/', undefined],
  ['/products/:id', '/products/chair/reviews', undefined],
  ['/products/:id', '/Products/chair', undefined],
  ['/:lang/products/:id', '/de/products/stuhl', { lang: 'de', id: 'stuhl' }],
  ['/p/:slug-:id.html', '/p/chair-7.html', undefined],
  ['/item-:id.html', '/item-7.html', { id: '7' }],
  ['/item-:id.html', '/item-.html', undefined],
  ['/item-:id.html', '/item-7.htm', undefined],
  ['/aba:id', '/aba', undefined],
  ['/a:id/', '/a', undefined],
  ['/ab-:id-ba', '/ab-ba', undefined],
  ['/ab-:id-ba', '/ab-a-ba-ba', { id: 'a-ba' }],
  ['/c/:category*', '/c/garden', { category: 'garden' }],
  ['/c/:category*', '/c/garden/chairs/', { category: 'garden/chairs' }],
  ['/c/:category*', '/c', undefined],
  ['/search?q=:query', '/search?page=2&q=red+chair', { query: 'red chair' }],
  ['/search?q=:query', '/search?q=', undefined],
  ['/search?q=:query', '/search', undefined],
  ['/index.php?route=product&id=:id', '/index.php?id=7&route=product', { id: '7' }],
  ['/index.php?route=product&id=:id', '/index.php?id=7&route=cart', undefined],
  ['/cart', '/cart/', {}],
  ['/cart', '/cart/more', undefined],
  ['/', '/', {}],
  ['/', '/cart', undefined],
  ['/x/:__proto__y', '/x/1', undefined],
])('matches %s against %s', (pattern, path, expected) => {
  expect(match(pattern, path)).toEqual(expected);
});

test.each([undefined, null, 7, {}, '', 'products/:id', `/${'a'.repeat(2001)}`, /a/])(
  '%s is not a pattern',
  (pattern) => {
    expect(compilePattern(pattern)).toBeUndefined();
  },
);

test('an address that is too long matches no pattern', () => {
  expect(match('/:id', `/${'a'.repeat(3000)}`)).toBeUndefined();
});

test('a part may be named like a property of Object.prototype', () => {
  expect(match('/x/:constructor', '/x/1')).toEqual({ constructor: '1' });
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});
