import { expect, test } from 'vitest';
import type { Item } from '../events/item.js';
import type { Scores } from './score.js';
import { searched } from './searched.js';

const ITEMS: (Item | undefined)[] = [
  { id: 'a', name: 'Mushroom lamp', category: ['Lighting', 'Table lamps'] },
  { id: 'b', name: 'Bell pendant', category: ['Lighting', 'Pendants'], brand: 'Café Löwe' },
  { id: 'c', name: 'Wool scarf' },
  { id: 'd', name: '台灯 白色' },
  undefined,
  { id: 'f', name: 'Lampshade' },
];
const CHANCES = [0.02, 0.1, 0.2, 0.05, 0.1, 0.03];

/** What each row is multiplied by after a search. */
async function after(query: string, chances = CHANCES) {
  const items = Float32Array.from(chances);
  const joint: Scores['joint'] = [
    { action: 'click', chances: items.map((chance) => chance * 0.75) },
    { action: 'cart', chances: items.map((chance) => chance * 0.25) },
  ];
  await searched({ joint, items } as Scores, { item: (row) => ITEMS[row] }, query);
  joint[0].chances.forEach((chance, row) =>
    expect(chance + joint[1].chances[row]).toBeCloseTo(items[row], 5),
  );
  return { items, factors: [...items].map((chance, row) => chance / Math.fround(chances[row])) };
}
const foundBy = async (query: string) =>
  (await after(query)).factors.flatMap((factor, row) => (factor > 1.01 ? [row] : []));

test('what a search found holds four fifths of what all products hold', async () => {
  const { items, factors } = await after('lamp');
  expect(items[0] + items[5]).toBeCloseTo(0.8 * 0.5, 5);
  expect(items.reduce((sum, chance) => sum + chance)).toBeCloseTo(0.5, 5);
  // Those found keep their order, and so do the others.
  expect(factors[0]).toBeCloseTo(factors[5], 4);
  expect(factors[1]).toBeCloseTo(factors[2], 4);
});

test.each([
  ['lamps', [0, 5]],
  ['LAMP', [0, 5]],
  ['table lamp', [0]],
  ['lighting', [0, 1]],
  ['cafe lowe', [1]],
  // Not in "scarf".
  ['car', []],
  ['台灯', [3]],
  ['sofa', []],
  ['lamp sofa', []],
  ['', []],
  ['!?', []],
  ['('.repeat(200), []],
])('%s finds %j', async (query, rows) => {
  expect(await foundBy(query)).toEqual(rows);
});

test('chances that hold more already, or nothing, stay as they are', async () => {
  const sure = [0.9, 0, 0, 0, 0, 0.05];
  expect([...(await after('lamp', sure)).items]).toEqual([...Float32Array.from(sure)]);
  expect([...(await after('lamp', [0, 0, 0, 0, 0, 0])).items]).toEqual([0, 0, 0, 0, 0, 0]);
});
