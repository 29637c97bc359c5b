import { logSum } from './log-sum.js';
import type { PredictorError } from '../lib/errors.js';
import type { Pause } from '../lib/async/turns.js';
import { type Model, tensor } from '../model/model.js';
import { corrupt } from '../model/safetensors.js';
import { ACTIONS } from '../model/tensors.js';
import { agoBucket, type Token } from '../encoding/token.js';
import {
  chancesWithCopies,
  type CopiesOf,
  countBucket,
  type MakeChances,
  repeatsOf,
} from './copy-term.js';
import type { Output } from './engine.js';
import type { ItemTable } from './item-table.js';
import { addLinear } from './linear.js';

/**
 * Writes query · item + weight · popularity to the first `table.trained` places of `logits`, or returns what
 * makes chances without them. The query [D] is already divided by its length and multiplied by the action's scale.
 */
export type ScoreTrained = (
  query: Float64Array,
  logits: Float32Array,
  weight: number,
) => Promise<MakeChances | undefined>;

/** Pool key of the event `ago` events back, 1 = the last: [D / 2]. */
export type KeyOf = (ago: number) => Float64Array;

/** The error for a number that is wrong; whoever is told uses the file no more. */
export type Refuse = (detail: string) => PredictorError;

/** Follows the last layer in every engine: heads, pool, query, popularity, live rows, copy term; and no number that is none. */
export function createReadOut(
  model: Model,
  table: ItemTable,
  scoreTrained: ScoreTrained,
  pause?: Pause,
  refuse: Refuse = corrupt,
) {
  const { width: D, window: W } = model.config;
  const of = (name: string) => tensor(model, name);
  const head = (name: string, hidden: Float64Array) =>
    addLinear(new Float64Array(of(`${name}.bias`)), hidden, of(name));
  const unit = new Float32Array(D);
  const judge = (...answer: number[]) => {
    if (!answer.every(Number.isFinite)) throw refuse('answers');
  };

  /** @param hidden [D]; must not change afterwards, because the output keeps it. */
  return (hidden: Float64Array, history: readonly Token[], keyOf: KeyOf): Output => {
    // Read now, because the caller may append to its array later.
    const repeats = repeatsOf(history, W);
    const look = addLinear(new Float64Array(D / 2), hidden, of('pool.query'));
    const scores = [...new Array(Math.min(W, history.length))].map((_, i) => {
      const dot = keyOf(i + 1).reduce((sum, value, j) => sum + value * look[j], 0);
      return dot / Math.sqrt(D / 2) + of('pool.age')[agoBucket(i + 1)];
    });
    const total = logSum(scores);
    const pooled = new Float64Array(D);
    scores.forEach((score, i) => {
      const share = of('pool.gain')[0] * Math.exp(score - total);
      table.read(history[history.length - 1 - i].item, unit);
      for (let j = 0; j < D; j++) pooled[j] += share * unit[j];
    });
    const actions = new Float32Array(head('head.action', hidden));
    const intent = new Float32Array(head('head.intent', hidden));
    judge(...actions, ...intent);
    return {
      actions,
      intent,
      async items(action, temperature = 1) {
        const given = of('query.action');
        const query = addLinear(
          pooled.map((value, j) => value + given[action * D + j]),
          hidden,
          of('query'),
        );
        const scale = of('query.scale')[action] / Math.hypot(1e-3, ...query);
        for (let j = 0; j < D; j++) query[j] *= scale;

        // Read together: the page may add items while these are scored.
        const logits = new Float32Array(table.size);
        const live = table.live();
        const makeChances =
          (await scoreTrained(query, logits, of('popularity.weight')[action])) ?? chancesWithCopies;
        for (let at = 0, i = table.trained; i < logits.length; i++) {
          // Summed apart: rounded to a float at each addition it takes three times as long.
          let dot = 0;
          for (let j = 0; j < D; j++) dot += query[j] * live[at++];
          logits[i] = dot;
        }
        const copy = (name: string, row = 0) => of(`copy.${name}`)[row * ACTIONS + action];
        const copiesOf: CopiesOf = (logitOf) =>
          repeats.map(({ item, ago, last, times }) => ({
            item,
            logit:
              copy('own') * logitOf(item) +
              copy('age', agoBucket(ago)) +
              copy('last', last) +
              copy('count', countBucket(times)),
          }));
        await makeChances(logits, copiesOf, head('copy.gate', hidden)[action], temperature, pause);
        // All were divided by their sum: if it is not a number above 0, none of them is one.
        judge(logits[0] ?? 0);
        return logits;
      },
    };
  };
}
