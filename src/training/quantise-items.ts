import type { ModelConfig } from '../model/config.js';
import type { ItemContent, ItemVectors } from './item-vectors.js';
import type { Parameter } from './parameters.js';
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
  // An item that is asked for often costs more when it is off.
  const weights = Float32Array.from(counts, (count) => Math.sqrt(1 + count));
  let unit = unitVectors(vectors, counts.length, D);
  if (M > 1) {
    const rotation = findRotation(unit, weights, config, random);
    rotateNetwork(parameters, config, rotation);
    unit = multiply(unit, rotation, D);
    for (const parameter of content?.parameters ?? [])
      parameter.value = multiply(parameter.value, rotation, D);
  }
  return productQuantise(unit, weights, D, M, C, random);
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
