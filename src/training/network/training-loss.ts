/** Letters: P positions with a next item, U distinct items of a step, K negatives, D width. */
import * as tf from '@tensorflow/tfjs-core';
import type { ModelConfig } from '../../model/config.js';
import { ACTIONS } from '../../model/tensors.js';
import type { Batch } from '../data/batch.js';
import type { Candidates } from '../data/candidates.js';
import type { Examples } from '../data/examples.js';
import { gather, indices, matMul } from './gradients.js';
import { readItems } from './item-read-out.js';
import { pairDots, sampledPartition, softTargetLoss } from './losses.js';
import { hiddenStates } from './network.js';
import { unitRows } from './norms.js';
import type { Drop } from './residual.js';
import type { StepItems } from './step-items.js';
import type { Tensors } from './tensors.js';

export interface LossInput {
  config: ModelConfig;
  examples: Examples;
  batch: Batch;
  step: StepItems;
  /** Popularity of each item of the step, standardised; 0 when not known: [U] */
  popularity: Float32Array;
  /** Positions of the whole step, of which this may be a part: with a next item, and with a next action. */
  of: { scored: number; labelled: number };
  drop: Drop;
  /** Share of next action and intent in the loss; the next item has 1. */
  actionWeight: number;
  intentWeight: number;
}

/**
 * The sum of the losses of a step, each a mean over its positions: next item, next action, intent.
 * @param raw item vectors with the zero row first: [1 + U, D].
 */
export function trainingLoss(p: Tensors, raw: tf.Tensor2D, input: LossInput): tf.Scalar {
  const { config, examples, batch, step } = input;
  const unit = unitRows(raw);
  const hidden = hiddenStates(p, config, examples, batch, step.input, unit, input.drop);
  const counted = labelledPositions(examples, batch);
  const parts: tf.Tensor[] = [];
  if (batch.scored.length) {
    parts.push(tf.mul(itemLoss(p, unit, hidden, input), batch.scored.length / input.of.scored));
  }
  if (counted.length) {
    const share = counted.length / input.of.labelled;
    parts.push(...behaviourLosses(p, hidden, counted, input).map((loss) => tf.mul(loss, share)));
  }
  if (!parts.length) return tf.scalar(0);
  return tf.addN(parts.map((part) => tf.reshape(part, []))) as tf.Scalar;
}

/** The positions whose next action is learned from. */
export function labelledPositions(examples: Examples, { counted, example }: Batch): number[] {
  const positions: number[] = [];
  for (let n = 0; n < example.length; n++) {
    if (counted[n] && examples.labelled[example[n]]) positions.push(n);
  }
  return positions;
}

/** Next action by softmax, intent by two logistic losses. */
export function behaviourLosses(
  p: Tensors,
  hidden: tf.Tensor2D,
  counted: number[],
  {
    examples,
    batch: { example },
    actionWeight,
    intentWeight,
  }: Pick<LossInput, 'examples' | 'batch' | 'actionWeight' | 'intentWeight'>,
): tf.Tensor[] {
  const here = gather(hidden, counted);
  const actionLogits = matMul(here, p['head.action'], p['head.action.bias']);
  const nextAction = indices(counted.map((n) => examples.nextAction[example[n]]));
  const next = tf.cast(tf.oneHot(nextAction, ACTIONS + 1), 'float32');
  const actionLoss = tf.neg(tf.mean(tf.sum(tf.mul(next, tf.logSoftmax(actionLogits)), 1)));

  const intentLogits = matMul(here, p['head.intent'], p['head.intent.bias']);
  const later = tf.tensor2d(
    counted.map((n) => [examples.later[example[n]] & 1, examples.later[example[n]] >> 1]),
    [counted.length, 2],
  );
  const intentLoss = tf.mean(tf.sub(tf.softplus(intentLogits), tf.mul(later, intentLogits)));
  return [tf.mul(actionLoss, actionWeight), tf.mul(intentLoss, intentWeight)];
}

/**
 * Three losses in one: whether the next item is one of the window (logistic), which of the window (softmax),
 * and which new item (sampled softmax with logQ correction, Bengio & Senécal 2008, the candidates counted
 * exactly).
 */
function itemLoss(p: Tensors, unit: tf.Tensor2D, hidden: tf.Tensor2D, input: LossInput): tf.Tensor {
  const { examples, batch, step, popularity } = input;
  const P = batch.scored.length;
  const nextAction = Array.from(batch.scored, (n) => examples.nextAction[batch.example[n]]);
  const { query, gate, bias } = readItems(p, batch, hidden, unit, step.input, nextAction);
  const priorWeight = gather(
    tf.reshape(p['popularity.weight'], [ACTIONS, 1]),
    nextAction,
  ) as tf.Tensor2D;
  const popularityOf = (rows: ArrayLike<number>) =>
    tf.tensor1d(
      Array.from(rows, (r) => {
        // In the page a new item is as popular as the mean.
        return !r || step.withheld[r - 1] ? 0 : popularity[r - 1];
      }),
    );

  // Prior and logQ correction are two more columns of the product.
  const q = tf.concat([query, priorWeight, tf.ones([P, 1])], 1) as tf.Tensor2D;
  const negative = tf.concat(
    [
      gather(unit, step.negative),
      tf.expandDims(popularityOf(step.negative), 1),
      tf.expandDims(tf.neg(tf.tensor1d(step.logExpected)), 1),
    ],
    1,
  ) as tf.Tensor2D;
  const { copies, fresh } = batch;
  const priors = tf.reshape(priorWeight, [P]);
  const logitsOf = (of: Candidates, rows: Int32Array) =>
    tf.add(
      pairDots(query, unit, of.query, rows),
      tf.mul(gather(priors, of.query), popularityOf(rows)),
    ) as tf.Tensor1D;
  // 1e-30: where every item is a candidate, no negatives are left.
  const others = tf.add(sampledPartition(q, negative, step.masked), 1e-30) as tf.Tensor1D;
  const which = fresh.query.length
    ? softTargetLoss(logitsOf(fresh, step.fresh), others, fresh.query, fresh.share)
    : tf.zeros([P]);
  if (!bias) return tf.mean(which);

  const isAgain = new Float32Array(P);
  const none = new Float32Array(P).fill(1);
  copies.query.forEach((p, i) => {
    isAgain[p] += copies.share[i];
    none[p] = 0;
  });
  const kept = gather(
    tf.reshape(p['copy.own'], [-1]),
    copies.query.map((at) => nextAction[at]),
  );
  const among = tf.add(tf.mul(kept, logitsOf(copies, step.copies)), bias) as tf.Tensor1D;
  const again = softTargetLoss(among, tf.tensor1d(none), copies.query, copies.share);
  const yes = tf.tensor1d(isAgain);
  const whether = tf.mul(tf.sub(tf.softplus(gate), tf.mul(yes, gate)), tf.sub(1, none));
  return tf.mean(tf.addN([whether, tf.mul(yes, again), tf.mul(tf.sub(1, yes), which)]));
}
