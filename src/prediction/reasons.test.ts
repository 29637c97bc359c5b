import { expect, test } from 'vitest';
import type { ShopEvent } from '../events/event.js';
import { reasonsFor } from './reasons.js';
import { relationsOf } from './relations.js';

const event = (type: ShopEvent['type'], item?: string): ShopEvent => ({
  type,
  item,
  ts: 0,
  session: 's',
  source: 'track',
});
const chair = { id: 'chair', category: ['Garden', 'Chairs'], brand: 'Acme' };
const base = { relations: relationsOf([]), popular: false, trained: false };
const kinds = (...args: Parameters<typeof reasonsFor>) => reasonsFor(...args).map((r) => r.kind);

test('names what the shopper did with the item itself', () => {
  const relations = relationsOf([event('click', 'chair'), event('cart', 'chair')]);
  expect(kinds(chair, { ...base, relations })).toEqual(['in-cart', 'seen']);
});

test('names what it shares with the item just viewed, and that item', () => {
  const current = { id: 'stool', category: ['garden', 'chairs'], brand: 'Acme' };
  expect(reasonsFor(chair, { ...base, current })).toEqual([
    { kind: 'same-category', item: 'stool', text: 'More in Chairs' },
    { kind: 'same-brand', item: 'stool', text: 'More by Acme' },
  ]);
});

test('an item is no reason for itself', () => {
  expect(kinds(chair, { ...base, current: chair, trained: true })).toEqual([]);
});

test('names the model when there is no other reason', () => {
  const current = { id: 'lamp' };
  expect(kinds(chair, { ...base, current, trained: true })).toEqual(['often-next']);
  expect(kinds(chair, { ...base, current, trained: true, popular: true })).toEqual(['popular']);
});

test('a removed item is not in the cart; an order without lines buys the cart', () => {
  expect(relationsOf([event('cart', 'a'), event('remove', 'a')]).inCart.size).toBe(0);
  const { inCart, purchased } = relationsOf([event('cart', 'a'), event('purchase')]);
  expect([...inCart]).toEqual([]);
  expect([...purchased]).toEqual(['a']);
});

test('each reason says what it is in words, with the item it is about', () => {
  const relations = relationsOf([
    event('purchase', 'chair'),
    event('click', 'chair'),
    event('cart', 'chair'),
  ]);
  const current = { id: 'stool', category: ['Garden', 'Chairs'], brand: 'Acme' };
  // The strongest three of six.
  expect(reasonsFor(chair, { ...base, relations, current, popular: true })).toEqual([
    { kind: 'in-cart', item: 'chair', text: 'In your cart' },
    { kind: 'bought-before', item: 'chair', text: 'Bought before' },
    { kind: 'seen', item: 'chair', text: 'Viewed before' },
  ]);
  expect(reasonsFor(chair, { ...base, popular: true })).toEqual([
    { kind: 'popular', text: 'Popular' },
  ]);
  expect(reasonsFor(chair, { ...base, current: { id: 'lamp' }, trained: true })).toEqual([
    { kind: 'often-next', item: 'lamp', text: 'Often chosen next' },
  ]);
});
