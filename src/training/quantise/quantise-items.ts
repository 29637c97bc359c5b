import type { ModelConfig } from '../../model/config.js';
import type { ContentVectors } from '../network/content-vectors.js';
import { isZeroRow, type ItemVectors, pickRows } from '../network/item-vectors.js';
import type { Parameter } from '../network/parameters.js';
import { productQuantise, type Quantised } from './product-quantise.js';
import { findRotation } from './find-rotation.js';
import { multiply } from './multiply.js';
import { rotateNetwork } from './rotate-network.js';

/**
 * Vectors of all items come in, a few bytes each come out: codes, and the centroids they name. The network
 * and the content vectors are rotated, in place, into the basis that loses least. Read next:
 * product-quantise.ts and find-rotation.ts.
 */
export function quantiseItems(
  vectors: ItemVectors,
  content: ContentVectors | undefined,
  parameters: ReadonlyMap<string, Parameter>,
  counts: Int32Array,
  config: ModelConfig,
  random: () => number,
): Quantised {
  const { width: D, subIds: M, centroids: C } = config;
  const all = unitVectors(vectors, counts.length, D);
  const known = Array.from(counts.keys()).filter((item) => !isZeroRow(all, item, D));
  // An item without events and content has no vector: the last centroid, left at zero, is kept for those.
  const room = known.length < counts.length ? C - 1 : C;
  // Errors on frequent items cost more.
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

/** The vectors of all items, brought to length 1: [I, D] */
function unitVectors(vectors: ItemVectors, items: number, D: number): Float32Array {
  const raw = vectors.gather(Int32Array.from({ length: items }, (_, i) => i));
  for (let i = 0; i < items; i++) {
    let square = 1e-6;
    for (let j = i * D; j < (i + 1) * D; j++) square += raw[j] ** 2;
    for (let j = i * D; j < (i + 1) * D; j++) raw[j] /= Math.sqrt(square);
  }
  return raw;
}
