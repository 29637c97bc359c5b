import { expect, test } from 'vitest';
import { TOKEN_ROWS } from '../model/tensors.js';
import {
  AGREEMENT_BUCKETS,
  agoBucket,
  GAP_BUCKETS,
  gapBucket,
  PRICE_BUCKETS,
  priceBucket,
  RECENCY_BUCKETS,
  STAGES,
} from './token.js';

// The model file stands on a lower floor and cannot read these: this is where they are held equal.
test('the embedding tables of the model have a row for every bucket', () => {
  expect(TOKEN_ROWS).toEqual({
    gap: GAP_BUCKETS,
    session: 2,
    recency: RECENCY_BUCKETS,
    price: PRICE_BUCKETS,
    agreement: AGREEMENT_BUCKETS,
    place: RECENCY_BUCKETS,
    stage: STAGES,
  });
});

test.each([
  ['gap', gapBucket, GAP_BUCKETS, [-5, 0, 1, 999, 60_000, 1e9, 1e15]],
  ['ago', agoBucket, RECENCY_BUCKETS, [0, 1, 2, 31, 32, 33, 1e9]],
  ['price', (p: number) => priceBucket(p, 3), PRICE_BUCKETS, [-1, 0, 1e-9, 1, 20, 1e9]],
] as const)('every %s falls into a bucket', (_, bucketOf, buckets, values) => {
  for (const value of values) {
    const bucket = bucketOf(value);
    expect(Number.isInteger(bucket)).toBe(true);
    expect(bucket).toBeGreaterThanOrEqual(0);
    expect(bucket).toBeLessThan(buckets);
  }
});
