/**
 * The model of engine/transformer.ts in TensorFlow.js operations, over packed histories, with its losses.
 * Letters: N positions, P positions with a next item, U distinct items of a step, K negatives, D width.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { ModelConfig } from '../model/config.js';
import { ACTIONS } from '../model/tensors.js';
import type { Batch, Copies } from './batches.js';
import type { Examples } from './examples.js';
import {
  attend,
  matMul,
  pairDots,
  rmsNorm,
  sampledPartition,
  scatterAdd,
  softTargetLoss,
} from './ops.js';
import type { Sampler } from './sampling.js';

export type Tensors = Record<string, tf.Tensor2D>;

/** Items of one step: rows of the raw vector matrix, row 0 being the zero vector of "no item". */
export interface StepItems {
  /** Item of rows 1 … U, and 1 where the row is without what is known of that item alone. */
  items: Int32Array;
  withheld: Uint8Array;
  /** Row of each position's item: [N] */
  input: Int32Array;
  /** Row of each candidate. */
  candidate: Int32Array;
  /** Rows of the negatives and the log of how often each is expected among them: [K] */
  negative: Int32Array;
  logExpected: Float32Array;
  /** Flat [P, K] indices of negatives that are candidates of the position: they count once. */
  masked: number[];
}

/**
 * Chooses the negatives: drawn from `sampler`, shared by the batch (Jean et al. 2015), or the whole
 * pool when it is no larger than `count`.
 */
export function chooseItems(
  examples: Examples,
  batch: Batch,
  count: number,
  pool: { items: Int32Array; sampler: Sampler },
): StepItems {
  const row = new Map<number, number>();
  const rowOf = (item: number, withheld = 0): number => {
    if (item < 0) return 0;
    const key = 2 * item + withheld;
    let at = row.get(key);
    if (at === undefined) {
      at = row.size + 1;
      row.set(key, at);
    }
    return at;
  };
  const input = Int32Array.from(batch.example, (e, n) =>
    rowOf(examples.item[e], batch.withheld[n]),
  );
  const { candidates } = batch;
  const candidate = Int32Array.from(candidates.item, (item, i) =>
    rowOf(item, candidates.withheld[i]),
  );
  const whole = pool.items.length <= count;
  const drawn = new Map<number, number>();
  if (whole) for (let i = 0; i < pool.items.length; i++) drawn.set(i, 0);
  else for (let i = 0; i < count; i++) drawn.set(pool.sampler.draw(), 0);
  const places = [...drawn.keys()];
  const negative = Int32Array.from(places, (place) => rowOf(pool.items[place]));
  // Chance to be among `count` draws with replacement: 1 - (1 - p)^count.
  const logExpected = Float32Array.from(places, (place) =>
    whole ? 0 : Math.log(-Math.expm1(count * Math.log1p(-Math.exp(pool.sampler.logChance[place])))),
  );
  const column = new Map<number, number>();
  places.forEach((place, k) => void column.set(pool.items[place], k));
  const K = negative.length;
  const masked: number[] = [];
  candidates.item.forEach((item, i) => {
    const k = column.get(item);
    if (k !== undefined) masked.push(candidates.query[i] * K + k);
  });
  const keys = [...row.keys()];
  const items = Int32Array.from(keys, (key) => Math.floor(key / 2));
  const withheld = Uint8Array.from(keys, (key) => key % 2);
  return { items, withheld, input, candidate, negative, logExpected, masked };
}

const indices = (list: ArrayLike<number>) => tf.tensor1d(Int32Array.from(list), 'int32');

