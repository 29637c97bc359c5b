import { expect, test } from 'vitest';
import { auc, aucInterval, averagePrecision, logLoss } from './chance-metrics.js';
import { meanInterval } from './mean-interval.js';

test('a mean has an interval', () => {
  // Standard error of 1, 2, 3, 4 is sqrt(5/3)/2 = 0.6455.
  const { value, low, high } = meanInterval([1, 2, 3, 4]);
  expect([value, low, high].map((x) => +x.toFixed(3))).toEqual([2.5, 1.235, 3.765]);
});

test('log-loss is the mean surprise, capped', () => {
  expect(logLoss([0.5, 0.25]).value).toBeCloseTo(Math.log(2) * 1.5);
  expect(logLoss([0]).value).toBeCloseTo(-Math.log(1e-6));
});

test('AUC and average precision equal the scikit-learn example', () => {
  // sklearn.metrics.roc_auc_score / average_precision_score, docstrings: 0.75, 0.8333.
  expect(auc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])).toBe(0.75);
  expect(averagePrecision([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])).toBeCloseTo(0.8333, 4);
});

test('the interval of an AUC equals one computed by hand', () => {
  // A = 0.75, two of each: (0.1875 + (0.6 - 0.5625) + (0.642857 - 0.5625)) / 4 = 0.0763393.
  const { low, high, value } = aucInterval([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]);
  expect(value - low).toBeCloseTo(1.96 * Math.sqrt(0.0763393), 5);
  expect(high).toBe(1);
});

test('AUC is 0.5 when all scores are equal, NaN with one class', () => {
  expect(auc([1, 1, 1, 1], [0, 1, 0, 1])).toBe(0.5);
  expect(averagePrecision([1, 1, 1, 1], [0, 1, 0, 0])).toBe(0.25);
  expect(auc([1, 2], [1, 1])).toBeNaN();
});
