import { expect, test } from 'vitest';
import { GOLDEN_FIELDS, type Golden, parseGolden } from './golden.js';
import { TOKEN_ROWS } from './token-rows.js';

const token = (said: Partial<Record<(typeof GOLDEN_FIELDS)[number], number>>) =>
  GOLDEN_FIELDS.map((field) => said[field] ?? 0);
const last = Object.entries(TOKEN_ROWS).map(([field, rows]) => [field, rows - 1]);

const golden: Golden = {
  tokens: [token({ ...Object.fromEntries(last), item: -1 }), token({ action: 7, item: 2 })],
  actions: new Array(9).fill(0.5),
  intent: [1, -1],
  items: { action: 7, rows: [0, 2], logits: [3, -4] },
};

test('golden vectors survive writing and reading, and are optional', () => {
  expect(parseGolden(JSON.parse(JSON.stringify(golden)), 3)).toEqual(golden);
  expect(parseGolden(null, 3)).toBeNull();
});

const { items } = golden;
test.each([
  ['nothing', undefined],
  ['text', 'golden'],
  ['tokens that are no list', { ...golden, tokens: { length: 1 } }],
  ['more tokens than a history has', { ...golden, tokens: new Array(1025).fill(golden.tokens[0]) }],
  ['an unknown action', { ...golden, tokens: [token({ action: 8 })] }],
  ['an item beyond the table', { ...golden, tokens: [token({ item: 3 })] }],
  ['half a bucket', { ...golden, tokens: [token({ gap: 0.5 })] }],
  ['a bucket that no table has', { ...golden, tokens: [token({ hour: TOKEN_ROWS.hour })] }],
  ['a short token', { ...golden, tokens: [token({}).slice(1)] }],
  ['a missing logit', { ...golden, actions: [1, 2] }],
  ['a logit that is no number', { ...golden, intent: [Number.NaN, 1] }],
  ['a row beyond the table', { ...golden, items: { ...items, rows: [0, 3] } }],
  ['rows without logits', { ...golden, items: { ...items, logits: [1] } }],
  ['items without rows', { ...golden, items: { action: 0, logits: [] } }],
  ['an action that is text', { ...golden, items: { ...items, action: 'cart' } }],
])('golden vectors are refused by name: %s', (_, value) => {
  expect(() => parseGolden(value, 3)).toThrow(/golden/);
});
