import { expect, test } from 'vitest';
import { createCoVisitation, createPopularity, createRecentlyViewed } from './item-baselines.js';
import { scored, sessions } from './scored.fixture.js';

const past = sessions([0, 1, 2], [0, 1], [1, 0, 3], [4, 1, 1]);

test('popularity counts events', () => {
  expect(scored(createPopularity(past, 6), [5])).toEqual([3, 5, 1, 1, 1, 0]);
});

test('co-visitation counts the items seen right after the last item', () => {
  const baseline = createCoVisitation(past);
  expect(scored(baseline, [3, 0])).toEqual([0, 2, 0, 1, 0, 0]);
  expect(scored(baseline, [1])).toEqual([1, 1, 1, 0, 0, 0]);
  expect(scored(baseline, [5])).toEqual([0, 0, 0, 0, 0, 0]);
});

test('recently viewed ranks each item once, latest view first', () => {
  const [zero, one, two, three] = scored(createRecentlyViewed(), [0, 1, 0, 2, 1]);
  expect(one).toBeGreaterThan(two);
  expect(two).toBeGreaterThan(zero);
  expect(zero).toBeGreaterThan(0);
  expect(three).toBe(0);
});

test('recently viewed reads no further back than a page keeps', () => {
  expect(scored(createRecentlyViewed(3), [4, 0, 1, 0])).toEqual([3, 2, 0, 0, 0, 0]);
  expect(scored(createRecentlyViewed(3), [])).toEqual([0, 0, 0, 0, 0, 0]);
  const items = [5, ...Array.from({ length: 500 }, (_, i) => i % 3)];
  expect(scored(createRecentlyViewed(), items)[5]).toBe(0);
  expect(scored(createRecentlyViewed(), items.slice(0, 500))[5]).toBeGreaterThan(0);
});
