import { expect, test } from 'vitest';
import { type ChannelEvent, createChannels } from './channels.js';

function channels() {
  const reported: string[] = [];
  const items: unknown[] = [];
  let refused = 0;
  const clock = { now: 0 };
  const channel = createChannels(
    {
      event: (raw) =>
        reported.push(`${(raw as ChannelEvent).type} ${(raw as ChannelEvent).item?.id}`),
      item: (raw) => items.push((raw as { id: unknown }).id),
      refuse: () => refused++,
    },
    () => clock.now,
  );
  const cart = (rank: number, id: string, isComplete?: boolean) =>
    channel(rank)({ type: 'cart', item: { id } }, isComplete);
  return { reported, items, refused: () => refused, clock, channel, cart };
}

test('a better channel silences a worse one, per event type', () => {
  const { reported, items, cart, channel, clock, refused } = channels();
  cart(2, 'a');
  clock.now = 10_000;
  cart(0, 'b');
  clock.now = 20_000;
  cart(2, 'c');
  cart(1, 'd');
  channel(2)({ type: 'remove', item: { id: 'e' } });
  expect(reported).toEqual(['cart a', 'cart b', 'remove e']);
  expect([items, refused()]).toEqual([['c', 'd'], 2]);
});

test('an event on two channels counts once, in either order, and again on a repeat', () => {
  const { reported, cart, refused } = channels();
  for (const [first, second] of [
    [0, 2],
    [2, 0],
  ]) {
    cart(first, 'a', false);
    cart(second, 'a', false);
    cart(first, 'a', false);
    cart(second, 'a', false);
  }
  expect([reported.length, refused()]).toEqual([4, 4]);
});

test('an event counts again on its own channel, and on another after the window', () => {
  const { reported, cart, clock } = channels();
  cart(1, 'a', false);
  cart(1, 'a', false);
  clock.now = 2000;
  cart(0, 'a', false);
  expect(reported).toHaveLength(3);
});

test('a late view from a better channel counts as the same view, once', () => {
  const { reported, channel, clock } = channels();
  const view = (rank: number) => channel(rank)({ type: 'click', item: { id: 'a' } });
  view(2);
  clock.now = 60_000;
  view(0);
  view(0);
  expect(reported).toEqual(['click a', 'click a']);
});
