import { expect, test } from 'vitest';
import { type Act, createChannels } from './channels.js';

function channels() {
  const told: string[] = [];
  const items: unknown[] = [];
  let refused = 0;
  const clock = { now: 0 };
  const tell = createChannels(
    {
      event: (raw) => told.push(`${(raw as Act).type} ${(raw as Act).item?.id}`),
      item: (raw) => items.push((raw as { id: unknown }).id),
      refuse: () => refused++,
    },
    () => clock.now,
  );
  const cart = (channel: number, id: string, claims?: boolean) =>
    tell(channel, { type: 'cart', item: { id } }, claims);
  return { told, items, refused: () => refused, clock, tell, cart };
}

test('a worse channel is silent once a better one was heard, for that type only', () => {
  const { told, items, cart, tell, clock, refused } = channels();
  cart(2, 'a');
  clock.now = 10_000;
  cart(0, 'b');
  clock.now = 20_000;
  cart(2, 'c');
  cart(1, 'd');
  tell(2, { type: 'remove', item: { id: 'e' } });
  expect(told).toEqual(['cart a', 'cart b', 'remove e']);
  expect([items, refused()]).toEqual([['c', 'd'], 2]);
});

test('the same act on two channels is one, in either order and again', () => {
  const { told, cart, refused } = channels();
  for (const [first, second] of [
    [0, 2],
    [2, 0],
  ]) {
    cart(first, 'a', false);
    cart(second, 'a', false);
    cart(first, 'a', false);
    cart(second, 'a', false);
  }
  expect([told.length, refused()]).toEqual([4, 4]);
});

test('one channel counts what it tells twice, another after the window', () => {
  const { told, cart, clock } = channels();
  cart(1, 'a', false);
  cart(1, 'a', false);
  clock.now = 2000;
  cart(0, 'a', false);
  expect(told).toHaveLength(3);
});

test('a look that a better channel tells of late is the same look, once', () => {
  const { told, tell, clock } = channels();
  const look = (channel: number) => tell(channel, { type: 'click', item: { id: 'a' } });
  look(2);
  clock.now = 60_000;
  look(0);
  look(0);
  expect(told).toEqual(['click a', 'click a']);
});
