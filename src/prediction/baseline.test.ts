import { describe, expect, test } from 'vitest';
import type { Token } from '../encoding/token.js';
import { ACTION_TYPES, type ActionType, type NextAction } from '../events/event.js';
import { sigmoid, softmax } from '../engine/softmax.js';
import { baseline } from './baseline.js';
import { NEXT_ACTIONS } from './calibrate.js';

/** Rows 0 and 1 of one category, 2 of another, 3 of none. */
const rows = {
  factsOf: (row: number) => [1, 1, 2, 0].map((category) => ({ category, top: 1, price: 0 }))[row],
};
const token = (type: ActionType | 'other', item = -1, newSession = 0) =>
  ({ action: ACTION_TYPES.indexOf(type as ActionType), item, newSession }) as Token;
const itemsAfter = async (history: Token[], popularity?: number[]) => [
  ...(await baseline(rows, 4, history, popularity && Float32Array.from(popularity)).items(0)),
];

describe('without a model', () => {
  const chancesAfter = (...history: Token[]) => {
    const { actions, intent } = baseline(rows, 4, history);
    const next = softmax(actions).map((chance, a) => [NEXT_ACTIONS[a], chance]);
    const [purchase, cart] = Array.from(intent, sigmoid);
    return { next: Object.fromEntries(next) as Record<NextAction, number>, purchase, cart };
  };

  test.each<[string, Token[], Partial<Record<NextAction, number>>, number, number]>([
    ['nothing', [], { click: 0.6, leave: 0.2 }, 0.02, 0.08],
    ['a click', [token('click')], { click: 0.6, leave: 0.2 }, 0.02, 0.08],
    ['a cart', [token('cart')], { checkout: 0.15, leave: 0.15 }, 0.2, 0.3],
    ['a checkout', [token('checkout')], { purchase: 0.46, leave: 0.22 }, 0.5, 0.1],
    ['an order', [token('purchase')], { leave: 0.6 }, 0.05, 0.05],
    // What comes next follows from the last event; whether they buy, from how far they came.
    ['a look after a cart', [token('cart'), token('click')], { click: 0.6 }, 0.2, 0.3],
    ['an unknown act after a cart', [token('cart'), token('other')], { click: 0.6 }, 0.2, 0.3],
    ['a new visit', [token('cart'), token('click', -1, 1)], { click: 0.6 }, 0.02, 0.08],
    ['a visit that begins with a cart', [token('cart', -1, 1)], { checkout: 0.15 }, 0.2, 0.3],
  ])('after %s comes what comes in a typical shop', (_, history, next, purchase, cart) => {
    const said = chancesAfter(...history);
    for (const [action, chance] of Object.entries(next))
      expect(said.next[action as NextAction], action).toBeCloseTo(chance, 5);
    expect([said.purchase, said.cart]).toEqual([
      expect.closeTo(purchase, 5),
      expect.closeTo(cart, 5),
    ]);
  });

  test('chances of items sum to 1, in the order of the page', async () => {
    const chances = await itemsAfter([]);
    expect(chances.reduce((sum, chance) => sum + chance)).toBeCloseTo(1, 6);
    expect(chances).toEqual([...chances].sort((a, b) => b - a));
    expect(chances[0] / chances[3]).toBeCloseTo(23 / 20, 5);
  });

  test('or by how often they are chosen, if that is known', async () => {
    const chances = await itemsAfter([], [0, Math.log(2), Math.log(4)]);
    expect(chances[1] / chances[0]).toBeCloseTo(2, 5);
    expect(chances[2] / chances[0]).toBeCloseTo(4, 5);
    // An item of the page that no log has is the average one.
    expect(chances[3] / chances[0]).toBeCloseTo(1, 5);
    const huge = await itemsAfter([], [1000, 999, -1000]);
    expect(huge[0]).toBeCloseTo(1 / (1 + 1 / Math.E), 5);
    // No peak below the average: it is the measure for those that a log does not have.
    const rare = await itemsAfter([], [-1, -1]);
    expect(rare[2] / rare[0]).toBeCloseTo(Math.E, 5);
  });

  test('those of the category last looked at count three times', async () => {
    const before = await itemsAfter([]);
    const after = await itemsAfter([token('click', 2), token('search')]);
    const seen = 1 / (2 + 2);
    // Row 2 alone: it was seen too, two events ago, of two.
    expect(after[2] / after[3]).toBeCloseTo((3 / 22 + seen) / (1 / 23), 4);
    const first = await itemsAfter([token('click', 2), token('click', 0)]);
    expect(first[1] / first[3]).toBeCloseTo((3 * before[1]) / before[3], 4);
    expect(first[2] / first[3]).toBeCloseTo((1 / 22 + 1 / 4) / (1 / 23), 4);
    // None is no category.
    const none = await itemsAfter([token('click', 3)]);
    expect(none[0] / none[1]).toBeCloseTo(before[0] / before[1], 5);
  });

  test('those seen last come first, and rows that are gone change nothing', async () => {
    const chances = await itemsAfter([token('click', 3), token('click', 2), token('click', 1)]);
    expect(chances[1]).toBeGreaterThan(chances[2]);
    expect(chances[2]).toBeGreaterThan(chances[3]);
    expect(chances[3]).toBeGreaterThan(chances[0] / 2);
    expect(chances[3] * 23 - chances[0] * (20 / 3)).toBeGreaterThan(0);
    expect(await itemsAfter([token('click', 9)])).toEqual(await itemsAfter([]));
  });
});
