import { expect, test } from 'vitest';
import { isDuplicate } from './duplicates.js';
import type { ShopEvent } from './event.js';
import { plainText } from './plain-text.js';

const NOW = 1_700_000_000_000;
const event = (fields: Partial<ShopEvent>): ShopEvent => ({
  type: 'category',
  ts: NOW,
  session: 's',
  source: 'ga4',
  ...fields,
});

test('lists that share a level above both are two; one without a name is that of the other source', () => {
  const isSame = (a: string[] | undefined, b: string[] | undefined) =>
    isDuplicate(event({ category: b, source: 'segment', ts: NOW + 50 }), [event({ category: a })]);
  expect(isSame(['Lamps', 'Desk'], ['Home', 'Lamps', 'Floor'])).toBe(false);
  expect(isSame(['Home', 'Lamps', 'Floor'], ['Lamps', 'Desk'])).toBe(false);
  expect(isSame(['Lamps'], ['Home', 'Living', 'Lamps'])).toBe(true);
  expect(isSame(['Home', 'Living', 'Lamps'], ['Lamps'])).toBe(true);
  expect(isSame(undefined, ['Lamps'])).toBe(true);
  expect(isSame(['Lamps'], undefined)).toBe(true);
});

test('only an order is known by its number: a cart that has one is filled again another day', () => {
  const cart = event({ type: 'cart', item: 'a', order: 'cart-7' });
  expect(isDuplicate({ ...cart, ts: NOW + 86_400_000 }, [cart], cart)).toBe(false);
  const order = event({ type: 'purchase', item: 'a', order: 'o7' });
  expect(isDuplicate({ ...order, ts: NOW + 86_400_000 }, [order], order)).toBe(true);
  const nameless = event({ type: 'purchase', item: 'a' });
  expect(isDuplicate({ ...nameless, ts: NOW + 86_400_000 }, [nameless], nameless)).toBe(false);
});

test('a name is its letters and digits', () => {
  for (const name of ['Garden > Chairs', 'garden/chairs', 'Garden Chairs', ' GARDEN–CHAIRS'])
    expect(plainText(name)).toBe('gardenchairs');
  expect(plainText('Größe 40')).toBe('größe40');
  expect(plainText('Size 40')).not.toBe(plainText('Size 41'));
  expect(plainText('椅子')).toBe('椅子');
});