/** The hidden state after each position: [N, D]. `unit` are the item vectors at length 1: [U, D]. */
export function hiddenStates(
  p: Tensors,
  config: ModelConfig,
  examples: Examples,
  batch: Batch,
  input: Int32Array,
  unit: tf.Tensor2D,
  drop: (x: tf.Tensor2D) => tf.Tensor2D,
): tf.Tensor2D {
  const look = (name: string, column: ArrayLike<number>) =>
    tf.gather(p[`embed.${name}`], indices(Array.from(batch.example, (e) => column[e])));
  let x = tf.mul(tf.gather(unit, indices(input)), p['embed.item.scale']) as tf.Tensor2D;
  x = tf.addN([
    x,
    look('action', examples.action),
    look('gap', examples.gap),
    look('session', examples.newSession),
    look('recency', examples.recency),
    look('price', examples.price),
    look('agreement', examples.agreement),
    look('place', examples.place),
    look('stage', examples.stage),
  ]) as tf.Tensor2D;
  x = drop(x);
  for (let l = 0; l < config.layers; l++) {
    const w = (name: string) => p[`layer.${l}.${name}`];
    const normed = rmsNorm(x, w('norm1'));
    const [q, k, v] = ['q', 'k', 'v'].map((name) => matMul(normed, w(name)));
    const mixed = attend(q, k, v, config.heads, batch, config.ropeBase);
    x = tf.add(x, drop(matMul(mixed, w('o'))));
    const inner = tf.relu(
      tf.add(matMul(rmsNorm(x, w('norm2')), w('up')), w('up.bias')),
    ) as tf.Tensor2D;
    x = tf.add(x, drop(tf.add(matMul(inner, w('down')), w('down.bias'))));
  }
  return rmsNorm(x, p['final.norm']);
}

/** Queries for the next item given an action, at the length that makes q · e the logit: [P, D]. */
export function itemQueries(p: Tensors, hidden: tf.Tensor2D, action: tf.Tensor1D): tf.Tensor2D {
  const raw = tf.add(matMul(hidden, p.query), tf.gather(p['query.action'], action)) as tf.Tensor2D;
  const scale = tf.gather(tf.reshape(p['query.scale'], [ACTIONS, 1]), action);
  return tf.mul(unitRows(raw), scale);
}

/** Rows brought to length 1; zeros stay zeros. */
export function unitRows(raw: tf.Tensor2D): tf.Tensor2D {
  return tf.mul(raw, tf.rsqrt(tf.add(tf.sum(tf.square(raw), 1, true), 1e-6)));
}

/** gate(h) + age + last action + count, each given the next action: one number a copy. */
export function copyBias(
  p: Tensors,
  gate: tf.Tensor1D,
  copies: Copies,
  query: ArrayLike<number>,
  action: ArrayLike<number>,
): tf.Tensor1D {
  const queries = copies.candidate.map((at) => query[at]);
  const look = (name: string, column: readonly number[]) =>
    tf.gather(
      tf.reshape(p[name], [-1]),
      indices(column.map((row, i) => row * ACTIONS + action[queries[i]])),
    );
  return tf.addN([
    tf.gather(gate, indices(queries)),
    look('copy.age', copies.age),
    look('copy.last', copies.last),
    look('copy.count', copies.count),
  ]) as tf.Tensor1D;
}

export interface LossInput {
  config: ModelConfig;
  examples: Examples;
  batch: Batch;
  step: StepItems;
  /** Popularity of each item, standardised; 0 when not known. */
  popularity: Float32Array;
  /** The least of it: what an item has that nobody knows yet. */
  leastPopularity: number;
  drop: (x: tf.Tensor2D) => tf.Tensor2D;
  /** Share of next action and intent in the loss; the next item has 1. */
  actionWeight: number;
  intentWeight: number;
}

/**
 * Next item by sampled softmax with logQ correction (Bengio & Senécal 2008) and the candidates
 * counted exactly, next action by softmax, intent by two logistic losses; means over positions.
 * @param raw item vectors with the zero row first: [1 + U, D].
 */
