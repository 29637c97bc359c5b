import { type Model, tensor } from '../model/model.js';
import { ACTIONS } from '../model/tensors.js';
import { countBucket, crowding, repeatsOf } from './copy-term.js';
import type { Token } from '../encoding/token.js';
import type { Output } from './engine.js';
import type { ItemTable } from './item-table.js';
import { addLinear } from './linear.js';

/**
 * Fills the first `table.trained` places of `logits` with query · item, `query` being [D] and
 * already divided by its length and multiplied by the action's scale.
 */
export type ScoreTrained = (query: Float64Array, logits: Float32Array) => void | Promise<void>;

/** What every engine does after its last layer: heads, query, popularity, live rows, copy term. */
export function createReadOut(model: Model, table: ItemTable, scoreTrained: ScoreTrained) {
  const { width: D, window: W } = model.config;
  const of = (name: string) => tensor(model, name);
  const popularity = model.tensors.get('item.popularity');
  const head = (name: string, hidden: Float64Array) => {
    const out = of(`${name}.bias`).slice();
    addLinear(out, hidden, of(name));
    return out;
  };

  /** @param hidden kept by the output: [D]. */
  return (hidden: Float64Array, history: readonly Token[]): Output => {
    // Now, because the caller may go on appending to its array.
    const repeats = repeatsOf(history, W);
    return {
      actions: head('head.action', hidden),
      intent: head('head.intent', hidden),
      async items(action) {
        const query = Float64Array.from(of('query.action').subarray(action * D, (action + 1) * D));
        addLinear(query, hidden, of('query'));
        const scale = of('query.scale')[action] / Math.hypot(1e-3, ...query);
        for (let j = 0; j < D; j++) query[j] *= scale;

        const logits = new Float32Array(table.size);
        await scoreTrained(query, logits);
        const weight = of('popularity.weight')[action];
        if (popularity) for (let i = 0; i < table.trained; i++) logits[i] += weight * popularity[i];
        const live = table.live();
        for (let at = 0, i = table.trained; i < logits.length; i++) {
          for (let j = 0; j < D; j++) logits[i] += query[j] * live[at++];
        }
        let gate = crowding(table);
        for (let j = 0; j < D; j++) gate += hidden[j] * of('copy.gate')[j];
        const copy = (name: string, row = 0) => of(`copy.${name}`)[row * ACTIONS + action];
        for (const { item, age, last, times } of repeats) {
          logits[item] =
            copy('own') * logits[item] +
            gate +
            copy('age', age) +
            copy('last', last) +
            copy('count', countBucket(times));
        }
        return logits;
      },
    };
  };
}
