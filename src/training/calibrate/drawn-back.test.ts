import { expect, test } from 'vitest';
import { sigmoid } from '../../engine/softmax.js';
import { drawnBack } from './drawn-back.js';

/** The share after it was drawn back to 2%. */
const kept = (share: number, visits: number) =>
  sigmoid(Math.log(share / (1 - share)) + drawnBack(share, visits, 0.02));

test('a share of few visits goes back towards what shops have, one of many nearly stays', () => {
  expect(kept(0.0875, 80)).toBeGreaterThan(0.04);
  expect(kept(0.0875, 80)).toBeLessThan(0.065);
  expect(kept(0.0875, 1e6)).toBeGreaterThan(0.07);
  expect(kept(0.004, 498)).toBeGreaterThan(0.006);
  expect(kept(0.004, 498)).toBeLessThan(0.02);
});

test('what is usual stays, and no order at all is no certainty', () => {
  expect(drawnBack(0.02, 1e5, 0.02)).toBeCloseTo(0, 2);
  expect(drawnBack(0, 30, 0.02)).toBeGreaterThan(0);
  expect(Number.isFinite(drawnBack(0, 30, 0.02))).toBe(true);
  expect(Number.isFinite(drawnBack(1, 30, 0.02))).toBe(true);
});
