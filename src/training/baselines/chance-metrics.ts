/** How good chances are: log-loss, AUC and average precision. */
import type { Share } from '../../prediction/proportions.js';
import { meanInterval } from './mean-interval.js';

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
