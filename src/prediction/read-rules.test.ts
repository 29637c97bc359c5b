import { describe, expect, test } from 'vitest';
import type { RankRules } from './rank.js';
import { readRules } from './read-rules.js';

function read(given: unknown, ...known: string[]) {
  const faults: string[] = [];
  const rules = readRules(
    given as RankRules,
    ({ code, detail }) => void faults.push(`${code} ${detail}`),
    (id) => known.includes(id),
  );
  return { rules, faults };
}
const item = { id: 'a' };

test('rules that can be used are taken as they are, without a word', () => {
  const rules = {
    available: false,
    boost: { items: { a: 2 } },
    diversify: 0.5,
    exclude: ['current', 'SKU-1'],
    fallback: 'popular',
    justBought: true,
    k: 4,
    maxPerCategory: 2,
    minProbability: 0.1,
    only: ['a'],
    pinned: 'a',
  };
  expect(read(rules)).toEqual({ rules, faults: [] });
  expect(read(undefined)).toEqual({ rules: {}, faults: [] });
});

test.each([
  ['exclude', { id: 'a' }],
  ['exclude', () => true],
  ['only', { id: 'a' }],
  ['pinned', ['a']],
  ['fallback', new Date()],
])('what is no id in a list is told, and the others hold: %s of %o', (name, one) => {
  const { rules, faults } = read({ [name]: ['b', one] });
  expect(faults).toEqual([`BAD_OPTION rules.${name}`]);
  expect(rules).toMatchObject({ [name]: ['b', one] });
});

test('a rule that is unknown or of another kind is told, and left out', () => {
  expect(read({ k: 4, minProbabilty: 0.1 })).toEqual({
    rules: { k: 4 },
    faults: ['BAD_OPTION rules.minProbabilty'],
  });
  const kinds = {
    available: 'no',
    boost: 2,
    diversify: 2,
    exclude: 5,
    fallback: {},
    filter: 'a',
    justBought: 1,
    k: -1,
    maxPerCategory: true,
    minProbability: 10,
    only: 'a',
    pinned: {},
  };
  expect(read(kinds)).toEqual({
    rules: {},
    faults: Object.keys(kinds).map((name) => `BAD_OPTION rules.${name}`),
  });
});

describe('a word that is nearly one', () => {
  test.each([
    'currrent',
    'cur',
    'in_cart',
    'incart',
    'cart',
    'purchase',
    'bought',
    'see',
    'viewed',
    'Seen',
    'PURCHASED',
  ])('of exclude is told: %s', (word) => {
    expect(read({ exclude: ['SKU-1', word] })).toEqual({
      rules: { exclude: ['SKU-1', word] },
      faults: ['BAD_OPTION rules.exclude'],
    });
    expect(read({ exclude: word }).faults).toEqual(['BAD_OPTION rules.exclude']);
  });
  test.each(['popularity', 'recently', 'nothing', 'bestseller', 'trending'])(
    'of fallback is told: %s',
    (word) => expect(read({ fallback: word }).faults).toEqual(['BAD_OPTION rules.fallback']),
  );
  test.each(['current', 'in-cart', 'purchased', 'seen', 'SKU-1', 'cart-17', 'a-current'])(
    'is not %s, of exclude',
    (word) => expect(read({ exclude: word }).faults).toEqual([]),
  );
  test.each(['popular', 'recent', 'none', 'SKU-1', 'cart-17', 'a-current'])(
    'is not %s, of fallback',
    (word) => expect(read({ fallback: [word] }).faults).toEqual([]),
  );
  test.each([
    ['exclude', 'popular'],
    ['exclude', 'recent'],
    ['exclude', 'none'],
    ['fallback', 'seen'],
    ['fallback', 'current'],
    ['fallback', 'in-cart'],
    ['fallback', 'purchased'],
    ['only', 'seen'],
    ['only', 'in-cart'],
    ['pinned', 'popular'],
    ['pinned', 'current'],
  ])('is told where it is a word of another rule: %s of %s', (name, word) => {
    expect(read({ [name]: ['SKU-1', word] }).faults).toEqual([`BAD_OPTION rules.${name}`]);
    expect(read({ [name]: ['SKU-1', word] }, word).faults).toEqual([]);
  });
  test('is no id that begins like one, of what is pinned', () => {
    expect(read({ pinned: ['recliner-7', 'popcorn'], only: ['nova', 'seeds'] }).faults).toEqual([]);
  });
  test('is a product, where there is one of this id', () => {
    expect(read({ exclude: ['bought', 'bestseller'] }, 'bought', 'bestseller').faults).toEqual([]);
  });
});

describe('a function', () => {
  test('is asked about each item, and its answer is yes or no', () => {
    const { rules, faults } = read({ filter: ({ id }: typeof item) => id === 'a' && 'yes' });
    expect([rules.filter?.(item), rules.filter?.({ id: 'b' })]).toEqual([true, false]);
    const asked = read({ exclude: ({ id }: typeof item) => id }).rules.exclude;
    expect(typeof asked === 'function' && asked(item)).toBe(true);
    expect(faults).toEqual([]);
  });
  test.each([
    [
      'throws',
      () => {
        throw new Error('trap');
      },
    ],
    ['answers later', async () => false],
  ])('that %s is told once, and counts as if it were not there', (_, given) => {
    const { rules, faults } = read({ filter: given, exclude: given });
    expect(faults).toEqual([]);
    for (let at = 0; at < 3; at++) {
      expect(rules.filter?.(item)).toBe(true);
      expect(typeof rules.exclude === 'function' && rules.exclude(item)).toBe(false);
    }
    expect(faults).toEqual(['CALLBACK_FAILED rules.filter', 'CALLBACK_FAILED rules.exclude']);
  });
});

test('what throws when it is read leaves no rules, and is told', () => {
  const trap = {
    k: 4,
    get only(): string[] {
      throw new Error('trap');
    },
  };
  expect(read(trap)).toEqual({ rules: {}, faults: ['CALLBACK_FAILED rules'] });
});
