import * as tf from '@tensorflow/tfjs-core';
import type { ModelConfig } from '../../model/config.js';
import type { Newcomers, Piece, Teaching } from '../data/batches.js';
import { createBatch } from '../data/batches.js';
import type { Examples } from '../data/examples.js';
import { isNothing, type ItemVectors } from '../network/item-vectors.js';
import type { Tensors } from '../network/item-read-out.js';
import { trainingLoss } from '../network/network.js';
import type { Parameter } from '../network/parameters.js';
import { adamStep } from '../network/parameters.js';
import type { Sampler } from '../network/sampling.js';
import { chooseItems } from '../network/step-items.js';

/** Items that compete with one another: those of one shop. */
export interface Pool {
  items: Int32Array;
  sampler: Sampler;
}

export interface LearnerOptions {
  negatives: number;
  dropout: number;
  decay: number;
  actionWeight: number;
  intentWeight: number;
  teaching?: Teaching;
  newcomers?: Newcomers;
}

/** One gradient step over some pieces; returns the loss. */
export function createLearner(
  config: ModelConfig,
  examples: Examples,
  popularity: Float32Array,
  parameters: Map<string, Parameter>,
  options: LearnerOptions,
  random: () => number,
) {
  const names = [...parameters.keys()];
  const drop = createDropout(options.dropout, random);
  const leastPopularity = popularity.reduce((least, value) => Math.min(least, value), Infinity);

  return function step(
    pieces: readonly Piece[],
    pool: Pool,
    vectors: ItemVectors,
    rate: number,
  ): number {
    const batch = createBatch(examples, pieces, config.window, options);
    const chosen = chooseItems(examples, batch, options.negatives, pool);
    const { width: D } = config;
    const raw = new Float32Array((chosen.items.length + 1) * D);
    raw.set(vectors.gather(chosen.items, { withheld: chosen.withheld, pieces }), D);

    const inputs = [
      tf.tensor2d(raw, [chosen.items.length + 1, D]),
      ...names.map((name) => tf.tensor2d((parameters.get(name) as Parameter).value, shapeOf(name))),
    ];
    const { value, grads } = tf.tidy(() =>
      tf.valueAndGrads((...args: tf.Tensor[]) => {
        const p = Object.fromEntries(names.map((name, i) => [name, args[i + 1]])) as Tensors;
        const loss = trainingLoss(p, args[0] as tf.Tensor2D, {
          config,
          examples,
          batch,
          step: chosen,
          popularity,
          leastPopularity,
          drop,
          actionWeight: options.actionWeight,
          intentWeight: options.intentWeight,
        });
        // Touches every input, so that one a batch does not use has a gradient of zero and not none.
        return tf.add(loss, tf.mul(0, tf.addN(args.map((arg) => tf.sum(arg))))) as tf.Scalar;
      })(inputs),
    );
    const loss = value.dataSync()[0];
    const gradients = grads.map((grad) => grad.dataSync() as Float32Array);
    tf.dispose([value, ...grads, ...inputs]);
    // One bad step must not spoil the weights.
    if (!Number.isFinite(loss) || gradients.some((g) => !Number.isFinite(g[0]))) return loss;
    stillZeros(raw, gradients[0], D);
    clip(gradients, 1);
    const adam = { rate, decay: options.decay };
    vectors.step(chosen.items, gradients[0].subarray(D), adam);
    names.forEach((name, i) => adamStep(parameters.get(name) as Parameter, gradients[i + 1], adam));
    return loss;
  };

  function shapeOf(name: string): [number, number] {
    return [...(parameters.get(name) as Parameter).shape] as [number, number];
  }
}

/**
 * A vector of nothing stays nothing. The gradient of bringing it to length 1 is huge and says nothing:
 * it would take up the whole length that `clip` leaves.
 */
function stillZeros(raw: Float32Array, gradient: Float32Array, D: number): void {
  for (let at = 0; at < raw.length; at += D) {
    if (isNothing(raw, at / D, D)) gradient.fill(0, at, at + D);
  }
}

/** Scales all gradients so that their common length is at most `limit`. */
function clip(gradients: Float32Array[], limit: number): void {
  let square = 0;
  for (const gradient of gradients)
    for (let i = 0; i < gradient.length; i++) square += gradient[i] ** 2;
  const factor = limit / Math.sqrt(square);
  if (!(factor < 1)) return;
  for (const gradient of gradients) for (let i = 0; i < gradient.length; i++) gradient[i] *= factor;
}

const BANK = 1 << 20;

/** Dropout from a bank of drawn masks at random offsets: drawing anew costs more than a layer. */
function createDropout(rate: number, random: () => number) {
  if (!rate) return (x: tf.Tensor2D) => x;
  const bank = Float32Array.from({ length: BANK }, () => (random() < rate ? 0 : 1 / (1 - rate)));
  return (x: tf.Tensor2D): tf.Tensor2D => {
    const offset = Math.floor(random() * (BANK - x.size));
    return tf.mul(x, tf.tensor2d(bank.slice(offset, offset + x.size), x.shape));
  };
}