export function trainingLoss(p: Tensors, raw: tf.Tensor2D, input: LossInput): tf.Scalar {
  const { config, examples, batch, step } = input;
  const unit = unitRows(raw);
  const hidden = hiddenStates(p, config, examples, batch, step.input, unit, input.drop);
  const example = batch.example;
  const counted: number[] = [];
  for (let n = 0; n < example.length; n++) {
    if (batch.counted[n] && examples.labelled[example[n]]) counted.push(n);
  }
  const parts: tf.Tensor[] = [];
  if (batch.scored.length) parts.push(itemLoss(p, unit, hidden, input));

  if (counted.length) parts.push(...behaviourLosses(p, hidden, counted, input));
  return tf.addN(parts.map((part) => tf.reshape(part, []))) as tf.Scalar;
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
  const here = tf.gather(hidden, indices(counted));
  const actionLogits = tf.add(matMul(here, p['head.action']), p['head.action.bias']);
  const nextAction = indices(counted.map((n) => examples.nextAction[example[n]]));
  const next = tf.cast(tf.oneHot(nextAction, ACTIONS + 1), 'float32');
  const actionLoss = tf.neg(tf.mean(tf.sum(tf.mul(next, tf.logSoftmax(actionLogits)), 1)));

  const intentLogits = tf.add(matMul(here, p['head.intent']), p['head.intent.bias']);
  const later = tf.tensor2d(
    counted.map((n) => [examples.later[example[n]] & 1, examples.later[example[n]] >> 1]),
    [counted.length, 2],
  );
  const intentLoss = tf.mean(tf.sub(tf.softplus(intentLogits), tf.mul(later, intentLogits)));
  return [tf.mul(actionLoss, actionWeight), tf.mul(intentLoss, intentWeight)];
}

function itemLoss(p: Tensors, unit: tf.Tensor2D, hidden: tf.Tensor2D, input: LossInput): tf.Tensor {
  const { examples, batch, step, popularity } = input;
  const P = batch.scored.length;
  const at = Array.from(batch.scored, (n) => batch.example[n]);
  const nextAction = at.map((e) => examples.nextAction[e]);
  const action = indices(nextAction);
  const scored = tf.gather(hidden, indices(batch.scored));
  const query = itemQueries(p, scored, action);
  const priorWeight = tf.gather(
    tf.reshape(p['popularity.weight'], [ACTIONS, 1]),
    action,
  ) as tf.Tensor2D;
  const gate = tf.reshape(matMul(scored, p['copy.gate']), [P]) as tf.Tensor1D;
  const popularityOf = (rows: ArrayLike<number>) =>
    tf.tensor1d(
      Array.from(rows, (r) => {
        if (!r) return 0;
        return step.withheld[r - 1] ? input.leastPopularity : popularity[step.items[r - 1]];
      }),
    );

  // Prior and correction ride along as two more columns of the product.
  const q = tf.concat([query, priorWeight, tf.ones([P, 1])], 1) as tf.Tensor2D;
  const negative = tf.concat(
    [
      tf.gather(unit, indices(step.negative)),
      tf.expandDims(popularityOf(step.negative), 1),
      tf.expandDims(tf.neg(tf.tensor1d(step.logExpected)), 1),
    ],
    1,
  ) as tf.Tensor2D;
  const others = sampledPartition(q, negative, step.masked);

  const { candidates, copies } = batch;
  let logits = tf.add(
    pairDots(query, unit, candidates.query, step.candidate),
    tf.mul(
      tf.gather(tf.reshape(priorWeight, [P]), indices(candidates.query)),
      popularityOf(step.candidate),
    ),
  ) as tf.Tensor1D;
  if (copies.candidate.length) {
    const bias = copyBias(p, gate, copies, candidates.query, nextAction);
    const kept = tf.gather(
      tf.reshape(p['copy.own'], [-1]),
      indices(copies.candidate.map((at) => nextAction[candidates.query[at]])),
    );
    // What is not kept of a copy's own logit goes the same way as its bias.
    const own = tf.mul(tf.sub(kept, 1), tf.gather(logits, indices(copies.candidate)));
    const change = tf.add(own, bias) as tf.Tensor1D;
    logits = tf.add(logits, scatterAdd(change, copies.candidate, candidates.query.length));
  }
  return tf.mean(softTargetLoss(logits, others, candidates.query, candidates.share));
}
