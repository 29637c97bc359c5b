import { expect, test } from 'vitest';
import { ACTION_TYPES } from '../events/event.js';
import { seededRandom } from '../lib/random.js';
import { TOKEN_FIELDS, TOKEN_ROWS } from '../model/token-rows.js';
import { agoBucket, gapBucket, hourBucket, priceBucket, sumBucket } from './token.js';
import { createTokenizer } from './tokenizer.js';

test.each([
  ['gap', gapBucket, TOKEN_ROWS.gap, [-5, 0, 1, 999, 60_000, 1e9, 1e15]],
  ['ago', agoBucket, TOKEN_ROWS.recency, [0, 1, 2, 31, 32, 33, 1e9]],
  ['sum', sumBucket, TOKEN_ROWS.events, [0, 1, 2, 3, 1023, 1024, 1e9]],
  ['hour', hourBucket, TOKEN_ROWS.hour, [Number.NaN, 0, 7200e3, 1.7e12, 1.7e12 + 22 * 3600e3]],
  ['price', (p: number) => priceBucket(p, 3), TOKEN_ROWS.price, [-1, 0, 1e-9, 1, 20, 1e9]],
] as const)('every %s falls into a bucket', (_, bucketOf, buckets, values) => {
  for (const value of values) {
    const bucket = bucketOf(value);
    expect(Number.isInteger(bucket)).toBe(true);
    expect(bucket).toBeGreaterThanOrEqual(0);
    expect(bucket).toBeLessThan(buckets);
  }
});

test('token fields stay within their tables, and every table row is used', () => {
  const random = seededRandom(1);
  const below = (count: number) => Math.floor(random() * count);
  const seen = new Map(TOKEN_FIELDS.map((field) => [field, new Set<number>()]));
  for (let shopper = 0; shopper < 6; shopper++) {
    // Some come once and stay, some come back all the time.
    const comesBack = shopper % 2 ? 0.5 : 0.02;
    const push = createTokenizer((item) =>
      item < 0 || item % 11 === 0
        ? undefined
        : { category: 1 + (item % 7), top: 1 + (item % 3), level: 3, price: 0 },
    );
    let ts = shopper ? 1.7e12 : Number.NaN;
    for (let e = 0; e < 12_000; e++) {
      ts += 1000 * 2 ** (random() * 15) - 1000;
      const token = push({
        action: below(ACTION_TYPES.length),
        item: below(20) - 1,
        ts,
        newSession: !e || random() < comesBack,
        price: random() < 0.2 ? undefined : Math.exp(3 + 4 * (random() - 0.5)),
      });
      for (const field of TOKEN_FIELDS) seen.get(field)?.add(token[field]);
    }
  }
  for (const [field, rows] of seen) {
    // 0 says "not known" where an event always knows: its place, its session, itself.
    const least = ['place', 'visits', 'events'].includes(field) ? 1 : 0;
    // A row that no history reaches would be bytes in every model file.
    const all = Array.from({ length: TOKEN_ROWS[field] - least }, (_, row) => least + row);
    expect(
      [...rows].sort((a, b) => a - b),
      field,
    ).toEqual(all);
  }
});
