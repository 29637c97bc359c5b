import { expect, test } from 'vitest';
import { gaussian, seededRandom } from '../../lib/random.js';
import { type Choice, fitScale } from './fit-scale.js';

/** Choices drawn from the softmax of a · x + b · y. */
function choices(count: number, a: number, b: number): Choice[] {
  const random = seededRandom(7);
  return Array.from({ length: count }, () => {
    const [x, y] = [0, 1].map(() => Float32Array.from({ length: 40 }, () => gaussian(random)));
    // One that cannot be chosen.
    x[5] = Number.NEGATIVE_INFINITY;
    const shares = Array.from(x, (value, i) => Math.exp(a * value + b * y[i]));
    let left = random() * shares.reduce((sum, share) => sum + share, 0);
    let chosen = 0;
    while (chosen < 39 && left > shares[chosen]) left -= shares[chosen++];
    return { x, y, chosen };
  });
}

test('recovers the factors of the terms of a logit', () => {
  const [a, b] = fitScale(choices(3000, 0.5, 1.4), [1, 1]);
  expect(a).toBeCloseTo(0.5, 1);
  expect(b).toBeCloseTo(1.4, 1);
});

test('few choices change the factors little, too few leave them at 1', () => {
  const [a, b] = fitScale(choices(120, 1, 1), [1, 1]);
  expect(Math.abs(a - 1)).toBeLessThan(0.3);
  expect(Math.abs(b - 1)).toBeLessThan(0.3);
  expect(fitScale(choices(50, 0.1, 1), [1, 1])).toEqual([1, 1]);
});

test('never reverses a ranking', () => {
  expect(fitScale(choices(500, -1, 1), [1, 1])).toEqual([1, 1]);
});
