import { expect, test } from 'vitest';
import { seededRandom } from '../../lib/random.js';
import { calibrationError } from './calibration-error.js';

const each = (length: number) => Array.from({ length }, (_, i) => i);

test('uses bins of equal size', () => {
  // Two bins: 0.2 said and 0 came, 0.8 said and 1 came.
  expect(calibrationError([0.2, 0.2, 0.8, 0.8], [0, 0, 1, 1], each(4), 2).value).toBeCloseTo(0.2);
  expect(calibrationError([0.5, 0.5], [0, 1], each(2), 1).value).toBe(0);
  const chances = each(300).map((i) => i / 300);
  expect(
    calibrationError(
      chances,
      chances.map(() => 1),
      each(300),
    ).value,
  ).toBeCloseTo(0.5, 2);
});

/** Chances that are right, or too high by `over`. @param positions of each shopper, who has one outcome. */
function predictions(seed: number, shoppers: number, positions: number, over = 0) {
  const random = seededRandom(seed);
  const chances: number[] = [];
  const labels: number[] = [];
  const whose: number[] = [];
  for (let s = 0; s < shoppers; s++) {
    const chance = 0.1 + 0.5 * random();
    const label = +(random() < chance - over);
    for (let p = 0; p < positions; p++) {
      chances.push(chance + 0.01 * random());
      labels.push(label);
      whose.push(s);
    }
  }
  return calibrationError(chances, labels, whose);
}

test('what perfect chances would show shrinks with more shoppers, not with more positions', () => {
  const [few, many, long] = [
    predictions(1, 300, 1),
    predictions(1, 10_000, 1),
    predictions(1, 300, 20),
  ];
  expect(few.perfect).toBeGreaterThan(0.06);
  expect(many.perfect).toBeLessThan(0.02);
  expect(long.perfect).toBeGreaterThan(0.06);
});

test('an error of right chances is seldom above what perfect ones show, one of wrong chances is', () => {
  const seeds = each(20).map((seed) => seed + 1);
  const above = (over: number) =>
    seeds.filter((seed) => {
      const { low, value, high, perfect } = predictions(seed, 200, 8, over);
      expect(low).toBeLessThanOrEqual(value);
      expect(high).toBeGreaterThanOrEqual(value);
      return low > perfect;
    }).length;
  expect(above(0)).toBeLessThanOrEqual(1);
  expect(above(0.2)).toBeGreaterThanOrEqual(19);
});
