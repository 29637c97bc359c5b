import { expect, test } from 'vitest';
import { sigmoid } from '../../engine/softmax.js';
import { gaussian, seededRandom } from '../../lib/random.js';
import { vectorScaling } from './vector-scaling.js';

test('vector scaling undoes overconfidence; actions that never happen stay excluded', () => {
  const random = seededRandom(4);
  const truth = Array.from({ length: 6000 }, () => [gaussian(random), gaussian(random) - 1]);
  const labels = truth.map(([a, b]) => (random() < sigmoid(a - b) ? 0 : 8));
  // Three times too sure.
  const logits = truth.map(([a, b]) => {
    const row = new Float32Array(9).fill(5);
    row[0] = 3 * a;
    row[8] = 3 * b;
    return row;
  });
  const { temperature, bias } = vectorScaling(logits, labels, new Set([0, 8]));
  expect(temperature).toBeGreaterThan(2.5);
  expect(temperature).toBeLessThan(3.5);
  expect(bias[1]).toBe(-1e4);
});
