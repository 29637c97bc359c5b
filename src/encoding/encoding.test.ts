import { describe, expect, test } from 'vitest';
import type { ShopEvent } from '../events/event.js';
import { seededRandom } from '../lib/random.js';
import { contentFeatures } from './content.js';
import { decode, encode, rowsOf as modelRows } from './encode.js';
import type { Rows } from './encoder.js';
import { createTokenizer } from './tokenizer.js';
import { categoryPath } from './category-path.js';
import { createItemFacts } from './item-facts.js';
import {
  agoBucket,
  gapBucket,
  gapOfBucket,
  hourBucket,
  priceBucket,
  sumBucket,
  type Token,
} from './token.js';

const items = Array.from({ length: 12 }, (_, i) => ({
  id: `sku-${i}`,
  category: [`top${i % 2}`, `leaf${i % 4}`],
  price: 10 * (i + 1),
}));

function rowsOf(): Rows {
  const facts = createItemFacts({
    vocabulary: { items: [], categories: [] },
    itemCategory: new Uint16Array(0),
    itemPrice: new Uint8Array(0),
  });
  items.forEach((item, row) => facts.learn(row, item));
  return {
    indexOf: (id) => items.findIndex((item) => item.id === id),
    id: (row) => items[row]?.id,
    factsOf: facts.of,
    priceOf: (row) => items[row]?.price,
  };
}

function history(random: () => number, length: number): ShopEvent[] {
  let ts = 1.7e12;
  return Array.from({ length }, (_, i) => {
    ts += Math.floor(random() * 10 ** (2 + random() * 6));
    const type = (['click', 'cart', 'search', 'purchase'] as const)[Math.floor(random() * 4)];
    return {
      type,
      ...(type !== 'search' && { item: items[Math.floor(random() * items.length)].id }),
      ts,
      session: `v${Math.floor(i / 7)}`,
      source: 'track',
    };
  });
}

describe('encode and decode', () => {
  test('a decoded history encodes to the same tokens, with the same type and item', () => {
    const random = seededRandom(11);
    for (let round = 0; round < 50; round++) {
      const events = history(random, 1 + Math.floor(random() * 80));
      const tokens = encode(events, rowsOf());
      const back = decode(tokens, rowsOf(), events[0].ts);
      const untimed = (all: Token[]) => all.map((token) => ({ ...token, elapsed: 0, hour: 0 }));
      expect(untimed(encode(back, rowsOf()))).toEqual(untimed(tokens));
      expect(back.map(({ type, item }) => [type, item])).toEqual(
        events.map(({ type, item }) => [type, item]),
      );
    }
  });

  test('a token relates its event to earlier ones', () => {
    const events: ShopEvent[] = [0, 4, 2, 1, 0].map((n, i) => ({
      type: 'click',
      item: `sku-${n}`,
      ts: 1.7e12 + i * 5000,
      session: 'one',
      source: 'track',
    }));
    const tokens = encode(events, rowsOf());
    // sku-0 and sku-4 share a category, sku-2 the top one, sku-1 neither.
    expect(tokens.map((token) => token.agreement)).toEqual([0, 2, 3, 4, 4]);
    expect(tokens.map((token) => token.recency)).toEqual([0, 0, 0, 0, agoBucket(4)]);
    expect(tokens.map((token) => token.newSession)).toEqual([1, 0, 0, 0, 0]);
    expect(tokens[0].gap).toBe(0);
    expect(tokens[1].gap).toBe(gapBucket(5000));
  });

  test('a token has the place in the session and the state of the cart', () => {
    const steps = [
      ['click', 'sku-1', 'one'],
      ['cart', 'sku-1', 'one'],
      ['click', 'sku-2', 'one'],
      ['cart', 'sku-2', 'one'],
      ['remove', 'sku-1', 'one'],
      ['click', 'sku-2', 'two'],
      ['purchase', 'sku-2', 'two'],
    ] as const;
    const tokens = encode(
      steps.map(([type, item, session], i): ShopEvent => {
        return { type, item, session, ts: 1.7e12 + i * 60_000, source: 'track' };
      }),
      rowsOf(),
    );
    expect(tokens.map(({ place }) => place)).toEqual([1, 2, 3, 3, 4, 1, 2]);
    expect(tokens.map(({ stage }) => stage)).toEqual([0, 1 + 3, 1, 1 + 3, 1, 3, 2]);
  });

  test('a token sums up the session and the whole history', () => {
    const minute = 60_000;
    const steps = [
      ['click', 0, 'one'],
      ['cart', 3 * minute, 'one'],
      ['click', 4 * minute, 'one'],
      ['click', 300 * minute, 'two'],
      ['cart', 301 * minute, 'two'],
      ['purchase', 302 * minute, 'two'],
    ] as const;
    const start = Date.UTC(2026, 0, 5, 21, 30);
    const tokens = encode(
      steps.map(([type, after, session]): ShopEvent => {
        return { type, item: 'sku-1', session, ts: start + after, source: 'track' };
      }),
      rowsOf(),
    );
    const of = (field: keyof Token) => tokens.map((token) => token[field]);
    expect(of('elapsed')).toEqual([0, 3, 4, 0, 1, 2].map((n) => gapBucket(n * minute)));
    const longest = gapBucket(3 * minute);
    expect(of('longest')).toEqual([0, longest, longest, 0, gapBucket(minute), gapBucket(minute)]);
    expect(of('visits')).toEqual([1, 1, 1, 2, 2, 2].map(sumBucket));
    expect(of('events')).toEqual([1, 2, 3, 4, 5, 6].map(sumBucket));
    expect(of('carts')).toEqual([0, 1, 1, 1, 2, 2].map(sumBucket));
    expect(of('orders')).toEqual([0, 0, 0, 0, 0, 1].map(sumBucket));
    expect(of('hour')).toEqual([11, 11, 11, 2, 2, 2]);
  });

  test('without times the time fields are 0', () => {
    const push = createTokenizer(() => undefined);
    const step = { action: 0, item: -1, ts: Number.NaN };
    push({ ...step, newSession: true });
    const token = push({ ...step, newSession: false });
    expect(token).toMatchObject({ gap: 0, elapsed: 0, longest: 0, hour: 0, events: 2 });
  });

  test('model rows are its trained items, with categories and prices', () => {
    const model = {
      vocabulary: {
        items: ['sku-1', 'sku-2'],
        categories: [{ path: 'top/leaf', logPrice: Math.log(10) }],
      },
      itemCategory: Uint16Array.of(1, 1),
      itemPrice: Uint8Array.of(4, 7),
    };
    const looks = ['sku-2', 'sku-1', 'sku-3'].map((item): ShopEvent => {
      return { type: 'click', item, ts: 1.7e12, session: 's', source: 'import' };
    });
    const tokens = encode(looks, modelRows(model));
    expect(tokens.map(({ item }) => item)).toEqual([1, 0, -1]);
    expect(tokens.map(({ agreement }) => agreement)).toEqual([0, 2, 0]);
    expect(tokens.map(({ price }) => price)).toEqual([7, 4, 0]);
    expect(decode(tokens, modelRows(model), 0).map(({ item }) => item)).toEqual([
      'sku-2',
      'sku-1',
      undefined,
    ]);
  });

  test('an unknown item is a token without an item', () => {
    const [token] = encode(
      [{ type: 'click', item: 'never-seen', ts: 1, session: 's', source: 'track' }],
      rowsOf(),
    );
    expect(token.item).toBe(-1);
    expect(token.price).toBe(0);
  });
});

