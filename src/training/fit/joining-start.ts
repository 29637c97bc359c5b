import { gaussian } from '../../lib/random.js';
import type { ItemGraph } from '../network/item-graph.js';
import type { ItemVectors } from '../network/item-vectors.js';

/**
 * The first vectors of items that join: the mean of the items they stand beside in sessions, plus what is known
 * of them, at the mean length of an item's vector. Of an item with neither: chance. [n, D]
 */
export function startOfJoining(
  joining: Int32Array,
  graph: ItemGraph,
  coded: ItemVectors,
  isCoded: (item: number) => boolean,
  lengthOf: number,
  D: number,
  random: () => number,
): Float32Array {
  const start = new Float32Array(joining.length * D);
  joining.forEach((item, row) => {
    const vector = start.subarray(row * D, (row + 1) * D);
    const { items, shares } = graph.neighbours(item);
    const near = items.flatMap((other, i) => (isCoded(other) ? [{ other, share: shares[i] }] : []));
    // Without an identity of its own an item shows its content.
    addUnit(vector, coded.gather(Int32Array.of(item)), 1);
    for (const { other, share } of near) addUnit(vector, coded.gather(Int32Array.of(other)), share);
    if (!vector.some((x) => x !== 0)) {
      for (let j = 0; j < D; j++) vector[j] = gaussian(random);
    }
    const scale = lengthOf / Math.hypot(...vector);
    for (let j = 0; j < D; j++) vector[j] *= scale;
  });
  return start;
}

function addUnit(to: Float32Array, vector: Float32Array, share: number): void {
  const length = Math.hypot(...vector);
  if (!length) return;
  for (let j = 0; j < to.length; j++) to[j] += (share * vector[j]) / length;
}
