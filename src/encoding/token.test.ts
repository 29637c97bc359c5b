import { expect, test } from 'vitest';
import { TOKEN_ROWS } from '../model/tensors.js';
import {
  AGREEMENT_BUCKETS,
  agoBucket,
  GAP_BUCKETS,
  gapBucket,
  HOUR_BUCKETS,
  hourBucket,
  PRICE_BUCKETS,
  priceBucket,
  RECENCY_BUCKETS,
  STAGES,
  SUM_BUCKETS,
  sumBucket,
} from './token.js';

// The model file stands on a lower floor and cannot read these: this is where they are held equal.
test('the embedding tables of the model have a row for every bucket', () => {
  expect(TOKEN_ROWS).toEqual({
    gap: GAP_BUCKETS,
    newSession: 2,
    recency: RECENCY_BUCKETS,
    price: PRICE_BUCKETS,
    agreement: AGREEMENT_BUCKETS,
    place: RECENCY_BUCKETS,
    stage: STAGES,
    elapsed: GAP_BUCKETS,
    longest: GAP_BUCKETS,
    visits: SUM_BUCKETS,
    events: SUM_BUCKETS,
    carts: SUM_BUCKETS,
    orders: SUM_BUCKETS,
    hour: HOUR_BUCKETS,
  });
});

test.each([
  ['gap', gapBucket, GAP_BUCKETS, [-5, 0, 1, 999, 60_000, 1e9, 1e15]],
  ['ago', agoBucket, RECENCY_BUCKETS, [0, 1, 2, 31, 32, 33, 1e9]],
  ['sum', sumBucket, SUM_BUCKETS, [0, 1, 2, 3, 1023, 1024, 1e9]],
  ['hour', hourBucket, HOUR_BUCKETS, [Number.NaN, 0, 7200e3, 1.7e12, 1.7e12 + 22 * 3600e3]],
  ['price', (p: number) => priceBucket(p, 3), PRICE_BUCKETS, [-1, 0, 1e-9, 1, 20, 1e9]],
] as const)('every %s falls into a bucket', (_, bucketOf, buckets, values) => {
  for (const value of values) {
    const bucket = bucketOf(value);
    expect(Number.isInteger(bucket)).toBe(true);
    expect(bucket).toBeGreaterThanOrEqual(0);
    expect(bucket).toBeLessThan(buckets);
  }
});
