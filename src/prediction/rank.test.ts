import { describe, expect, test } from 'vitest';
import type { Item } from '../events/item.js';
import { seededRandom } from '../lib/random.js';
import { boosted } from './boost.js';
import { diversified } from './diversify.js';
import type { ItemRows } from './item-rows.js';
import { type RankedRow, type RankRules, rank } from './rank.js';
import { relationsOf } from './relations.js';

function shop(items: Item[]): ItemRows {
  return {
    size: items.length,
    indexOf: (id) => items.findIndex((item) => item.id === id || item.aliases?.includes(id)),
    id: (row) => items[row]?.id,
    item: (row) => items[row],
  };
}

const letters = shop([...'abcdef'].map((id, i) => ({ id, category: [i < 3 ? 'x' : 'y'] })));
const chances = [0.3, 0.25, 0.2, 0.1, 0.09, 0.06];
const at = { session: 's', source: 'track', ts: 0 } as const;
const relations = relationsOf([
  { ...at, type: 'purchase', item: 'b', session: 'earlier' },
  { ...at, type: 'cart', item: 'a' },
  { ...at, type: 'click', item: 'c' },
]);
/** What comes with a model. */
const tools = { boosted, diversified };
const ids = (rules: RankRules, by: ArrayLike<number> = chances) =>
  rank(by, letters, relations, rules, tools)
    .map(({ row }) => letters.id(row))
    .join('');

const rowsOf = (places: RankedRow[]) => places.map(({ row }) => row);
/** Ids with who put them there: `a:pinned b`. */
const told = (rules: RankRules, popularity?: number[]) =>
  rank(chances, letters, relations, rules, { popularity })
    .map(({ row, source }) => letters.id(row) + (source ? `:${source}` : ''))
    .join(' ');

