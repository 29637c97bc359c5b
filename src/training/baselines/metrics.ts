import { seededRandom } from '../../lib/random.js';
import { type Share, wilson } from '../../prediction/proportions.js';

/** A mean with its 95% interval by the normal approximation. */
export function meanInterval(values: ArrayLike<number>, z = 1.96): Share {
  const n = values.length;
  let [sum, squares] = [0, 0];
  for (let i = 0; i < n; i++) sum += values[i];
  const value = sum / n;
  for (let i = 0; i < n; i++) squares += (values[i] - value) ** 2;
  const half = n > 1 ? z * Math.sqrt(squares / (n - 1) / n) : Number.NaN;
  return { value, low: value - half, high: value + half, n };
}

/**
 * Place of the target when scores are sorted from high to low, from 1. Ties count half
 * (`average`, what a random order gives on average) or all (`pessimistic`).
 */
export function rankOf(
  scores: ArrayLike<number>,
  target: number,
  ties: 'average' | 'pessimistic' = 'average',
): number {
  const own = scores[target];
  let [above, equal] = [0, 0];
  for (let i = 0; i < scores.length; i++) {
    if (scores[i] > own) above++;
    else if (scores[i] === own) equal++;
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

/** Mean of −ln of the chance given to what happened; a chance below 1e-6 counts as 1e-6. */
export function logLoss(chances: ArrayLike<number>): Share {
  return meanInterval(Array.from(chances, (chance) => -Math.log(Math.max(chance, 1e-6))));
}

/** Area under the ROC curve by ranks (Mann & Whitney 1947), ties at their mean. NaN with one class only. */
export function auc(scores: ArrayLike<number>, labels: ArrayLike<number>): number {
  const order = Array.from(scores, (_, i) => i).sort((a, b) => scores[a] - scores[b]);
  let [positives, rankSum] = [0, 0];
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && scores[order[to]] === scores[order[from]]) to++;
    for (let i = from; i < to; i++) {
      if (!labels[order[i]]) continue;
      positives++;
      rankSum += (from + 1 + to) / 2;
    }
    from = to;
  }
  const negatives = order.length - positives;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** The 95% interval of an AUC (Hanley & McNeil 1982), as if no two cases were of one session. */
export function aucInterval(scores: ArrayLike<number>, labels: ArrayLike<number>, z = 1.96): Share {
  const n = labels.length;
  const positives = Array.from(labels).filter(Boolean).length;
  const negatives = n - positives;
  const value = auc(scores, labels);
  const square = value * value;
  const spread =
    value * (1 - value) +
    (positives - 1) * (value / (2 - value) - square) +
    (negatives - 1) * ((2 * square) / (1 + value) - square);
  const half = z * Math.sqrt(spread / (positives * negatives));
  return { value, low: Math.max(0, value - half), high: Math.min(1, value + half), n };
}

/** Area under precision and recall as average precision: steps, no interpolation; ties as one step. */
export function averagePrecision(scores: ArrayLike<number>, labels: ArrayLike<number>): number {
  const order = Array.from(scores, (_, i) => i).sort((a, b) => scores[b] - scores[a]);
  const positives = order.reduce((sum, i) => sum + (labels[i] ? 1 : 0), 0);
  let [found, area] = [0, 0];
  for (let from = 0; from < order.length; ) {
    const before = found;
    let to = from;
    while (to < order.length && scores[order[to]] === scores[order[from]]) {
      found += labels[order[to++]] ? 1 : 0;
    }
    area += ((found - before) / positives) * (found / to);
    from = to;
  }
  return area;
}

/** The places of the k largest, best first; of equal ones the earlier. */
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

/**
 * What `calibrationError` would show, on average, if every chance were right: at few cases it is far
 * from 0, and an error below it says nothing.
 */
export function perfectCalibrationError(chances: ArrayLike<number>, bins = 15, draws = 40): number {
  const random = seededRandom(1);
  let sum = 0;
  for (let d = 0; d < draws; d++) {
    const labels = Array.from(chances, (chance) => +(random() < chance));
    sum += calibrationError(chances, labels, bins);
  }
  return sum / draws;
}

/**
 * Expected calibration error over bins of equal size (Nguyen & O'Connor 2015): the mean distance
 * between what was said and what came true.
 */
export function calibrationError(
  chances: ArrayLike<number>,
  labels: ArrayLike<number>,
  bins = 15,
): number {
  const order = Array.from(chances, (_, i) => i).sort((a, b) => chances[a] - chances[b]);
  let error = 0;
  for (let b = 0; b < bins; b++) {
    const bin = order.slice(
      Math.floor((b * order.length) / bins),
      Math.floor(((b + 1) * order.length) / bins),
    );
    const gap = bin.reduce((sum, i) => sum + chances[i] - (labels[i] ? 1 : 0), 0);
    error += Math.abs(gap) / order.length;
  }
  return error;
}
