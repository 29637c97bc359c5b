import type { ModelConfig } from '../../model/config.js';
import {
  isNothing,
  type ItemContent,
  type ItemVectors,
  pickRows,
} from '../network/item-vectors.js';
import type { Parameter } from '../network/parameters.js';
import { productQuantise, type Quantised } from './product-quantise.js';
import { findRotation, multiply, rotateNetwork } from './rotate.js';

/**
 * The codes and centroids of all items. The network, and what makes vectors of content, are turned into
 * the basis that loses least.
 */
export function quantiseItems(
  vectors: ItemVectors,
  content: ItemContent | undefined,
  parameters: ReadonlyMap<string, Parameter>,
  counts: Int32Array,
  config: ModelConfig,
  random: () => number,
): Quantised {
  const { width: D, subIds: M, centroids: C } = config;
  const all = unitVectors(vectors, counts.length, D);
  const known = Array.from(counts.keys()).filter((item) => !isNothing(all, item, D));
  // Of an item that nobody saw and that says nothing of itself there is no vector: it keeps a place apart.
  const room = known.length < counts.length ? C - 1 : C;
  // An item that is asked for often costs more when it is off.
  const weights = Float32Array.from(known, (item) => Math.sqrt(1 + counts[item]));
  let unit = pickRows(all, known, D);
  if (M > 1) {
    const rotation = findRotation(unit, weights, { ...config, centroids: room }, random);
    rotateNetwork(parameters, config, rotation);
    unit = multiply(unit, rotation, D);
    for (const parameter of content?.parameters ?? [])
      parameter.value = multiply(parameter.value, rotation, D);
  }
  const of = productQuantise(unit, weights, D, M, room, random);
  const span = D / M;
  const centroids = new Float32Array(M * C * span);
  for (let m = 0; m < M; m++) {
    centroids.set(of.centroids.subarray(m * room * span, (m + 1) * room * span), m * C * span);
  }
  const codes = new Uint8Array(counts.length * M).fill(room);
  known.forEach((item, i) => codes.set(of.codes.subarray(i * M, (i + 1) * M), item * M));
  return { codes, centroids };
}

function unitVectors(vectors: ItemVectors, items: number, D: number): Float32Array {
  const raw = vectors.gather(Int32Array.from({ length: items }, (_, i) => i));
  for (let i = 0; i < items; i++) {
    let square = 1e-6;
    for (let j = i * D; j < (i + 1) * D; j++) square += raw[j] ** 2;
    for (let j = i * D; j < (i + 1) * D; j++) raw[j] /= Math.sqrt(square);
  }
  return raw;
}
