import * as tf from '@tensorflow/tfjs-core';
import type { Item } from '../../events/item.js';
import { PredictorError } from '../../lib/errors.js';
import { gaussian } from '../../lib/random.js';
import type { ModelConfig } from '../../model/config.js';
import type { ContentVectors } from './content-vectors.js';
import { adamStep, createParameter } from './parameters.js';

const MAX_LENGTH = 4096;

/**
 * The length of these items' embeddings, 0 when none has one.
 * @throws PredictorError BAD_OPTION when lengths differ or one is not a vector of finite numbers.
 */
export function embeddingLength(items: readonly Item[]): number {
  let length = 0;
  for (const { id, embedding } of items) {
    if (!embedding) continue;
    length ||= embedding.length;
    const wrong = (what: string) => new PredictorError('BAD_OPTION', `embedding of ${id}: ${what}`);
    if (!length || length > MAX_LENGTH) throw wrong(`1 to ${MAX_LENGTH} numbers`);
    if (embedding.length !== length)
      throw wrong(`${embedding.length} numbers, others have ${length}`);
    if (!embedding.every(Number.isFinite)) throw wrong('not finite');
  }
  return length;
}

export interface EmbeddingVectors extends ContentVectors {
  /** The projection as a model file has it, for an embedding at length 1, and one row that is always added: [E + 1, D] */
  projection(): Float32Array;
  /** Begins with the projection of a model file. */
  start(projection: Float32Array): void;
}

/** Item embeddings through a learned projection (E → D). Items without one have a vector of zeros. */
export function createEmbeddingVectors(
  { embeddingLength: E, width: D }: ModelConfig,
  items: readonly Item[],
  random: () => number,
): EmbeddingVectors | undefined {
  if (!E) return undefined;
  const { rows: centred, mean, scale } = centre(items, E);
  const parameter = createParameter('embed.projection', [E, D], () => 0.1 * gaussian(random));
  const select = (rows: Int32Array) => {
    const out = new Float32Array(rows.length * E);
    for (let r = 0; r < rows.length; r++)
      out.set(centred.subarray(rows[r] * E, (rows[r] + 1) * E), r * E);
    return tf.tensor2d(out, [rows.length, E]);
  };
  const compute = (make: () => tf.Tensor) => {
    const tensor = tf.tidy(make);
    const values = tensor.dataSync() as Float32Array;
    tensor.dispose();
    return values;
  };
  return {
    parameters: [parameter],
    rehash() {},
    gather: (rows) =>
      rows.length
        ? compute(() => tf.matMul(select(rows), tf.tensor2d(parameter.value, [E, D])))
        : new Float32Array(0),
    step(rows, gradient, adam) {
      if (!rows.length) return;
      const by = compute(() =>
        tf.matMul(tf.transpose(select(rows)), tf.tensor2d(gradient, [rows.length, D])),
      );
      adamStep(parameter, by, { ...adam, rate: adam.rate * Math.min(1, RATE / Math.sqrt(E)) });
    },
    start(projection) {
      parameter.value = Float32Array.from(parameter.value, (_, at) => projection[at] / scale);
    },
    projection() {
      const out = new Float32Array((E + 1) * D);
      for (let i = 0; i < E; i++) {
        for (let j = 0; j < D; j++) {
          const value = scale * parameter.value[i * D + j];
          out[i * D + j] = value;
          out[E * D + j] -= mean[i] * value;
        }
      }
      return out;
    },
  };
}

/** All E numbers of an embedding move its item at once: the more there are, the smaller the step of each. */
const RATE = 4;

/**
 * Embeddings at length 1 lie in a narrow cone (Ethayarajh 2019): what they share does not tell items apart,
 * so their mean is subtracted and the rest scaled to a mean squared length of 1.
 */
function centre(items: readonly Item[], E: number) {
  const rows = new Float32Array(items.length * E);
  const mean = new Float64Array(E);
  const known: number[] = [];
  items.forEach(({ embedding }, i) => {
    const length = Math.hypot(...(embedding ?? []));
    if (!embedding || !(length > 0 && length < 1e300)) return;
    known.push(i);
    for (let j = 0; j < E; j++) {
      rows[i * E + j] = embedding[j] / length;
      mean[j] += rows[i * E + j];
    }
  });
  for (let j = 0; j < E; j++) mean[j] /= known.length || 1;
  let square = 0;
  for (const i of known) {
    for (let j = 0; j < E; j++) {
      rows[i * E + j] -= mean[j];
      square += rows[i * E + j] ** 2;
    }
  }
  // All the same: there is nothing to scale.
  const scale = square > 1e-9 * known.length ? Math.sqrt(known.length / square) : 1;
  for (let at = 0; at < rows.length; at++) rows[at] *= scale;
  return { rows, mean, scale };
}
