import { expect, test } from 'vitest';
import type { Item } from '../events/item.js';
import type { PredictedItem } from '../prediction/prediction.js';
import { type ChoiceRules, choose } from './choose.js';

const page = new URL('https://shop.example/p/lamp?from=mail');
const likely = (id: string, url?: string, more: Partial<PredictedItem> = {}): PredictedItem => ({
  id,
  item: { id, ...(url && { url }) },
  probability: 0.3,
  rank: 1,
  action: 'click',
  source: 'model',
  reasons: [],
  ...more,
});
const given = (items: PredictedItem[], rules: Partial<ChoiceRules> = {}, backend = 'cpu') =>
  choose({ backend: backend as 'cpu', items }, page, {
    minProbability: 0.1,
    queries: false,
    addressOf: ({ url }: Readonly<Item>) => url,
    allow: () => true,
    ...rules,
  });

test('the two likeliest, absolute, without what follows the #', () => {
  const items = [
    likely('a', '/p/a#reviews'),
    likely('again', 'https://shop.example/p/a'),
    likely('b', 'b'),
    likely('c', '/p/c'),
  ];
  expect(given(items)).toEqual({
    addresses: ['https://shop.example/p/a', 'https://shop.example/p/b'],
    leftOut: [],
  });
});

test.each<[string, string | undefined]>([
  ['no-address', undefined],
  ['no-address', 'https://'],
  ['other-origin', 'https://other.example/p/a'],
  ['other-origin', 'http://shop.example/p/a'],
  ['other-origin', 'https://shop.example:8443/p/a'],
  ['other-origin', 'https://me:secret@shop.example/p/a'],
  ['other-origin', '//other.example/p/a'],
  ['other-origin', 'javascript:alert(1)'],
  ['other-origin', 'data:text/html,a'],
  ['this-page', '/p/lamp?from=mail'],
  ['this-page', '?from=mail#more'],
  ['this-page', '#/p/a'],
  ['this-page', '/app#!/p/a'],
  ['kept-out', '/cart/add/a'],
  ['kept-out', '/p/../checkout'],
  ['query', '/p/a?variant=2'],
])('%s: %s', (reason, url) => {
  expect(given([likely('a', url), likely('b', '/p/b')])).toEqual({
    addresses: ['https://shop.example/p/b'],
    leftOut: [{ item: 'a', reason }],
  });
});

test('queries where they are allowed, but none with a word that is kept out', () => {
  const items = [likely('a', '/p?id=1'), likely('b', '/?add-to-cart=2'), likely('c', '/p?id=3')];
  expect(given(items, { queries: true })).toEqual({
    addresses: ['https://shop.example/p?id=1', 'https://shop.example/p?id=3'],
    leftOut: [{ item: 'b', reason: 'kept-out' }],
  });
});

test('the shop has the last word, on what would be asked for', () => {
  const seen: string[] = [];
  const allow = (url: URL) => {
    seen.push(url.pathname);
    return url.pathname !== '/p/a';
  };
  expect(
    given([likely('a', '/p/a'), likely('x', '/cart'), likely('b', '/p/b')], { allow }),
  ).toEqual({
    addresses: ['https://shop.example/p/b'],
    leftOut: [
      { item: 'a', reason: 'not-allowed' },
      { item: 'x', reason: 'kept-out' },
    ],
  });
  expect(seen).toEqual(['/p/a', '/p/b']);
});

test('only by the chance of a model', () => {
  const items = [
    likely('rare', '/p/rare', { probability: 0.099 }),
    likely('nan', '/p/nan', { probability: Number.NaN }),
    likely('pinned', '/p/pinned', { source: 'pinned' }),
    likely('recent', '/p/recent', { source: 'recent' }),
    likely('enough', '/p/enough', { probability: 0.1 }),
  ];
  expect(given(items).addresses).toEqual(['https://shop.example/p/enough']);
  expect(given(items, {}, 'none')).toEqual({ addresses: [], leftOut: [] });
});
