import { expect, test } from 'vitest';
import type { Item } from '../events/item.js';
import { type Boost, boosted } from './boost.js';

const ITEMS: (Item | undefined)[] = [
  { id: 'a', aliases: ['SKU-A', 'EAN-A'], category: ['Garden', 'Chairs', 'Folding'], brand: 'Elm' },
  { id: 'b', category: ['Garden'] },
  { id: 'c', brand: 'Elm' },
  undefined,
];
const rows = { id: (row: number) => ITEMS[row]?.id ?? 'd', item: (row: number) => ITEMS[row] };
const CHANCES = Float32Array.of(0.5, 0.25, 0.125, 0.0625);

/** The factor of each row, and what was told. */
function factors(boost: unknown) {
  const faults: string[] = [];
  const weights = boosted(
    CHANCES,
    rows,
    boost as Boost,
    ({ code, detail }) => void faults.push(`${code} ${detail}`),
  );
  return { factors: Array.from(weights, (weight, row) => weight / CHANCES[row]), faults };
}

test.each<[Boost, number[]]>([
  [{}, [1, 1, 1, 1]],
  [{ items: { a: 2, d: 4 } }, [2, 1, 1, 4]],
  [{ items: { 'EAN-A': 2 } }, [2, 1, 1, 1]],
  // Once, by its own id.
  [{ items: { 'EAN-A': 8, a: 2 } }, [2, 1, 1, 1]],
  [{ brand: { Elm: 2 } }, [2, 1, 2, 1]],
  [{ category: { Garden: 2, 'Garden/Chairs': 4, Chairs: 8 } }, [8, 2, 1, 1]],
  [{ items: { a: 2 }, brand: { Elm: 2 }, category: { Garden: 0.5 } }, [2, 0.5, 2, 1]],
])('%j multiplies by %j', (boost, expected) => {
  expect(factors(boost)).toEqual({ factors: expected, faults: [] });
});

test.each([undefined, null, 7, 'a'])('%j is no boost: the chances stay the same list', (boost) => {
  expect(boosted(CHANCES, rows, boost as never)).toBe(CHANCES);
});

test('a factor that is no number above 0 is told once, and counts as 1', () => {
  const boost = { items: { a: 0, b: '2' }, brand: { Elm: -1 }, category: { Garden: 1e12 } };
  expect(factors(boost)).toEqual({
    factors: [1, 2, 1, 1],
    faults: [
      'BAD_OPTION rules.boost.items.a',
      'BAD_OPTION rules.boost.brand.Elm',
      'BAD_OPTION rules.boost.category.Garden',
    ],
  });
  expect(factors({ item: { a: 2 }, brand: 3 })).toEqual({
    factors: [1, 1, 1, 1],
    faults: ['BAD_OPTION rules.boost.item', 'BAD_OPTION rules.boost.brand'],
  });
});

test('names of the prototype are no factors', () => {
  const odd = { id: 'constructor', brand: 'toString', category: ['valueOf'] };
  const weights = boosted(
    [0.5],
    { id: () => odd.id, item: () => odd },
    {
      items: {},
      brand: {},
      category: {},
    },
  );
  expect([...Array.from(weights)]).toEqual([0.5]);
});

test('what throws when it is read is told, and the chances stay', () => {
  const items = new Proxy(
    {},
    {
      getOwnPropertyDescriptor() {
        throw new Error('trap');
      },
    },
  );
  const faults: string[] = [];
  const given = boosted(CHANCES, rows, { items }, ({ code, detail }) => {
    faults.push(`${code} ${detail}`);
  });
  expect(given).toBe(CHANCES);
  expect(faults).toEqual(['CALLBACK_FAILED rules.boost']);
  expect(boosted(CHANCES, rows, { items: { a: 0 } })).toEqual(CHANCES);
});
