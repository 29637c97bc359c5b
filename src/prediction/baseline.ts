import type { Rows } from '../encoding/encoder.js';
import type { Token } from '../encoding/token.js';
import type { Output } from '../engine/engine.js';
import { ACTION_TYPES } from '../events/event.js';

/**
 * The funnel of a typical shop, by the stage a session has reached: percent of each next action
 * (`ACTION_TYPES` order, `leave` last), then the chances of a purchase and of a cart before it ends.
 * Round numbers, not fitted to any log; used only while there is no model.
 */
const FUNNEL: Record<string, readonly number[]> = {
  browsing: [60, 7, 1, 1, 1, 1, 3, 6, 20, 0.02, 0.08],
  cart: [45, 8, 2, 6, 1, 15, 2, 6, 15, 0.2, 0.3],
  checkout: [14, 2, 46, 2, 1, 10, 1, 2, 22, 0.5, 0.1],
  purchase: [15, 2, 15, 1, 1, 1, 2, 3, 60, 0.05, 0.05],
};

/**
 * Answers in the place of an engine, without a network: the funnel for actions; for items those seen
 * last, then their category, then popularity or else the order in which the page shows them.
 * @param popularity logs of how often each trained item is chosen: [≤ I].
 */
export function baseline(
  rows: Pick<Rows, 'factsOf'>,
  size: number,
  history: readonly Token[],
  popularity?: Float32Array,
): Output {
  const { browsing } = FUNNEL;
  let last = browsing;
  let stage = browsing;
  for (const { action, newSession } of history) {
    if (newSession) stage = browsing;
    const row = FUNNEL[ACTION_TYPES[action]];
    last = row ?? browsing;
    stage = row ?? stage;
  }
  return {
    actions: Float32Array.from(last.slice(0, -2), Math.log),
    intent: Float32Array.from(stage.slice(-2), (chance) => Math.log(chance / (1 - chance))),
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
