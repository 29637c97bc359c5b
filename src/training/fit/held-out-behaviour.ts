import * as tf from '@tensorflow/tfjs-core';
import { createBatch } from '../data/batch.js';
import type { Piece } from '../data/pieces.js';
import { hiddenStates } from '../network/network.js';
import { unitRows } from '../network/norms.js';
import type { LossWeights } from '../network/start-network.js';
import { toTensors } from '../network/tensors.js';
import { behaviourLosses, labelledPositions } from '../network/training-loss.js';
import type { InTraining } from './next-item-terms.js';

/** Pieces at a time. */
const AT_ONCE = 64;

/** Loss of next action and intent, weighted as in training: a mean over the positions of some pieces, nats. */
export function behaviourHeldOut(
  { config, examples, parameters, vectors }: InTraining,
  pieces: readonly Piece[],
  weights: LossWeights,
): number {
  let [sum, positions] = [0, 0];
  for (let at = 0; at < pieces.length; at += AT_ONCE) {
    const batch = createBatch(examples, pieces.slice(at, at + AT_ONCE), config.window);
    const counted = labelledPositions(examples, batch);
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
      const p = toTensors(parameters);
      const unit = unitRows(tf.tensor2d(raw, [rowOf.size, config.width]));
      const hidden = hiddenStates(p, config, examples, batch, input, unit, () => undefined);
      const losses = behaviourLosses(p, hidden, counted, { examples, batch, ...weights });
      for (const loss of losses) sum += counted.length * loss.dataSync()[0];
    });
    positions += counted.length;
  }
  return sum / (positions || 1);
}
