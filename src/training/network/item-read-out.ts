/** The read-out of engine/transformer.ts for the next item, in TensorFlow.js operations. */
import * as tf from '@tensorflow/tfjs-core';
import { ACTIONS } from '../../model/tensors.js';
import type { Batch } from '../data/batch.js';
import type { Copies } from '../data/candidates.js';
import { attend } from './attention.js';
import { gather, indices, matMul } from './gradients.js';
import { unitRows } from './norms.js';
import type { Tensors } from './tensors.js';

export interface ReadOut {
  /** Scaled so that query · unit item is the logit: [P, D] */
  query: tf.Tensor2D;
  /** Log-odds that the next item is one of the window: [P] */
  gate: tf.Tensor1D;
  /** Added to the logit of each of `batch.copies`; undefined where there are none. */
  bias: tf.Tensor1D | undefined;
}

/**
 * @param hidden of every position: [N, D]. @param unit item vectors at length 1, the zero vector of "no
 * item" first. @param input the row of each position's item.
 * @param nextAction the action that each next item is given: [P]
 */
export function readItems(
  p: Tensors,
  batch: Batch,
  hidden: tf.Tensor2D,
  unit: tf.Tensor2D,
  input: Int32Array,
  nextAction: readonly number[],
): ReadOut {
  const here = gather(hidden, batch.scored);
  const looked = gather(unit, input) as tf.Tensor2D;
  const [asks, keys] = ['pool.query', 'pool.key'].map((name) => matMul(hidden, p[name]));
  const pooled = attend(asks, keys, looked, 1, batch, { age: p['pool.age'] });
  const raw = tf.addN([
    matMul(here, p.query),
    tf.mul(gather(pooled, batch.scored), p['pool.gain']),
    gather(p['query.action'], nextAction),
  ]) as tf.Tensor2D;
  const scale = gather(tf.reshape(p['query.scale'], [ACTIONS, 1]), nextAction);
  const query = tf.mul(unitRows(raw), scale) as tf.Tensor2D;
  const odds = matMul(here, p['copy.gate'], p['copy.gate.bias']);
  const given = tf.oneHot(indices(nextAction), ACTIONS);
  return {
    query,
    gate: tf.sum(tf.mul(odds, given), 1) as tf.Tensor1D,
    bias: batch.copies.query.length ? copyBias(p, batch.copies, nextAction) : undefined,
  };
}

/** age + last action + count, each given the next action: one number a copy. */
function copyBias(p: Tensors, copies: Copies, nextAction: readonly number[]): tf.Tensor1D {
  const look = (name: string, column: readonly number[]) =>
    gather(
      tf.reshape(p[name], [-1]),
      column.map((row, i) => row * ACTIONS + nextAction[copies.query[i]]),
    );
  return tf.addN([
    look('copy.age', copies.age),
    look('copy.last', copies.last),
    look('copy.count', copies.count),
  ]) as tf.Tensor1D;
}
