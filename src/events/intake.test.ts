import { expect, test } from 'vitest';
import { seededRandom } from '../lib/random.js';
import type { ShopEvent } from './event.js';
import { createIntake } from './intake.js';
import type { Item } from './item.js';

const NOW = 1_700_000_000_000;
const open = (idOf?: (item: Item) => string) => {
  const history: ShopEvent[] = [];
  const environment = { now: () => NOW, random: seededRandom(1) };
  return createIntake(environment, () => history, undefined, undefined, idOf);
};

test('what is refused is no event, and is counted by its reason', () => {
  const intake = open();
  expect(intake.event({ type: 'levitate' }, 'track')).toBeUndefined();
  expect(intake.event({ type: 'click' }, 'track')).toBeUndefined();
  expect(intake.event({ type: 'click', item: 'undefined' }, 'track')).toBeUndefined();
  expect(intake.event('click', 'track')).toBeUndefined();
  intake.refuse('limit', 3);
  expect(intake.refusals()).toEqual({ type: 1, item: 1, placeholder: 1, shape: 1, limit: 3 });
});

test('an event from the future is kept, and counted', () => {
  const intake = open();
  const read = intake.event({ type: 'click', item: 'a', ts: NOW + 3_600_000 }, 'track');
  expect(read?.event.ts).toBe(NOW);
  expect(intake.refusals()).toEqual({ clamped: 1 });
  expect(intake.event({ type: 'click', item: 'b' }, 'track')?.event.ts).toBe(NOW);
  expect(intake.refusals()).toEqual({ clamped: 1 });
});

test('an item alone is read, or counted as refused', () => {
  const intake = open();
  expect(intake.item({ id: 'a', name: ' Chair ' })).toEqual({ id: 'a', name: 'Chair' });
  expect(intake.refusals()).toEqual({});
  expect(intake.item({ name: 'Chair' })).toBeUndefined();
  expect(intake.refusals()).toEqual({ item: 1 });
});

test('an event is about the one id of a product that has several', () => {
  const intake = open(({ id }) => (id === '4711' ? 'SKU-1' : id));
  const read = intake.event({ type: 'cart', item: { id: '4711', price: 5 } }, 'ga4');
  expect(read?.event.item).toBe('SKU-1');
  expect(intake.event({ type: 'cart', item: 'b' }, 'ga4')?.event.item).toBe('b');
  expect(intake.event({ type: 'checkout' }, 'ga4')?.event).not.toHaveProperty('item');
});
