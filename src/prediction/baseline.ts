import type { Rows } from '../encoding/encode.js';
import type { Token } from '../encoding/token.js';
import type { Output } from '../engine/engine.js';
import { ACTION_TYPES } from '../events/event.js';

/**
 * What follows what, in percent, `ACTION_TYPES` order with `leave` last: round numbers of a common
 * shop's funnel, not fitted to any log. They stand in until a model does better.
 */
const AFTER: Record<string, readonly number[]> = {
  browsing: [60, 7, 1, 1, 1, 1, 3, 6, 20],
  cart: [45, 8, 2, 6, 1, 15, 2, 6, 15],
  checkout: [14, 2, 46, 2, 1, 10, 1, 2, 22],
  purchase: [15, 2, 15, 1, 1, 1, 2, 3, 60],
};
/** Chance of [a purchase, a cart] in the rest of a session that got this far. */
const INTENT: Record<string, readonly number[]> = {
  browsing: [0.02, 0.08],
  cart: [0.2, 0.3],
  checkout: [0.5, 0.1],
  purchase: [0.05, 0.05],
};
const STAGES = ['cart', 'checkout', 'purchase'];

/**
 * Answers as an engine does, without a network: the funnel for actions; for items what was seen
 * last, then its category, then what sells, or else the order in which the page shows them.
 * @param popularity logs of how often each trained item is chosen: [≤ I].
 */
export function baseline(
  rows: Pick<Rows, 'factsOf'>,
  size: number,
  history: readonly Token[],
  popularity?: Float32Array,
): Output {
  const last = ACTION_TYPES[history[history.length - 1]?.action];
  let stage = 'browsing';
  for (const { action, newSession } of history) {
    if (newSession) stage = 'browsing';
    if (STAGES.includes(ACTION_TYPES[action])) stage = ACTION_TYPES[action];
  }
  return {
    actions: Float32Array.from(AFTER[last] ?? AFTER.browsing, Math.log),
    intent: Float32Array.from(INTENT[stage], (chance) => Math.log(chance / (1 - chance))),
    async items() {
      const peak = popularity?.reduce((a, b) => Math.max(a, b), 0) ?? 0;
      const weights = Float32Array.from({ length: size }, (_, row) =>
        popularity?.length ? Math.exp((popularity[row] ?? 0) - peak) / 20 : 1 / (row + 20),
      );
      const current = history.reduce((before, { item }) => (item < 0 ? before : item), -1);
      const place = rows.factsOf(current)?.category;
      if (place) {
        for (let row = 0; row < size; row++) {
          if (rows.factsOf(row)?.category === place) weights[row] *= 3;
        }
      }
      history.forEach(({ item }, at) => {
        if (item >= 0 && item < size) weights[item] += 1 / (history.length - at + 2);
      });
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return weights.map((weight) => weight / total);
    },
  };
}
