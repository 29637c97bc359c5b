import type { ModelConfig } from '../../model/config.js';
import type { ContentVectors } from '../network/content-vectors.js';
import type { ItemVectors } from '../network/item-vectors.js';
import type { Parameter } from '../network/parameters.js';
import { productQuantise, type Quantised } from './product-quantise.js';
import { findRotation } from './find-rotation.js';
import { multiply } from './multiply.js';
import { rotateNetwork } from './rotate-network.js';

/**
 * Vectors of some items come in, a few bytes each come out: codes, and the centroids they name. The network
 * and the content vectors are rotated, in place, into the basis that loses least. Read next:
 * product-quantise.ts and find-rotation.ts.
 * @param coded these items. @param counts events of every item.
 */
export function quantiseItems(
  vectors: ItemVectors,
  content: ContentVectors | undefined,
  parameters: ReadonlyMap<string, Parameter>,
  coded: Int32Array,
  counts: Int32Array,
  config: ModelConfig,
  random: () => number,
): Quantised {
  const { width: D, subIds: M, centroids: C } = config;
  let unit = unitVectors(vectors, coded, D);
  // Errors on frequent items cost more.
  const weights = Float32Array.from(coded, (item) => Math.sqrt(1 + counts[item]));
  if (M > 1) {
    const rotation = findRotation(unit, weights, config, random);
    rotateNetwork(parameters, config, rotation);
    unit = multiply(unit, rotation, D);
    for (const parameter of content?.parameters ?? [])
      parameter.value = multiply(parameter.value, rotation, D);
  }
  return productQuantise(unit, weights, D, M, C, random);
}

/** The vectors of some items, brought to length 1: [n, D] */
function unitVectors(vectors: ItemVectors, items: Int32Array, D: number): Float32Array {
  const raw = vectors.gather(items);
  for (let i = 0; i < items.length; i++) {
    let square = 1e-6;
    for (let j = i * D; j < (i + 1) * D; j++) square += raw[j] ** 2;
    for (let j = i * D; j < (i + 1) * D; j++) raw[j] /= Math.sqrt(square);
  }
  return raw;
}
