import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  createCoVisitation,
  createPopularity,
  type ItemBaseline,
} from '../baselines/item-baselines.js';
import { mrrAt, rankOf, recallAt } from '../baselines/ranking-metrics.js';
import { createVSknn } from '../baselines/v-sknn.js';
import { pastSessions } from '../data/sessions.js';
import { splitByTime } from '../data/split.js';
import { loadLog } from './load-log.js';

const shared = process.env.NEXTAISLE_DATA ?? join(import.meta.dirname, '../../../../shared/data');
const diginetica = join(shared, 'diginetica');
const there = existsSync(diginetica);

test.skipIf(!there)(
  `published figures on Diginetica${there ? '' : ` (skipped: there is no ${diginetica})`}`,
  async () => {
    const { data } = await loadLog([join(diginetica, 'train.txt.gz')], {
      test: join(diginetica, 'test.txt.gz'),
    });
    const log = splitByTime(data);
    const items = data.itemIds.length;
    const known = pastSessions(log);
    expect(known).toHaveLength(186_670);
    const asked = log.events('test');
    expect(asked).toHaveLength(60_858);
    // Every 50th: an interval of 2.8 points either way.
    const events = asked.filter((_, i) => i % 50 === 0);
    const measure = (baseline: ItemBaseline) => {
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