describe('rank', () => {
  test('takes any id of a product, and leaves out the product of the current variant', () => {
    const rows = shop([
      { id: 'a', aliases: ['SKU-A'] },
      { id: 'b', aliases: ['SKU-B'], group: 'c' },
      { id: 'c' },
    ]);
    const after = (item: string) => relationsOf([{ ...at, type: 'click', item }]);
    const first = (rules: RankRules, item = 'SKU-B') =>
      rowsOf(rank([3, 2, 1], rows, after(item), rules, tools)).join('');
    expect(first({ exclude: ['SKU-A'] })).toBe('12');
    expect(first({ only: ['SKU-B', 'SKU-A'] })).toBe('01');
    expect(first({ boost: { items: { 'SKU-B': 9 } } })).toBe('102');
    expect(first({ exclude: ['current'] })).toBe('0');
    expect(first({ exclude: ['seen'] })).toBe('02');
    expect(first({ pinned: ['SKU-B', 'b'] })).toBe('102');
  });

  test('takes an id that is a number, as `track()` does', () => {
    const rows = shop([{ id: '1' }, { id: '20' }, { id: '3' }]);
    const by = (rules: object) => rowsOf(rank([3, 2, 1], rows, relationsOf([]), rules)).join('');
    expect(by({ exclude: [20] })).toBe('02');
    expect(by({ only: [3, 20] })).toBe('12');
    expect(by({ pinned: [3] })).toBe('201');
    expect(by({ k: 1, only: ['1'], fallback: [20] })).toBe('0');
  });

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
  ])('applies the rule: %s', (_, rules, expected) => {
    expect(ids(rules)).toBe(expected);
  });

  test('equal chances rank by last view, then by row', () => {
    expect(ids({}, [1, 1, 1, 1, 1, 1])).toBe('cabdef');
  });

  test('bought items are hidden for the rest of the session, unless `justBought` is set', () => {
    const bought = relationsOf([
      { ...at, type: 'purchase', item: 'b', session: 'earlier' },
      { ...at, type: 'cart', item: 'd' },
      { ...at, type: 'purchase', item: 'a' },
      { ...at, type: 'purchase' },
    ]);
    const left = (rules: RankRules, by = bought) =>
      rowsOf(rank(chances, letters, by, rules)).map((row) => letters.id(row));
    // An order without lines is the cart.
    expect(left({}).join('')).toBe('bcef');
    expect(left({ pinned: ['a'], fallback: 'recent' }).join('')).toBe('bcef');
    expect(left({ justBought: true }).join('')).toBe('abcdef');
    const order = [{ ...at, type: 'purchase' as const, item: 'a' }];
    expect(left({}, relationsOf(order, 1000, 1001))).not.toContain('a');
    expect(left({}, relationsOf(order, 1001, 1001))).toContain('a');
  });

  test.each<[string, RankRules, string]>([
    ['an item', { boost: { items: { e: 4 } } }, 'eabcdf'],
    ['a part of the catalog', { boost: { category: { y: 4 } } }, 'deabfc'],
    ['down', { boost: { category: { x: 0.1 } } }, 'defabc'],
    ['factors multiply', { boost: { items: { f: 2 }, category: { y: 3 } } }, 'fadebc'],
    ['not what is told', { boost: { items: { f: 9 } }, minProbability: 0.1 }, 'abcd'],
    ['no factor', { boost: { items: { f: 0, e: -1, d: Number.NaN }, brand: { '': 9 } } }, 'abcdef'],
  ])('boost: %s', (_, rules, expected) => {
    expect(ids(rules)).toBe(expected);
  });

  test('boost matches category paths and brands', () => {
    const rows = shop([
      { id: 'a' },
      { id: 'b', category: ['Garden', 'Chairs'], brand: 'Elm' },
      { id: 'c', category: ['Garden', 'Tables'] },
      { id: 'd', category: ['Chairs'] },
    ]);
    const first = (boost: RankRules['boost']) =>
      rowsOf(rank([4, 3, 2, 1], rows, relationsOf([]), { boost }, tools)).join('');
    expect(first({ category: { 'Garden/Chairs': 2 } })).toBe('1023');
    expect(first({ category: { Garden: 3 } })).toBe('1203');
    expect(first({ category: { Chairs: 5 } })).toBe('3012');
    expect(first({ brand: { Elm: 2 } })).toBe('1023');
  });

  test.each<[string, RankRules, string]>([
    ['first, in their order', { pinned: ['e', 'c'] }, 'e:pinned c:pinned a b d f'],
    ['once', { pinned: ['a', 'a'], k: 2 }, 'a:pinned b'],
    ['no more than fit', { pinned: ['f', 'e', 'd'], k: 2 }, 'f:pinned e:pinned'],
    ['though unlikely', { pinned: ['f'], minProbability: 0.25 }, 'f:pinned a b'],
    ['not what the rules leave out', { pinned: ['f', 'e'], exclude: ['f'], k: 2 }, 'e:pinned a'],
    ['not what is unknown', { pinned: ['nothing'], k: 1 }, 'a'],
    ['counted in their category', { pinned: ['f'], maxPerCategory: 1 }, 'f:pinned a'],
  ])('pinned: %s', (_, rules, expected) => {
    expect(told(rules)).toBe(expected);
  });

  test.each<[string, RankRules, string]>([
    ['none by default', {}, 'a b'],
    ['none', { fallback: 'none' }, 'a b'],
    ['recent', { fallback: 'recent' }, 'a b c:recent'],
    ['popular', { fallback: 'popular' }, 'a b f:popular c:popular'],
    ['ids', { fallback: ['e', 'nothing', 'a', 'd'] }, 'a b e:fallback d:fallback'],
    ['a chain', { fallback: ['recent', 'e', 'popular'] }, 'a b c:recent e:fallback'],
    ['obeys the rules', { fallback: 'popular', exclude: ['f', 'c'] }, 'a b e:popular d:popular'],
    ['of one category each', { fallback: 'popular', maxPerCategory: 1 }, 'a f:popular'],
  ])('fallback: %s', (_, rules, expected) => {
    expect(told({ k: 4, minProbability: 0.25, ...rules }, [1, 1, 3, 0, 2, 4])).toBe(expected);
  });

  test('`available: false` lets sold-out items in', () => {
    const sold = shop([{ id: 'a', available: false }, { id: 'b' }]);
    const by = (available: unknown) =>
      rowsOf(rank([0.9, 0.1], sold, relationsOf([]), { available } as RankRules));
    expect([by(false), by(true), by(undefined), by('no')]).toEqual([[0, 1], [1], [1], [1]]);
  });

  test('rules of the wrong type are ignored', () => {
    const wrong = [Number.NaN, -1, '', 'x', {}, null, true, Symbol('x'), () => 1, [[{}]], 9n];
    const names = ['k', 'filter', 'exclude', 'available', 'boost', 'pinned', 'diversify'];
    for (const name of [...names, 'fallback', 'maxPerCategory', 'minProbability', 'only']) {
      for (const value of wrong) {
        if (typeof value === 'function' && /filter|exclude/.test(name)) continue;
        const rules = { [name]: value } as RankRules;
        expect(ids(rules), `${name} ${String(value)}`).toBe(
          name === 'only' && Array.isArray(value) ? '' : 'abcdef',
        );
      }
    }
    const parts = wrong.map((value) => ({ items: value, category: value, brand: value }));
    for (const boost of parts) expect(ids({ boost } as RankRules)).toBe('abcdef');
    expect(ids({ k: Infinity })).toBe('abcdef');
  });

  test('sold-out items are not recommended', () => {
    const sold = shop([{ id: 'a', available: false }, { id: 'b' }]);
    expect(rowsOf(rank([0.9, 0.1], sold, relationsOf([]), {}))).toEqual([1]);
  });

  describe('diversify', () => {
    const garden = (leaf: string, more: Partial<Item> = {}) => ({
      category: ['Garden', leaf],
      ...more,
    });
    const rows = shop([
      { id: 'a', ...garden('Chairs', { brand: 'Elm' }) },
      { id: 'b', ...garden('Chairs', { brand: 'Elm' }) },
      { id: 'c', ...garden('Chairs', { brand: 'Elm' }) },
      { id: 'd', ...garden('Chairs') },
      { id: 'e', ...garden('Tables') },
      { id: 'f', category: ['Lamps'] },
    ]);
    const by = [1, 0.9, 0.8, 0.7, 0.6, 0.5];
    const order = (rules: RankRules) =>
      rowsOf(rank(by, rows, relationsOf([]), rules, tools))
        .map((row) => rows.id(row))
        .join('');

    test('is off by default', () => expect(order({})).toBe('abcdef'));
    test('at 1 prefers another category, then another leaf, then another brand', () =>
      expect(order({ diversify: 1 })).toBe('afedbc'));
    test('equals the formula', () => {
      const like: Record<string, number> = { ab: 1, ac: 1, ad: 2 / 3, ae: 1 / 3, af: 0 };
      for (const diversify of [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]) {
        const gain = (id: string) =>
          (1 - diversify) * by['abcdef'.indexOf(id)] - diversify * like[`a${id}`];
        const second = [...'bcdef'].sort((x, y) => gain(y) - gain(x) || (x < y ? -1 : 1))[0];
        expect(order({ diversify, k: 2 }), String(diversify)).toBe(`a${second}`);
      }
    });
    test('compares with pinned items', () =>
      expect(order({ diversify: 0.9, pinned: ['f'], k: 3 })).toBe('fae'));
    test('chooses among the 4 × k likeliest', () =>
      expect(order({ diversify: 1, k: 1, exclude: ['a'] })).toBe('b'));
    test('keeps to maxPerCategory', () =>
      expect(order({ diversify: 0.2, maxPerCategory: 1 })).toBe('aef'));
    test('keeps the order of items beyond those compared', () => {
      const many = shop(Array.from({ length: 600 }, (_, i) => ({ id: `${i}` })));
      const falling = Float32Array.from({ length: 600 }, (_, i) => 600 - i);
      const all = rank(falling, many, relationsOf([]), { k: 600, diversify: 0.5 }, tools);
      expect(rowsOf(all)).toEqual([...Array(600).keys()]);
    });
  });

  test('equals a full sort on random input', () => {
    const random = seededRandom(1);
    for (let round = 0; round < 50; round++) {
      const size = Math.floor(random() * 200);
      const rows = shop(Array.from({ length: size }, (_, i) => ({ id: `${i}` })));
      const some = Float32Array.from({ length: size }, () => Math.floor(random() * 50) / 50);
      const k = 1 + Math.floor(random() * 20);
      const sorted = [...some.keys()].sort((a, b) => some[b] - some[a] || a - b).slice(0, k);
      expect(rowsOf(rank(some, rows, relationsOf([]), { k }))).toEqual(sorted);
    }
  });

  test('the filter is called for few of many items', () => {
    const random = seededRandom(2);
    const rows = shop(Array.from({ length: 20_000 }, (_, i) => ({ id: `${i}` })));
    const some = Float32Array.from({ length: rows.size }, random);
    let asked = 0;
    rank(some, rows, relationsOf([]), { k: 8, filter: () => ++asked > 0 });
    expect(asked).toBeLessThan(200);
  });
});
