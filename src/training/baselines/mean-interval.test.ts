import { expect, test } from 'vitest';
import { seededRandom } from '../../lib/random.js';
import { clusteredInterval, meanInterval } from './mean-interval.js';

test('values that stand alone have the interval of a mean', () => {
  const values = Array.from({ length: 50 }, seededRandom(1));
  const alone = clusteredInterval(values, [...values.keys()]);
  const plain = meanInterval(values);
  expect(alone.low).toBeCloseTo(plain.low, 10);
  expect(alone.high).toBeCloseTo(plain.high, 10);
});

test('ten copies of a value tell no more than one', () => {
  const values = Array.from({ length: 50 }, seededRandom(2));
  const copies = values.flatMap((value) => Array.from({ length: 10 }, () => value));
  const groups = copies.map((_, i) => Math.floor(i / 10));
  const [once, tenfold] = [meanInterval(values), clusteredInterval(copies, groups)];
  expect(tenfold.low).toBeCloseTo(once.low, 10);
  expect(tenfold.high).toBeCloseTo(once.high, 10);
  expect(tenfold.n).toBe(500);
});

test('one group alone has no interval', () => {
  expect(clusteredInterval([1, 0, 1], [7, 7, 7])).toMatchObject({ low: NaN, high: NaN });
});
