import { expect, test } from 'vitest';
import type { ShopEvent } from '../../events/event.js';
import { isInCart } from './stored-cart.js';

const HOUR_MS = 3_600_000;

/** What was done: `cart a 2` an hour ago, `12h cart a`. */
function eventsOf(...done: readonly string[]): ShopEvent[] {
  return done.map((one) => {
    const [, hours = 1, type, item, quantity] =
      /^(?:(\d+)h )?(\w+) ?([a-z])? ?(\d)?$/.exec(one) ?? [];
    return {
      type: type as ShopEvent['type'],
      ...(item && { item }),
      ...(quantity && { quantity: Number(quantity) }),
      ts: Date.now() - Number(hours) * HOUR_MS,
      session: 's',
      source: 'ga4',
    };
  });
}

/** Each line that is new, with how many of it. */
function fresh(lines: readonly string[], done: readonly string[], other = done, isEarly = false) {
  const known = { events: () => eventsOf(...done), eventsOfOtherPages: () => eventsOf(...other) };
  return lines.flatMap((line) => {
    const [id, quantity] = line.split(' ');
    const told = { isEarly, of: lines.length, quantity: quantity ? Number(quantity) : undefined };
    return isInCart(id, told, known) ? [] : [`${id} ${told.quantity ?? ''}`.trim()];
  });
}

test.each<[lines: string[], done: string[], fresh: string[]]>([
  [['a', 'b'], [], ['a', 'b']],
  [['a', 'b'], ['cart a'], ['b']],
  [['a', 'b', 'c'], ['cart a', 'cart b'], ['c']],
  [['a', 'b'], ['cart a', 'cart b'], []],
  // More of one.
  [['a 3', 'b'], ['cart a', 'cart b'], ['a 2']],
  [['a 2', 'b'], ['cart a', 'cart a', 'cart b'], []],
  // Taken out, or bought.
  [['a', 'b'], ['cart a', 'cart b', 'remove a 1'], ['a']],
  [['a', 'b'], ['cart a 2', 'remove a 1'], ['b']],
  [['a', 'b'], ['cart a', 'purchase a', 'cart b'], ['a']],
  [
    ['a', 'b'],
    ['cart a', 'purchase'],
    ['a', 'b'],
  ],
  // Looked at, or put in on another day.
  [
    ['a', 'b'],
    ['click a', 'checkout'],
    ['a', 'b'],
  ],
  [['a', 'b'], ['25h cart a', '23h cart b'], ['a']],
])('of %j, after %j, %j is new', (lines, done, expected) => {
  expect(fresh(lines, done)).toEqual(expected);
});

test('a product told alone is put in again, unless nobody has touched the page', () => {
  expect(fresh(['a'], ['cart a'])).toEqual(['a']);
  expect(fresh(['a'], ['cart a'], ['cart a'], true)).toEqual([]);
  // On this page alone: a shop whose add is a button of a script.
  expect(fresh(['a'], ['cart a'], [], true)).toEqual(['a']);
});

test('sources that do not say how many were told together are left alone', () => {
  const known = { events: () => eventsOf('cart a'), eventsOfOtherPages: () => eventsOf('cart a') };
  expect(isInCart('a', {}, known)).toBe(false);
});
