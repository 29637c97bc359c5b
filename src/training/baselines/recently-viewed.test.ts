import { expect, test } from 'vitest';
import { recentlyViewedRank } from './recently-viewed.js';

const rank = (past: number[], target: number, events?: number) =>
  recentlyViewedRank(Int32Array.from(past), target, events);

test('lists each item once, latest view first', () => {
  const past = [0, 1, 0, -1, 2, 1];
  expect([1, 2, 0, 3].map((item) => rank(past, item))).toEqual([1, 2, 3, Infinity]);
});

test('reads no further back than a page keeps', () => {
  expect([0, 1, 4].map((item) => rank([4, 0, 1, 0], item, 3))).toEqual([1, 2, Infinity]);
  expect(rank([], 0)).toBe(Infinity);
  const past = [5, ...Array.from({ length: 500 }, (_, i) => i % 3)];
  expect(rank(past, 5)).toBe(Infinity);
  expect(rank(past.slice(0, 500), 5)).toBe(4);
});
