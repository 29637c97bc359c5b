import { expect, test } from 'vitest';
import { parseCalibration, parseCard, parseCategories } from './metadata.js';
import { NEUTRAL_CALIBRATION } from './model.js';

const refused = (read: () => unknown, detail: string) =>
  expect(read).toThrow(expect.objectContaining({ code: 'MODEL_CORRUPT', detail }));

test('categories are read with their prices, and no more than an item can name', () => {
  const categories = [{ path: 'Garden/Chairs', logPrice: -2.5 }, { path: '' }];
  expect(parseCategories({ categories: [{ ...categories[0], more: 1 }, categories[1]] })).toEqual(
    categories,
  );
  expect(parseCategories({ categories: [] })).toEqual([]);
  const most = new Array(65_534).fill(categories[1]);
  expect(parseCategories({ categories: most })).toHaveLength(65_534);
  refused(() => parseCategories({ categories: [...most, categories[1]] }), 'vocabulary.categories');
});

test.each([
  ['nothing', null],
  ['a list', []],
  ['no categories', {}],
  ['categories by number', { categories: { 0: { path: 'a' }, length: 1 } }],
  ['a category that is null', { categories: [{ path: 'a' }, null] }],
  ['a category that is text', { categories: ['a'] }],
  ['a path that is none', { categories: [{ logPrice: 1 }] }],
  ['a path that is a number', { categories: [{ path: 1, logPrice: 1 }] }],
  ['a price that is null', { categories: [{ path: 'a', logPrice: null }] }],
  ['a price that is text', { categories: [{ path: 'a', logPrice: '1' }] }],
  ['a price without end', { categories: [{ path: 'a', logPrice: 1 / 0 }] }],
])('categories are refused by name: %s', (_, value) => {
  refused(() => parseCategories(value), 'vocabulary.categories');
});

const neutral = NEUTRAL_CALIBRATION;
const { actions, items } = neutral;
const first = { conversion: 0.02, cart: 0.1, bounce: 0.5 };
const bias = (last: unknown) => ({ ...actions, bias: [...actions.bias.slice(1), last] });

test.each<[string, object]>([
  ['as nothing was fitted', {}],
  ['the coldest', { actions: { ...actions, temperature: 1e-6 }, items: { temperature: 1e-6 } }],
  ['the most', { actions: bias(1e6), purchase: { scale: 1e6, offset: -1e6 } }],
  ['a share of nothing', { items: { ...items, share: 0 } }],
  ['a share of all', { items: { ...items, share: 1 } }],
  ['sets and first chances', { sets: { 0.5: 0.1, 0.8: 0 }, first }],
])('a calibration is taken as it is: %s', (_, fields) => {
  const { calibrated, ...read } = parseCalibration({ ...neutral, ...fields }, 5);
  expect(read).toEqual({ ...neutral, ...fields });
});

test.each<[what: string, fields: object]>([
  ['no actions', { actions: undefined }],
  ['no temperature of actions', { actions: { bias: actions.bias } }],
  ['colder than any', { actions: { ...actions, temperature: 0.9e-6 } }],
  ['a temperature below 0', { actions: { ...actions, temperature: -1 } }],
  ['a temperature that is text', { actions: { ...actions, temperature: '1' } }],
  ['no bias', { actions: { temperature: 1 } }],
  ['a bias too few', { actions: { ...actions, bias: actions.bias.slice(1) } }],
  ['a bias too many', { actions: { ...actions, bias: [...actions.bias, 0] } }],
  ['a bias that is text', { actions: bias('0') }],
  ['a bias that is null', { actions: bias(null) }],
  ['a bias in a list', { actions: bias([0]) }],
  ['a bias of a million and one', { actions: bias(1_000_001) }],
  ['a bias as far below', { actions: bias(-1_000_001) }],
  ['a bias without end', { actions: bias(1 / 0) }],
  ['no purchase', { purchase: undefined }],
  ['a purchase without scale', { purchase: { offset: 0 } }],
  ['a purchase without offset', { purchase: { scale: 1 } }],
  ['no cart', { cart: undefined }],
  ['a cart without scale', { cart: { offset: 0 } }],
  ['a cart without offset', { cart: { scale: 1 } }],
  ['no items', { items: undefined }],
  ['no temperature of items', { items: {} }],
  ['items colder than any', { items: { temperature: 0 } }],
  ['a share below 0', { items: { ...items, share: -0.01 } }],
  ['a share above 1', { items: { ...items, share: 1.01 } }],
  ['no bands', { bands: undefined }],
  ['a band above all chances', { bands: { likely: 1.1, unlikely: 0.1 } }],
  ['a band below all chances', { bands: { likely: 0.5, unlikely: -0.1 } }],
  ['bands without likely', { bands: { unlikely: 0.1 } }],
  ['bands without unlikely', { bands: { likely: 0.5 } }],
  ['first chances that are null', { first: null }],
  ['first chances without conversion', { first: { cart: 0.1, bounce: 0.5 } }],
  ['first chances without cart', { first: { conversion: 0.02, bounce: 0.5 } }],
  ['first chances without bounce', { first: { conversion: 0.02, cart: 0.1 } }],
  ['one text among numbers', { sets: { 0.5: 0.1, 0.8: 'x' } }],
  ['sets that are a number', { sets: 5 }],
  ['sets that are a list', { sets: [0.5] }],
  ['a set of nothing', { sets: { 0: 0.1 } }],
  ['sets in sets', { sets: { 0.8: { 0.5: 0.1 } } }],
  ['a set in a list', { sets: { 0.8: [0.1] } }],
  ['a set of no share', { sets: { most: 0.1 } }],
  ['a set that holds more than all', { sets: { 80: 0.1 } }],
  ['a set of items likelier than sure', { sets: { 0.8: 1.1 } }],
  ['a set of items less likely than never', { sets: { 0.8: -0.1 } }],
  ['a field of others that is text', { more: 'x' }],
  ['lists in lists', { more: [[[]]] }],
  ['said to be calibrated', { calibrated: true }],
])('a calibration is refused by name: %s', (_, fields) => {
  const said = Object.entries({ ...neutral, ...fields }).filter(([, part]) => part !== undefined);
  refused(() => parseCalibration(Object.fromEntries(said), 5), 'calibration');
});

test.each([null, undefined, 5, 'x', []])('what is no calibration is refused: %j', (value) => {
  refused(() => parseCalibration(value, 5), 'calibration');
});

test('calibrated is what was fitted for one shop', () => {
  const fitted = { ...neutral, purchase: { scale: 1, offset: -0.5 } };
  expect(parseCalibration(fitted, 1).calibrated).toBe(true);
  expect(parseCalibration(fitted, 0).calibrated).toBe(false);
  expect(parseCalibration(neutral, 1).calibrated).toBe(false);
});

const card = { name: 'a shop', version: '1.2', data: 'a log of 5 days', license: 'MIT' };

test('a card is read as far as it says anything, and cut where it goes on', () => {
  expect(parseCard({ ...card, more: 1 })).toEqual(card);
  const empty = { name: '', version: '', data: '', license: '' };
  for (const nothing of [{}, null, undefined]) expect(parseCard(nothing)).toEqual(empty);
  expect(parseCard({ ...card, data: `${'x'.repeat(2000)}y` }).data).toBe('x'.repeat(2000));
});

test.each(Object.keys(card))('a card whose %s is no text is refused by name', (field) => {
  for (const wrong of [5, {}, [], false])
    refused(() => parseCard({ ...card, [field]: wrong }), `card.${field}`);
});
