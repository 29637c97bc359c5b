import { expect, test } from 'vitest';
import { NEUTRAL_CALIBRATION } from '../model/model.js';
import { bandOf, calibrateIntent } from './calibrate.js';

test('each intent logit has its own scale and offset', () => {
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
