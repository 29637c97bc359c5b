import { expect, test } from 'vitest';
import { type Golden, parseGolden } from './golden.js';

const golden: Golden = {
  tokens: [
    [0, -1, 15, 1, 7, 9, 4, 7, 5],
    [7, 2, 0, 0, 0, 0, 0, 0, 0],
  ],
  actions: new Array(9).fill(0.5),
  intent: [1, -1],
  items: { action: 7, rows: [0, 2], logits: [3, -4] },
};

test('golden vectors are read as they were written, and may be missing', () => {
  expect(parseGolden(JSON.parse(JSON.stringify(golden)), 3)).toEqual(golden);
  expect(parseGolden(null, 3)).toBeNull();
});

const { items } = golden;
test.each([
  ['nothing', undefined],
  ['text', 'golden'],
  ['tokens that are no list', { ...golden, tokens: { length: 1 } }],
  ['more tokens than a history has', { ...golden, tokens: new Array(1025).fill(golden.tokens[0]) }],
  ['an unknown action', { ...golden, tokens: [[8, 0, 0, 0, 0, 0, 0, 0, 0]] }],
  ['an item beyond the table', { ...golden, tokens: [[0, 3, 0, 0, 0, 0, 0, 0, 0]] }],
  ['half a bucket', { ...golden, tokens: [[0, 0, 0.5, 0, 0, 0, 0, 0, 0]] }],
  ['a short token', { ...golden, tokens: [[0, 0, 0, 0, 0, 0, 0]] }],
  ['a missing logit', { ...golden, actions: [1, 2] }],
  ['a logit that is no number', { ...golden, intent: [Number.NaN, 1] }],
  ['a row beyond the table', { ...golden, items: { ...items, rows: [0, 3] } }],
  ['rows without logits', { ...golden, items: { ...items, logits: [1] } }],
  ['items without rows', { ...golden, items: { action: 0, logits: [] } }],
  ['an action that is text', { ...golden, items: { ...items, action: 'cart' } }],
])('%s is refused by name', (_, value) => {
  expect(() => parseGolden(value, 3)).toThrow(/golden/);
});
