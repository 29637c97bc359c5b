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
  const most = { ...golden, tokens: new Array(1024).fill(golden.tokens[0]) };
  expect(parseGolden(most, 3)).toBe(most);
  const first = { ...golden, items: { action: 0, rows: [], logits: [] } };
  expect(parseGolden(first, 3)).toBe(first);
});

const { items } = golden;
test.each([
  ['nothing', undefined],
  ['text', 'golden'],
  ['tokens that are no list', { ...golden, tokens: { length: 1 } }],
  ['more tokens than a history has', { ...golden, tokens: new Array(1025).fill(golden.tokens[0]) }],
  ['an unknown action', { ...golden, tokens: [token({ action: 8 })] }],
  ['an action below 0', { ...golden, tokens: [token({ action: -1 })] }],
  ['an item below none', { ...golden, tokens: [token({ item: -2 })] }],
  ['a bucket below 0', { ...golden, tokens: [token({ gap: -1 })] }],
  ['a bad token after a good one', { ...golden, tokens: [token({}), token({ action: 8 })] }],
  ['an item beyond the table', { ...golden, tokens: [token({ item: 3 })] }],
  ['half a bucket', { ...golden, tokens: [token({ gap: 0.5 })] }],
  ['a bucket that no table has', { ...golden, tokens: [token({ hour: TOKEN_ROWS.hour })] }],
  ['a short token', { ...golden, tokens: [token({}).slice(1)] }],
  ['a missing logit', { ...golden, actions: [1, 2] }],
  ['a logit that is no number', { ...golden, intent: [Number.NaN, 1] }],
  ['a row beyond the table', { ...golden, items: { ...items, rows: [0, 3] } }],
  ['a row below 0', { ...golden, items: { ...items, rows: [0, -1] } }],
  ['half a row', { ...golden, items: { ...items, rows: [0, 0.5] } }],
  ['no items', { ...golden, items: undefined }],
  ['rows without logits', { ...golden, items: { ...items, logits: [1] } }],
  ['items without rows', { ...golden, items: { action: 0, logits: [] } }],
  ['items given no action that there is', { ...golden, items: { ...items, action: -1 } }],
  ['items given an action too many', { ...golden, items: { ...items, action: 8 } }],
  ['items given half an action', { ...golden, items: { ...items, action: 0.5 } }],
  ['an action that is text', { ...golden, items: { ...items, action: 'cart' } }],
])('golden vectors are refused by name: %s', (_, value) => {
  expect(() => parseGolden(value, 3)).toThrow(
    expect.objectContaining({ code: 'MODEL_CORRUPT', detail: 'golden' }),
  );
});
