import {
  createRecentlyViewed,
  PAGE_EVENTS,
} from '../../../src/training/baselines/item-baselines.js';
import { createExamples, hasNextItem } from '../../../src/training/data/examples.js';
import {
  mrrAt,
  ndcgAt,
  rankOf,
  recallAt,
} from '../../../src/training/baselines/ranking-metrics.js';
import { loadLog } from '../../../src/training/node/load-log.js';
import { readArguments } from '../../../src/training/node/arguments.js';
import { loadOptions, splitOption } from '../../../src/training/node/log-options.js';

/**
 * Scores a recently viewed list at every test position of `nextaisle train` with these arguments.
 * The list needs no training, so it also has items that are too rare for a model; an item that is
 * not on it is a miss.
 * @param argv arguments after `nextaisle`.
 */
export async function measureRecentlyViewed(argv: readonly string[]) {
  const given = readArguments(argv);
  const options = loadOptions(given);
  const { data } = await loadLog(given.paths, options);
  // The same events in the same order, with rare items kept apart.
  const { data: whole } = await loadLog(given.paths, { ...options, minItemCount: 1 });
  if (whole.events !== data.events) throw new Error('the two readings of the log differ');
  const examples = createExamples(data, () => undefined);
  const log = splitOption(given, data);
  const list = createRecentlyViewed();
  const scores = new Float64Array(whole.itemIds.length);
  const ranks: number[] = [];
  for (let s = 0; s + 1 < whole.shopperOffsets.length; s++) {
    const from = whole.shopperOffsets[s];
    for (let e = from; e < whole.shopperOffsets[s + 1]; e++) {
      if (!log.isIn(e, 'test') || !hasNextItem(data, examples, e)) continue;
      const kept = whole.item.subarray(Math.max(from, e + 1 - PAGE_EVENTS), e + 1);
      scores.fill(0);
      list(
        kept.filter((item) => item >= 0),
        scores,
      );
      const target = whole.item[e + 1];
      ranks.push(scores[target] > 0 ? rankOf(scores, target) : Number.POSITIVE_INFINITY);
    }
  }
  return {
    events: data.events,
    items: data.itemIds.length,
    recall20: recallAt(ranks, 20),
    mrr20: mrrAt(ranks, 20),
    recall10: recallAt(ranks, 10),
    ndcg10: ndcgAt(ranks, 10),
  };
}
