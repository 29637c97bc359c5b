import { expect, test } from 'vitest';
import { expMinus } from './exp-minus.js';

test('exp(-x) is right to seven digits, and 0 below what a float32 holds', () => {
  for (let x = 0; x < 88; x += 0.0137) {
    expect(Math.abs(expMinus(x) / Math.exp(-x) - 1)).toBeLessThan(5e-8);
  }
  expect(expMinus(0)).toBe(1);
  for (const x of [88, 1e9, Number.POSITIVE_INFINITY, Number.NaN]) expect(expMinus(x)).toBe(0);
});
