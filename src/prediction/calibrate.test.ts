import { expect, test } from 'vitest';
import { NEUTRAL_CALIBRATION } from '../model/model.js';
import { bandOf, calibrateIntent, softmax } from './calibrate.js';

test('softmax divides by the temperature, then adds the bias', () => {
  const [a, b] = softmax([2, 0], 2, [0, Math.log(3)]);
  expect(b / a).toBeCloseTo(3 / Math.E, 5);
  expect(a + b).toBeCloseTo(1, 6);
});

test('softmax takes any size of logit, and a bias of -1e4 rules an action out', () => {
  expect([...softmax([1e4, -1e4, 1e4], 1)]).toEqual([0.5, 0, 0.5]);
  expect([...softmax([5, 0], 1, [-1e4, 0])]).toEqual([0, 1]);
  expect(softmax([], 1)).toHaveLength(0);
});

test('intent logits go through their own line each', () => {
  const line = { ...NEUTRAL_CALIBRATION, purchase: { scale: 2, offset: -1 } };
  const { purchase, cart } = calibrateIntent([0.5, 0], line);
  expect(purchase).toBeCloseTo(0.5);
  expect(cart).toBeCloseTo(0.5);
});

test.each([
  [0.5, 'likely'],
  [0.49, 'undecided'],
  [0.1, 'undecided'],
  [0.09, 'unlikely'],
])('a purchase chance of %f is %s', (chance, band) => {
  expect(bandOf(chance, NEUTRAL_CALIBRATION.bands)).toBe(band);
});