describe('buckets', () => {
  test('gap buckets double; decoding gives the middle of a bucket', () => {
    expect([0, 999, 1000, 3000, 8e6, 1e12].map(gapBucket)).toEqual([1, 1, 2, 3, 13, 15]);
    for (let bucket = 1; bucket < 16; bucket++) expect(gapBucket(gapOfBucket(bucket))).toBe(bucket);
  });

  test('recency buckets are 1, 2, 3-4, 5-8, 9-16, 17-32 and more', () => {
    expect([1, 2, 3, 4, 5, 8, 9, 16, 17, 32, 33, 900].map(agoBucket)).toEqual([
      1, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7,
    ]);
  });

  test('sum buckets are 0, 1, 2-3, 4-7, … 1,024 and more', () => {
    expect([0, 1, 2, 3, 4, 7, 8, 1023, 1024, 1e6].map(sumBucket)).toEqual([
      0, 1, 2, 2, 3, 3, 4, 10, 11, 11,
    ]);
  });

  test('hour buckets are two hours; relative times have none', () => {
    const day = Date.UTC(2026, 5, 1);
    expect([0, 1, 2, 23].map((hour) => hourBucket(day + hour * 3_600_000))).toEqual([1, 1, 2, 12]);
    expect([86_400_000, Number.NaN].map(hourBucket)).toEqual([0, 0]);
  });

  test('price buckets are half octaves around the category level; 0 without a price', () => {
    const level = Math.log(20);
    expect([20, 40, 10, 1e6, 0.01].map((price) => priceBucket(price, level))).toEqual([
      5, 7, 3, 9, 1,
    ]);
    expect([
      priceBucket(undefined, level),
      priceBucket(5, undefined),
      priceBucket(-1, level),
    ]).toEqual([0, 0, 0]);
  });
});

describe('content', () => {
  const config = { contentBuckets: 512, subIds: 8, embeddingLength: 0 };
  const chair = {
    id: 'a',
    name: 'Oak chair',
    category: ['Home', 'Chairs'],
    brand: 'Nord',
    price: 80,
  };

  test('similar items share features; each field has weight 1', () => {
    const features = contentFeatures(chair, config);
    const other = contentFeatures({ ...chair, id: 'b', name: 'Oak table' }, config);
    const shared = features.filter((f) => other.some((o) => o.bucket === f.bucket));
    expect(shared.length).toBeGreaterThanOrEqual(5);
    expect(features.reduce((sum, f) => sum + f.weight ** 2, 0)).toBeCloseTo(4, 5);
  });

  test('the id is a feature without other content, or without identities', () => {
    expect(contentFeatures({ id: 'x' }, config)).toHaveLength(1);
    expect(contentFeatures(chair, { ...config, subIds: 0 })).toHaveLength(
      contentFeatures(chair, config).length + 1,
    );
    expect(contentFeatures(chair, { ...config, contentBuckets: 0 })).toEqual([]);
  });

  test('slashes inside a category name do not split its path', () => {
    expect(categoryPath({ id: 'x', category: [' Bags/Cases ', 'Hard'] })).toBe('bags cases/hard');
  });
});
