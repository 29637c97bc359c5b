/** From scores to ranks, and from ranks to recall, MRR and NDCG at k. */
import { type Share, wilson } from '../../prediction/proportions.js';
import { meanInterval } from './mean-interval.js';

/**
 * Rank of the target when scores are sorted from high to low, from 1. Ties count half
 * (`average`, what a random order gives on average) or all (`pessimistic`).
 * @param how.without these are set aside before ranking: `Infinity` where the target is one of them.
 */
export function rankOf(
  scores: ArrayLike<number>,
  target: number,
  {
    ties = 'average',
    without = [],
  }: { ties?: 'average' | 'pessimistic'; without?: Iterable<number> } = {},
): number {
  const score = scores[target];
  let [above, equal] = [0, 0];
  const count = (i: number, by: number) => {
    if (scores[i] > score) above += by;
    else if (scores[i] === score) equal += by;
  };
  for (let i = 0; i < scores.length; i++) count(i, 1);
  for (const i of new Set(without)) {
    if (i === target) return Number.POSITIVE_INFINITY;
    count(i, -1);
  }
  // The target is equal to itself.
  return 1 + above + (equal - 1) / (ties === 'average' ? 2 : 1);
}

/** Share of ranks among the best k. */
export function recallAt(ranks: ArrayLike<number>, k: number): Share {
  let hits = 0;
  for (let i = 0; i < ranks.length; i++) if (ranks[i] <= k) hits++;
  return wilson(hits, ranks.length);
}

/** Mean of 1 / log2(rank + 1), 0 beyond k: NDCG where one item is right. */
export function ndcgAt(ranks: ArrayLike<number>, k: number): Share {
  return meanInterval(Array.from(ranks, (rank) => (rank <= k ? 1 / Math.log2(rank + 1) : 0)));
}

/** Mean of 1 / rank, 0 beyond k. */
export function mrrAt(ranks: ArrayLike<number>, k: number): Share {
  return meanInterval(Array.from(ranks, (rank) => (rank <= k ? 1 / rank : 0)));
}

/** Indices of the k largest scores, best first; of equal ones the earlier. */
export function bestOf(scores: ArrayLike<number>, k: number): number[] {
  const best: number[] = [];
  for (let i = 0; i < scores.length; i++) {
    if (best.length === k && !(scores[i] > scores[best[k - 1]])) continue;
    let at = best.length;
    while (at > 0 && scores[i] > scores[best[at - 1]]) at--;
    best.splice(at, 0, i);
    if (best.length > k) best.pop();
  }
  return best;
}
