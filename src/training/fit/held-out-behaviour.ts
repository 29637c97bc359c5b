import * as tf from '@tensorflow/tfjs-core';
import type { ModelConfig } from '../../model/config.js';
import { createBatch, type Piece } from '../data/batches.js';
import type { Examples } from '../data/examples.js';
import type { ItemVectors } from '../network/item-vectors.js';
import type { Tensors } from '../network/item-read-out.js';
import { behaviourLosses, hiddenStates } from '../network/network.js';
import { unitRows } from '../network/ops.js';
import type { Parameter } from '../network/parameters.js';

/** Loss of next action and intent while training, weighted as training weighs them; a mean over some pieces. */
export function behaviourHeldOut(
  config: ModelConfig,
  examples: Examples,
  parameters: ReadonlyMap<string, Parameter>,
  vectors: ItemVectors,
  pieces: readonly Piece[],
  weights: { actionWeight: number; intentWeight: number },
): number {
  let [sum, positions] = [0, 0];
  for (let at = 0; at < pieces.length; at += 64) {
    const batch = createBatch(examples, pieces.slice(at, at + 64), config.window);
    const counted: number[] = [];
    batch.counted.forEach((counts, n) => {
      if (counts && examples.labelled[batch.example[n]]) counted.push(n);
    });
    if (!counted.length) continue;
    const rowOf = new Map<number, number>([[-1, 0]]);
    for (const e of batch.example) {
      const item = examples.item[e];
      if (!rowOf.has(item)) rowOf.set(item, rowOf.size);
    }
    const input = Int32Array.from(batch.example, (e) => rowOf.get(examples.item[e]) as number);
    const raw = new Float32Array(rowOf.size * config.width);
    raw.set(vectors.gather(Int32Array.from(rowOf.keys()).subarray(1)), config.width);
    tf.tidy(() => {
      const p = Object.fromEntries(
        [...parameters].map(([name, { value, shape }]) => [name, tf.tensor2d(value, [...shape])]),
      ) as Tensors;
      const unit = unitRows(tf.tensor2d(raw, [rowOf.size, config.width]));
      const hidden = hiddenStates(p, config, examples, batch, input, unit, (x) => x);
      const losses = behaviourLosses(p, hidden, counted, { examples, batch, ...weights });
      for (const loss of losses) sum += counted.length * loss.dataSync()[0];
    });
    positions += counted.length;
  }
  return sum / (positions || 1);
}
