import { mrrAt, ndcgAt, recallAt } from '../../../src/training/baselines/ranking-metrics.js';
import { recentlyViewedRank } from '../../../src/training/baselines/recently-viewed.js';
import { createExamples } from '../../../src/training/data/examples.js';
import { readArguments } from '../../../src/training/node/arguments.js';
import { loadLog } from '../../../src/training/node/load-log.js';
import { loadOptions, splitOption } from '../../../src/training/node/log-options.js';

/**
 * Scores a recently viewed list at every test position of `nextaisle train` with these arguments.
 * An item that is not on the list is a miss.
 * @param argv arguments after `nextaisle`.
 */
export async function measureRecentlyViewed(argv: readonly string[]) {
  const given = readArguments(argv);
  const { data } = await loadLog(given.paths, loadOptions(given));
  const examples = createExamples(data, () => undefined);
  const ranks = splitOption(given, data)
    .events('test')
    .filter((e) => examples.nextItem[e] >= 0)
    .map((e) => {
      const past = data.item.subarray(data.shopperOffsets[data.shopper[e]], e + 1);
      return recentlyViewedRank(past, examples.nextItem[e]);
    });
  return {
    events: data.events,
    items: data.itemIds.length,
    recall20: recallAt(ranks, 20),
    mrr20: mrrAt(ranks, 20),
    recall10: recallAt(ranks, 10),
    ndcg10: ndcgAt(ranks, 10),
  };
}
