import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ACTION_TYPES } from '../../events/event.js';
import {
  createActionBaselines,
  createCoVisitation,
  createPopularity,
  createRecentlyViewed,
} from '../baselines/baselines.js';
import { createDataSetBuilder } from '../data/data-set.js';
import { createExamples } from '../data/examples.js';
import { mrrAt, rankOf, recallAt } from '../baselines/metrics.js';
import { loadLog } from './load-log.js';
import { pastSessions } from '../data/sessions.js';
import { splitByTime } from '../data/split.js';
import { createVSknn } from '../baselines/v-sknn.js';

const sessions = (...lists: number[][]) =>
  lists.map((items, began) => ({ items: Int32Array.from(items), began }));

function scored(baseline: ReturnType<typeof createPopularity>, session: number[], items = 6) {
  const scores = new Float64Array(items);
  baseline(session, scores);
  return [...scores];
}

const past = sessions([0, 1, 2], [0, 1], [1, 0, 3], [4, 1, 1]);

test('popularity counts events', () => {
  expect(scored(createPopularity(past, 6), [5])).toEqual([3, 5, 1, 1, 1, 0]);
});

test('co-visitation counts what came right after the last item', () => {
  const baseline = createCoVisitation(past);
  expect(scored(baseline, [3, 0])).toEqual([0, 2, 0, 1, 0, 0]);
  expect(scored(baseline, [1])).toEqual([1, 1, 1, 0, 0, 0]);
  expect(scored(baseline, [5])).toEqual([0, 0, 0, 0, 0, 0]);
});

test('recently viewed ranks by the last look, each item once, the newest first', () => {
  const [zero, one, two, three] = scored(createRecentlyViewed(), [0, 1, 0, 2, 1]);
  expect(one).toBeGreaterThan(two);
  expect(two).toBeGreaterThan(zero);
  expect(zero).toBeGreaterThan(0);
  expect(three).toBe(0);
});

test('recently viewed forgets what is further back than a page keeps', () => {
  expect(scored(createRecentlyViewed(3), [4, 0, 1, 0])).toEqual([3, 2, 0, 0, 0, 0]);
  expect(scored(createRecentlyViewed(3), [])).toEqual([0, 0, 0, 0, 0, 0]);
  const past = [5, ...Array.from({ length: 500 }, (_, i) => i % 3)];
  expect(scored(createRecentlyViewed(), past)[5]).toBe(0);
  expect(scored(createRecentlyViewed(), past.slice(0, 500))[5]).toBeGreaterThan(0);
});

test('V-SKNN by hand', () => {
  // Four sessions; items 1 and 2 stand in two of them, 3 and 5 in one. Session so far: 1, 2.
  const baseline = createVSknn(sessions([1, 3], [1, 2], [2, 5], [4]), 6);
  // Likeness: [1, 3] 1/2, [1, 2] 3/2, [2, 5] 1. Decay by the last shared item: 0.9, 1, 1.
  const idf = { one: Math.log(4), two: Math.log(2) };
  const expected = [
    0,
    (0.5 * 0.9 + 1.5) * idf.two,
    (1.5 + 1) * idf.two,
    0.5 * 0.9 * idf.one,
    0,
    1 * idf.one,
  ];
  for (const round of [1, 2]) {
    // The second time shows that nothing is left over from the first.
    scored(baseline, [1, 2]).forEach((score, i) => {
      expect(score, `item ${i}, round ${round}`).toBeCloseTo(expected[i], 12);
    });
  }
});

test('V-SKNN looks at the latest 2,000 sessions only', () => {
  const many = Array.from({ length: 2500 }, (_, i) => (i < 500 ? [0, 1] : [0, 2]));
  // One more item, or idf would be 0 everywhere.
  const baseline = createVSknn(sessions(...many, [3]), 4);
  const [, one, two] = scored(baseline, [0], 4);
  expect(one).toBe(0);
  expect(two).toBeGreaterThan(0);
});

test('next action: smoothed counts of what followed, an action that never comes has no chance', () => {
  const builder = createDataSetBuilder();
  const add = (session: string, ...types: ('click' | 'cart')[]) => {
    for (const type of types) builder.add({ shopper: session, session, type, item: 'x' });
  };
  add('1', 'click', 'click', 'cart');
  add('2', 'click');
  const data = builder.finish();
  const { nextAction } = createExamples(data, () => undefined);
  const { prior, markov } = createActionBaselines(data, new Uint8Array(4), nextAction);
  const [click, cart, leave] = [0, 1, ACTION_TYPES.length];
  // After a click came a click, a cart, the end; after a cart the end.
  expect([markov[0][click], markov[0][cart], markov[0][leave]]).toEqual([2 / 6, 2 / 6, 2 / 6]);
  expect([markov[1][click], markov[1][cart], markov[1][leave]]).toEqual([1 / 4, 1 / 4, 2 / 4]);
  expect([prior[click], prior[cart], prior[leave]]).toEqual([2 / 7, 2 / 7, 3 / 7]);
  expect(prior.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1);
  expect(prior[ACTION_TYPES.indexOf('purchase')]).toBe(0);
});

test('the past holds nothing of the test part', () => {
  const builder = createDataSetBuilder();
  for (const [session, items] of Object.entries({ a: 'xy', b: 'yz', c: 'zx' })) {
    for (const item of items) builder.add({ shopper: session, session, type: 'click', item });
  }
  const data = builder.finish();
  const found = pastSessions(data, Uint8Array.of(0, 0, 1, 3, 2, 2));
  expect(found.map(({ items }) => [...items].map((i) => data.itemIds[i]).join(''))).toEqual([
    'xy',
    'y',
  ]);
});

const diginetica = join(
  process.env.NEXTAISLE_DATA ?? join(import.meta.dirname, '../../../../shared/data'),
  'diginetica',
);
const there = existsSync(diginetica);

test.skipIf(!there)(
  `published figures on Diginetica${there ? '' : ` (skipped: there is no ${diginetica})`}`,
  async () => {
    const { data } = await loadLog([join(diginetica, 'train.txt.gz')], {
      test: join(diginetica, 'test.txt.gz'),
    });
    const part = splitByTime(data);
    const items = data.itemIds.length;
    const known = pastSessions(data, part);
    expect(known).toHaveLength(186_670);
    const asked = Array.from(part.keys()).filter((e) => part[e] === 2);
    expect(asked).toHaveLength(60_858);
    // Every 50th: an interval of 2.8 points either way.
    const events = asked.filter((_, i) => i % 50 === 0);
    const measure = (baseline: ReturnType<typeof createPopularity>) => {
      const scores = new Float64Array(items);
      const ranks = events.map((e) => {
        scores.fill(0);
        let start = e;
        while (!data.sessionStart[start]) start--;
        baseline(data.item.subarray(start, e + 1), scores);
        return rankOf(scores, data.item[e + 1]);
      });
      return [recallAt(ranks, 20).value * 100, mrrAt(ranks, 20).value * 100];
    };
    for (const [baseline, recall, mrr] of [
      [createPopularity(known, items), 0.9, 0.2],
      [createCoVisitation(known), 34.1, 12.5],
      [createVSknn(known, items), 51.7, 18.1],
    ] as const) {
      const [ourRecall, ourMrr] = measure(baseline);
      expect(Math.abs(ourRecall - recall)).toBeLessThan(2.5);
      expect(Math.abs(ourMrr - mrr)).toBeLessThan(2);
    }
  },
  120_000,
);
