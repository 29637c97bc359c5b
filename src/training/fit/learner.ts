import * as tf from '@tensorflow/tfjs-core';
import { createBatch, type Withholding } from '../data/batch.js';
import type { Distillation } from '../data/candidates.js';
import type { Piece } from '../data/pieces.js';
import { isZeroRow, type ItemVectors } from '../network/item-vectors.js';
import { adamStep, type Parameter } from '../network/parameters.js';
import { chooseItems } from '../network/step-items.js';
import type { Drop } from '../network/residual.js';
import { numbers, values, withScratch } from '../network/scratch.js';
import type { Tensors } from '../network/tensors.js';
import { trainingLoss } from '../network/training-loss.js';
import { type Pool, placeIn } from './pools.js';
import type { TrainingNetwork } from './training-network.js';

export interface LearnerOptions {
  negatives: number;
  dropout: number;
  distillation?: Distillation;
  withholding?: Withholding;
}

/** Weight decay of AdamW. */
const DECAY = 0.01;

/** One gradient step over some pieces of one pool. @returns the loss. */
export type TrainStep = (
  pieces: readonly Piece[],
  pool: Pool,
  vectors: ItemVectors,
  rate: number,
) => number;

export function createLearner(
  { config, examples, popularity, parameters, weights }: TrainingNetwork,
  options: LearnerOptions,
  random: () => number,
): TrainStep {
  const names = [...parameters.keys()];
  const drop = createDropout(options.dropout, random);

  return (pieces, pool, vectors, rate) => withScratch(() => takeStep(pieces, pool, vectors, rate));

  function takeStep(...[pieces, pool, vectors, rate]: Parameters<TrainStep>): number {
    const isRanked = (item: number) => placeIn(pool.items, item) >= 0;
    const batch = createBatch(examples, pieces, config.window, { ...options, isRanked });
    const chosen = chooseItems(examples, batch, options.negatives, pool);
    const { width: D } = config;
    const raw = numbers((chosen.items.length + 1) * D);
    raw.set(vectors.gather(chosen.items, { withheld: chosen.withheld, pieces }), D);

    const inputs = [
      tf.tensor2d(raw, [chosen.items.length + 1, D]),
      ...names.map((name) => tf.tensor2d((parameters.get(name) as Parameter).value, shapeOf(name))),
    ];
    const { value, grads } = tf.tidy(() =>
      gradientsOf(() => {
        const p = Object.fromEntries(names.map((name, i) => [name, inputs[i + 1]])) as Tensors;
        return trainingLoss(p, inputs[0], {
          config,
          examples,
          batch,
          step: chosen,
          popularity,
          drop,
          ...weights,
        });
      }, inputs),
    );
    const loss = value.dataSync()[0];
    // What a batch does not use has no gradient.
    const gradients = grads.map((grad, i) => (grad ? values(grad) : numbers(inputs[i].size)));
    tf.dispose([value, ...grads, ...inputs]);
    // A step with a NaN or infinity is skipped: it would spoil the weights.
    if (!Number.isFinite(loss) || gradients.some((g) => !Number.isFinite(g[0]))) return loss;
    clearZeroRows(raw, gradients[0], D);
    clip(gradients, 1);
    const adam = { rate, decay: DECAY };
    vectors.step(chosen.items, gradients[0].subarray(D), adam);
    names.forEach((name, i) => adamStep(parameters.get(name) as Parameter, gradients[i + 1], adam));
    return loss;
  }

  function shapeOf(name: string): [number, number] {
    return [...(parameters.get(name) as Parameter).shape] as [number, number];
  }
}

/**
 * Vectors of zeros stay zero. The gradient of bringing one to length 1 is huge and meaningless, and would
 * take up the whole length that `clip` allows.
 */
function clearZeroRows(raw: Float32Array, gradient: Float32Array, D: number): void {
  for (let at = 0; at < raw.length; at += D) {
    if (isZeroRow(raw, at / D, D)) gradient.fill(0, at, at + D);
  }
}

/** Scales all gradients so that their common length (L2 norm) is at most `limit`. */
function clip(gradients: Float32Array[], limit: number): void {
  let square = 0;
  for (const gradient of gradients)
    for (let i = 0; i < gradient.length; i++) square += gradient[i] ** 2;
  const factor = limit / Math.sqrt(square);
  if (!(factor < 1)) return;
  for (const gradient of gradients) for (let i = 0; i < gradient.length; i++) gradient[i] *= factor;
}

/** The loss and its gradients; `tf.valueAndGrads` would refuse an input without one. */
function gradientsOf(
  loss: () => tf.Scalar,
  inputs: tf.Tensor[],
): { value: tf.Tensor; grads: (tf.Tensor | undefined)[] } {
  return tf.engine().gradients(loss, inputs, undefined, true);
}

/** Numbers in the bank of dropout masks. */
const BANK = 1 << 20;

/** Dropout from a bank of masks at random offsets: drawing a new mask costs more than a layer. */
function createDropout(rate: number, random: () => number): Drop {
  if (!rate) return () => undefined;
  const draw = (length: number) =>
    Float32Array.from({ length }, () => (random() < rate ? 0 : 1 / (1 - rate)));
  let bank = draw(BANK);
  return (size) => {
    if (size > bank.length) bank = draw(2 * size);
    const offset = Math.floor(random() * (bank.length - size));
    return bank.subarray(offset, offset + size);
  };
}
