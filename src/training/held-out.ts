import * as tf from '@tensorflow/tfjs-core';
import type { ModelConfig } from '../model/config.js';
import type { Piece } from './batches.js';
import { createBatch } from './batches.js';
import type { Examples } from './examples.js';
import type { ItemVectors } from './item-vectors.js';
import type { Tensors } from './network.js';
import { copyBias, hiddenStates, itemQueries, unitRows } from './network.js';
import { matMul } from './ops.js';
import type { Parameter } from './parameters.js';

export interface HeldOut {
  /** Share of next items among the 20 best, and the mean of 1 / rank there. */
  recall: number;
  mrr: number;
  positions: number;
}

/** Next-item recall and MRR at 20 while training, over some pieces and every item of a pool. */
export function scoreHeldOut(
  config: ModelConfig,
  examples: Examples,
  popularity: Float32Array,
  parameters: ReadonlyMap<string, Parameter>,
  vectors: ItemVectors,
  items: Int32Array,
  pieces: readonly Piece[],
): HeldOut {
  let hits = 0;
  let reciprocal = 0;
  let positions = 0;
  // Few at a time: the logits of a batch are [P, items].
  for (let at = 0; at < pieces.length; at += 64) {
    for (const rank of ranks(at)) {
      positions++;
      if (rank > 20) continue;
      hits++;
      reciprocal += 1 / rank;
    }
  }
  return { recall: hits / (positions || 1), mrr: reciprocal / (positions || 1), positions };

  function ranks(at: number): number[] {
    const batch = createBatch(examples, pieces.slice(at, at + 64), config.window);
    const P = batch.scored.length;
    if (!P) return [];
    const nextAction = Array.from(batch.scored, (n) => examples.nextAction[batch.example[n]]);
    let logits = new Float32Array(0);
    let bias: ArrayLike<number>[] = [];
    let priorWeight: ArrayLike<number> = [];
    // Nothing is returned: tidy would walk every number of a returned array.
    tf.tidy(() => {
      const p = Object.fromEntries(
        [...parameters].map(([name, { value, shape }]) => [name, tf.tensor2d(value, [...shape])]),
      ) as Tensors;
      const raw = new Float32Array((items.length + 1) * config.width);
      raw.set(vectors.gather(items), config.width);
      const unit = unitRows(tf.tensor2d(raw, [items.length + 1, config.width]));
      const input = Int32Array.from(batch.example, (e) => rowOf(examples.item[e]));
      const hidden = hiddenStates(p, config, examples, batch, input, unit, (x) => x);
      const scored = tf.gather(hidden, tf.tensor1d(batch.scored, 'int32'));
      const query = itemQueries(p, scored, tf.tensor1d(nextAction, 'int32'));
      const gate = tf.reshape(matMul(scored, p['copy.gate']), [P]) as tf.Tensor1D;
      const biasOf = (pairs: typeof batch.others) =>
        pairs.query.length ? (copyBias(p, gate, pairs, nextAction).dataSync() as Float32Array) : [];
      logits = tf.matMul(query, tf.transpose(unit)).dataSync() as Float32Array<ArrayBuffer>;
      bias = [biasOf(batch.others), biasOf(batch.repeats)];
      priorWeight = p['popularity.weight'].dataSync();
    });
    const width = items.length + 1;
    for (let q = 0; q < P; q++) {
      for (let r = 1; r < width; r++)
        logits[q * width + r] += priorWeight[nextAction[q]] * popularity[items[r - 1]];
    }
    [batch.others, batch.repeats].forEach((pairs, kind) => {
      pairs.query.forEach((q, i) => {
        logits[q * width + rowOf(examples.item[batch.example[pairs.position[i]]])] += bias[kind][i];
      });
    });
    return nextAction.map((_, q) => {
      const target = rowOf(examples.nextItem[batch.example[batch.scored[q]]]);
      const score = logits[q * width + target];
      let rank = target ? 1 : width;
      for (let r = 1; r < width; r++) if (r !== target && logits[q * width + r] >= score) rank++;
      return rank;
    });
  }

  function rowOf(item: number): number {
    if (item < 0) return 0;
    // Pools are ascending runs of items, so the place follows from the first.
    const place = item - items[0];
    return place >= 0 && place < items.length ? place + 1 : 0;
  }
}
