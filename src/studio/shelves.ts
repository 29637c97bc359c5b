import type { Scores } from '../prediction/score.js';
import { createCoVisitation, createPopularity } from '../training/baselines/item-baselines.js';
import { bestOf } from '../training/baselines/ranking-metrics.js';
import type { PlacedItems } from '../training/data/place-items.js';
import { pastSessions } from '../training/data/sessions.js';
import type { SplitLog } from '../training/data/split-log.js';

/** Who fills the shelves that are compared. */
export const SHELF_METHODS = ['nextaisle', 'popular', 'recently viewed', 'also viewed'] as const;
/** Products on a shelf. */
export const SHELF = 5;

/** Where in a log a shelf is filled: the shopper's first event, the visit's, and the last one read. */
interface Place {
  first: number;
  from: number;
  read: number;
}

/** What each method shows: indices of the log's items. What a simple one leaves empty, popular products fill. */
export function createShelves(log: SplitLog, placed: PlacedItems) {
  const { data } = log;
  const past = pastSessions(log);
  const popular = new Float64Array(data.items.length);
  createPopularity(past, popular.length)([], popular);
  const most = popular.reduce((high, n) => Math.max(high, n), 0) + 1;
  // Below the least count of any method.
  const fill = popular.map((n) => n / most);
  const alsoViewed = createCoVisitation(past);
  const shared = data.items.reduce((rows, _, item) => {
    const row = placed.rowOf(item);
    return row < 0 ? rows : rows.set(row, item);
  }, new Map<number, number>());

  return (scores: Scores, { first, from, read }: Place): number[][] => {
    const session = data.item.subarray(from, read + 1).filter((item) => item >= 0);
    const seen = data.item.subarray(first, read + 1).filter((item) => item >= 0);
    const current = session[session.length - 1] ?? -1;
    const best = (values: ArrayLike<number>) =>
      bestOf(values, SHELF + 1)
        .filter((item) => item !== current)
        .slice(0, SHELF);

    const recent = new Float64Array(fill);
    seen.forEach((item, at) => {
      recent[item] = at + 1;
    });
    const next = new Float64Array(popular.length);
    if (session.length) alsoViewed(session, next);
    const ofRow = new Map(Array.from(new Set(seen), (item) => [placed.rowOf(item), item]));
    const rows = bestOf(scores.items, SHELF + 1).map(
      (row) => ofRow.get(row) ?? shared.get(row) ?? -1,
    );
    return [
      rows.filter((item) => item !== current || item < 0).slice(0, SHELF),
      best(fill),
      best(recent),
      best(next.map((n, item) => n + fill[item])),
    ];
  };
}
