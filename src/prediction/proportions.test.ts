import { expect, test } from 'vitest';
import { katz, newcombe, wilson } from './proportions.js';

test.each([
  // Newcombe 1998, Statistics in Medicine 17, table I: Wilson without continuity correction.
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('Wilson interval of %i of %i', (hits, n, low, high) => {
  const share = wilson(hits, n);
  expect(share.low).toBeCloseTo(low, 4);
  expect(share.high).toBeCloseTo(high, 4);
});

test('the share of no cases is NaN', () => expect(wilson(0, 0).value).toBeNaN());

test.each([
  // Newcombe 1998, Statistics in Medicine 17 (comparison of eleven methods), table II, method 10.
  [56, 70, 48, 80, 0.0524, 0.3339],
  [9, 10, 3, 10, 0.1705, 0.809],
  [6, 7, 2, 7, 0.0582, 0.8062],
  [5, 56, 0, 29, -0.0381, 0.1926],
  [0, 10, 0, 20, -0.1611, 0.2775],
  [0, 10, 0, 10, -0.2775, 0.2775],
  [10, 10, 0, 20, 0.6791, 1],
  [10, 10, 0, 10, 0.6075, 1],
])('the difference of %i of %i and %i of %i', (a, m, b, n, low, high) => {
  const difference = newcombe(wilson(a, m), wilson(b, n));
  expect(difference.value).toBeCloseTo(a / m - b / n, 10);
  // To the rounding of the table.
  expect(Math.abs(difference.low - low)).toBeLessThan(1e-4);
  expect(Math.abs(difference.high - high)).toBeLessThan(1e-4);
});

test('a ratio equals one computed by hand; of no cases there is none', () => {
  const ratio = katz(wilson(30, 100), wilson(20, 100));
  const spread = Math.exp(1.96 * Math.sqrt(1 / 30 - 1 / 100 + 1 / 20 - 1 / 100));
  expect(ratio?.value).toBeCloseTo(1.5, 10);
  expect(ratio?.low).toBeCloseTo(1.5 / spread, 10);
  expect(ratio?.high).toBeCloseTo(1.5 * spread, 10);
  expect(katz(wilson(0, 10), wilson(2, 10))).toBeUndefined();
  expect(katz(wilson(2, 10), wilson(0, 0))).toBeUndefined();
});
