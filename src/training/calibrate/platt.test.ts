import { describe, expect, test } from 'vitest';
import { sigmoid } from '../../engine/softmax.js';
import { gaussian, seededRandom } from '../../lib/random.js';
import { platt } from './platt.js';

describe('platt', () => {
  test.each([
    [0.5, -1],
    [2, 0.5],
    [1, 3],
  ])('recovers the scale %f and offset %f that the labels were drawn with', (scale, offset) => {
    const random = seededRandom(2);
    const logits = Array.from({ length: 20_000 }, () => 1.5 * gaussian(random) - 1);
    const labels = logits.map((x) => (random() < sigmoid(scale * x + offset) ? 1 : 0));
    const fit = platt(logits, labels);
    expect(Math.abs(fit.scale - scale)).toBeLessThan(0.1);
    expect(Math.abs(fit.offset - offset)).toBeLessThan(0.15);
  });

  test('stays finite when logits are far from the labels', () => {
    const random = seededRandom(3);
    const logits = Array.from({ length: 2000 }, (_, i) => (i % 2 ? -13 : -3) + gaussian(random));
    const labels = logits.map((x) => (random() < (x > -8 ? 0.1 : 0) ? 1 : 0));
    const fit = platt(logits, labels);
    expect(sigmoid(fit.scale * -3 + fit.offset)).toBeCloseTo(0.1, 1);
    expect(fit.scale).toBeLessThan(5);
  });

  test('gives the base rate when logits tell nothing about the labels', () => {
    const fit = platt([1, 2, 3, 4], [0, 0, 0, 0]);
    expect(fit.scale).toBe(0);
    expect(sigmoid(fit.offset)).toBeLessThan(0.2);
  });
});
