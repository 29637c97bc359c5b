import { expect, test } from 'vitest';
import { createCoVisitation, createPopularity } from './item-baselines.js';
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
