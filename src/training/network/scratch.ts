import * as tf from '@tensorflow/tfjs-core';

/**
 * Arrays that are used again step after step. Without it a step leaves some fifty arrays of up to a megabyte to
 * the garbage collector, whose threads then take as long as the step itself.
 */
interface Scratch {
  /** Arrays by the power of two that is their length. */
  free: Map<number, Float32Array[]>;
  taken: Map<number, Float32Array[]>;
  depth: number;
}

const scratch: Scratch = { free: new Map(), taken: new Map(), depth: 0 };

/** Runs a step. What `numbers` and `values` gave out meanwhile is taken back at its end. */
export async function withScratch<T>(step: () => T | Promise<T>): Promise<T> {
  scratch.depth++;
  try {
    return await step();
  } finally {
    scratch.depth--;
    if (!scratch.depth) {
      for (const [size, arrays] of scratch.taken) listOf(scratch.free, size).push(...arrays);
      scratch.taken.clear();
    }
  }
}

/** So many zeros. */
export const numbers = (length: number): Float32Array =>
  scratch.depth ? take(length).fill(0) : new Float32Array(length);

/** The numbers of a tensor, to be read: a copy only where the backend keeps them elsewhere. */
export function values(tensor: tf.Tensor): Float32Array {
  const backend = tf.backend() as { typedArrayFromHeap?(info: tf.Tensor): Float32Array };
  if (!scratch.depth || !backend.typedArrayFromHeap) return tensor.dataSync() as Float32Array;
  const copy = take(tensor.size);
  copy.set(backend.typedArrayFromHeap(tensor));
  return copy;
}

/**
 * Changes the numbers of a tensor, where they are if the backend lets them be reached. No tensor may be made
 * meanwhile: memory that grows moves.
 * @returns what to use instead of the tensor.
 */
export function rewrite<T extends tf.Tensor>(tensor: T, change: (rows: Float32Array) => void): T {
  const backend = tf.backend() as { typedArrayFromHeap?(info: tf.Tensor): Float32Array };
  const rows = backend.typedArrayFromHeap?.(tensor) ?? (tensor.dataSync() as Float32Array);
  change(rows);
  if (backend.typedArrayFromHeap) return tensor;
  const changed = tf.tensor(rows, tensor.shape) as T;
  tensor.dispose();
  return changed;
}

function take(length: number): Float32Array {
  const size = 2 ** Math.ceil(Math.log2(Math.max(length, 1)));
  const array = listOf(scratch.free, size).pop() ?? new Float32Array(size);
  listOf(scratch.taken, size).push(array);
  return array.subarray(0, length);
}

function listOf(lists: Map<number, Float32Array[]>, size: number): Float32Array[] {
  let list = lists.get(size);
  if (!list) {
    list = [];
    lists.set(size, list);
  }
  return list;
}
