import { describe, expect, test } from 'vitest';
import type { Item } from '../events/item.js';
import { seededRandom } from '../lib/platform.js';
import { type ItemRows, type RankRules, rank } from './rank.js';
import { relationsOf } from './relations.js';

function shop(items: Item[]): ItemRows {
  return {
    size: items.length,
    indexOf: (id) => items.findIndex((item) => item.id === id),
    id: (row) => items[row]?.id,
    item: (row) => items[row],
  };
}

const letters = shop([...'abcdef'].map((id, i) => ({ id, category: [i < 3 ? 'x' : 'y'] })));
const chances = [0.3, 0.25, 0.2, 0.1, 0.09, 0.06];
const at = { session: 's', source: 'track', ts: 0 } as const;
const relations = relationsOf([
  { ...at, type: 'cart', item: 'a' },
  { ...at, type: 'purchase', item: 'b' },
  { ...at, type: 'click', item: 'c' },
]);
const ids = (rules: RankRules, by: ArrayLike<number> = chances) =>
  rank(by, letters, relations, rules)
    .map((row) => letters.id(row))
    .join('');

describe('rank', () => {
  test.each<[string, RankRules, string]>([
    ['k', { k: 2 }, 'ab'],
    ['k of nothing', { k: 0 }, ''],
    ['the current item', { exclude: ['current'] }, 'abdef'],
    ['what is in the cart', { exclude: ['in-cart'] }, 'bcdef'],
    ['what was bought', { exclude: ['purchased'] }, 'acdef'],
    ['what was seen', { exclude: ['seen'] }, 'def'],
    ['ids and words together', { exclude: ['current', 'd'] }, 'abef'],
    ['a predicate', { exclude: (item) => item.id > 'b' }, 'ab'],
    ['a filter', { filter: (item) => item.category?.[0] === 'y' }, 'def'],
    ['only these', { only: ['f', 'a', 'unknown'] }, 'af'],
    ['at least', { minProbability: 0.1 }, 'abcd'],
    ['one of a category', { maxPerCategory: 1 }, 'ad'],
    ['the places a category gives up go to others', { maxPerCategory: 1, k: 2 }, 'ad'],
    ['rules leave places to the next best', { k: 2, exclude: ['a', 'b'] }, 'cd'],
  ])('%s', (_, rules, expected) => {
    expect(ids(rules)).toBe(expected);
  });

  test('equal chances: seen last first, then the row', () => {
    expect(ids({}, [1, 1, 1, 1, 1, 1])).toBe('cbadef');
  });

  test('what is not available is never recommended', () => {
    const sold = shop([{ id: 'a', available: false }, { id: 'b' }]);
    expect(rank([0.9, 0.1], sold, relationsOf([]), {})).toEqual([1]);
  });

  test('equals a full sort on random input', () => {
    const random = seededRandom(1);
    for (let round = 0; round < 50; round++) {
      const size = Math.floor(random() * 200);
      const rows = shop(Array.from({ length: size }, (_, i) => ({ id: `${i}` })));
      const some = Float32Array.from({ length: size }, () => Math.floor(random() * 50) / 50);
      const k = 1 + Math.floor(random() * 20);
      const sorted = [...some.keys()].sort((a, b) => some[b] - some[a] || a - b).slice(0, k);
      expect(rank(some, rows, relationsOf([]), { k })).toEqual(sorted);
    }
  });

  test('the filter is asked for few of many items', () => {
    const random = seededRandom(2);
    const rows = shop(Array.from({ length: 20_000 }, (_, i) => ({ id: `${i}` })));
    const some = Float32Array.from({ length: rows.size }, random);
    let asked = 0;
    rank(some, rows, relationsOf([]), { k: 8, filter: () => ++asked > 0 });
    expect(asked).toBeLessThan(200);
  });
});
