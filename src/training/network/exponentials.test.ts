import { expect, test } from 'vitest';
import { expInPlace } from './exponentials.js';

test('is e^x to the last bits of a float, and sums what it was asked for', () => {
  const given = Float32Array.from({ length: 40_001 }, (_, i) => (i - 20_000) / 210);
  const took = given.slice();
  const sum = expInPlace(took, 1, given.length - 1);
  let expected = 0;
  for (let i = 1; i < given.length - 1; i++) {
    const exact = Math.exp(given[i]);
    expected += exact;
    // A float is exact to 6e-8.
    if (exact > 1e-37 && exact < 3e38) expect(Math.abs(took[i] / exact - 1)).toBeLessThan(2e-7);
  }
  expect(sum / expected).toBeCloseTo(1, 9);
  expect([took[0], took.at(-1)]).toEqual([given[0], given.at(-1)]);
});

test.each([
  [Number.NEGATIVE_INFINITY, 0],
  [-200, 0],
  [0, 1],
  [200, Number.POSITIVE_INFINITY],
  [Number.NaN, Number.NaN],
])('of %d is %d', (x, expected) => {
  const numbers = Float32Array.of(x);
  expInPlace(numbers, 0, 1);
  expect(numbers[0]).toBe(expected);
});
