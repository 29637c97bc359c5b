import { expect, test } from 'vitest';
import { bestOf, mrrAt, ndcgAt, rankOf, recallAt } from './ranking-metrics.js';

test('ranks start at 1; ties count half or in full', () => {
  const scores = [0.1, 0.9, 0.5, 0.5, 0.5];
  expect(rankOf(scores, 1)).toBe(1);
  expect(rankOf(scores, 2)).toBe(3);
  expect(rankOf(scores, 2, { ties: 'pessimistic' })).toBe(4);
  expect(rankOf(scores, 0)).toBe(5);
  // A model that says nothing is not first.
  expect(rankOf(new Float32Array(101), 7)).toBe(51);
});

test('recall and MRR ignore ranks beyond k', () => {
  const ranks = [1, 2, 4, 21, 500];
  expect(recallAt(ranks, 20).value).toBeCloseTo(3 / 5);
  expect(mrrAt(ranks, 20).value).toBeCloseTo((1 + 1 / 2 + 1 / 4) / 5);
});

test('the top places are in order; the earlier of equal scores wins', () => {
  expect(bestOf([0.1, 0.9, 0.5, 0.9, 0.2], 3)).toEqual([1, 3, 2]);
  expect(bestOf([1, 2], 8)).toEqual([1, 0]);
});

test('NDCG of one right item is 1 at the top, falls with log rank, and is 0 beyond k', () => {
  expect(ndcgAt([1, 3, 11], 10).value).toBeCloseTo((1 + 1 / Math.log2(4)) / 3, 12);
});
