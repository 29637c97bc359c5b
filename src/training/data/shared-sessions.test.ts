import { expect, test } from 'vitest';
import { createLogBuilder } from './data-set.js';
import { findShared } from './shared-sessions.js';

/** @param rows shopper and session of each. */
const find = (rows: [number, number][]) =>
  findShared(
    Int32Array.from(rows, ([shopper]) => shopper),
    Int32Array.from(rows, ([, session]) => session),
  );
const times = <T>(n: number, make: (i: number) => T) =>
  Array.from({ length: n }, (_, i) => make(i));

test('ids that ten shoppers share are no sessions', () => {
  expect(find(times(500, (i) => [i % 97, i % 50]))).toEqual({ sessions: 50, shared: 50 });
});

test('ids of one shopper each, none, few, or counted by each shopper from one are left as they are', () => {
  expect(find(times(500, (i) => [i >> 2, i >> 2]))).toBeUndefined();
  expect(find(times(500, (i) => [i % 97, -1]))).toBeUndefined();
  expect(find(times(50, (i) => [i % 9, i % 5]))).toBeUndefined();
  // Visit 1 to 20 of each of five shoppers, four events each.
  expect(find(times(400, (i) => [Math.floor(i / 80), (i >> 2) % 20]))).toBeUndefined();
});

test('the pauses of a shopper end visits then', () => {
  const builder = createLogBuilder();
  for (let i = 0; i < 100; i++) {
    const [shopper, n] = [`u${Math.floor(i / 4)}`, i % 4];
    // Two events, a day, two events; each with the id of another shopper's too.
    const time = 1.7e12 + (n >> 1) * 86_400_000 + (n & 1) * 60_000;
    builder.add({ shopper, session: `s${(i * 7) % 20}`, time, type: 'click', item: `p${n}` });
  }
  expect(builder.finish().sessions).toBe(50);
  expect(builder.facts().sharedSessions).toEqual({ sessions: 20, shared: 20 });
});
