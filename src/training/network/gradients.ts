/**
 * Operations that TensorFlow.js lacks, or has only with a slow gradient, each with a gradient of its own:
 * products and rows here, then norms.ts, token-sum.ts, residual.ts, attention.ts, losses.ts. Large products
 * stay in TensorFlow.js; the rest runs in plain loops, as its wasm kernels for small, sparse or broadcast work
 * took most of a step.
 */
import * as tf from '@tensorflow/tfjs-core';
import { numbers, values } from './scratch.js';

type Save = tf.GradSaveFunc;

/**
 * Runs a function with a gradient of its own; a wrapper because TensorFlow.js types `customGrad` loosely. What
 * the way back needs is kept in plain arrays: to `save` a tensor copies it as well, and costs an operation.
 */
export function withGradient(
  inputs: tf.Tensor[],
  run: (inputs: tf.Tensor[]) => {
    value: tf.Tensor;
    gradFunc: (dy: tf.Tensor) => tf.Tensor[];
  },
): tf.Tensor {
  const op = tf.customGrad((...args: (tf.Tensor | Save)[]) => {
    args.pop();
    return run(args as tf.Tensor[]);
  });
  return op(...inputs);
}

export const indices = (list: ArrayLike<number>) => tf.tensor1d(Int32Array.from(list), 'int32');

/** Rows that are transposed at a time. */
const BLOCK = 16;

/** Columns become rows: [rows, columns] → [columns, rows]. */
export function transpose(matrix: Float32Array, [rows, columns]: readonly number[]): tf.Tensor2D {
  const out = numbers(matrix.length);
  // In blocks that fit into the cache: a column is far apart in memory.
  for (let top = 0; top < rows; top += BLOCK) {
    const bottom = Math.min(rows, top + BLOCK);
    for (let c = 0; c < columns; c++) {
      for (let r = top; r < bottom; r++) out[c * rows + r] = matrix[r * columns + c];
    }
  }
  return tf.tensor2d(out, [columns, rows]);
}

/**
 * a · b + bias for matrices, what is below zero cut off where `relu` says so. The stock gradient multiplies
 * with transposed arguments, which the wasm backend runs in a scalar loop; transposing first is several times
 * faster.
 */
export function matMul(a: tf.Tensor, b: tf.Tensor, bias?: tf.Tensor, relu = false): tf.Tensor2D {
  const given = bias ? [a, b, bias] : [a, b];
  return withGradient(given, ([x, y, add]) => {
    const [X, Y] = [values(x), values(y)];
    const product: tf.Tensor2D = tf.matMul(x as tf.Tensor2D, y as tf.Tensor2D);
    const sum = add && addBias(values(product), values(add), relu);
    return {
      value: sum ? tf.tensor2d(sum, product.shape) : product,
      gradFunc: (by) => {
        const rows = sum && relu ? copyOf(values(by)) : values(by);
        if (sum && relu) for (let i = 0; i < rows.length; i++) if (!sum[i]) rows[i] = 0;
        const dy = sum && relu ? tf.tensor2d(rows, product.shape) : (by as tf.Tensor2D);
        const gradients: tf.Tensor[] = [
          tf.matMul(dy, transpose(Y, b.shape)),
          tf.matMul(transpose(X, a.shape), dy),
        ];
        if (bias) gradients.push(tf.tensor(sumRows(rows, bias.size), bias.shape));
        return gradients;
      },
    };
  }) as tf.Tensor2D;
}

/** Changes `rows`. */
function addBias(rows: Float32Array, bias: Float32Array, relu: boolean): Float32Array {
  for (let at = 0; at < rows.length; at += bias.length) {
    for (let c = 0; c < bias.length; c++) {
      const sum = rows[at + c] + bias[c];
      rows[at + c] = relu && sum < 0 ? 0 : sum;
    }
  }
  return rows;
}

/** For numbers that are changed: those of a tensor may be its own. */
export function copyOf(rows: Float32Array): Float32Array {
  const copy = numbers(rows.length);
  copy.set(rows);
  return copy;
}

function sumRows(rows: Float32Array, columns: number): Float32Array {
  const sum = numbers(columns);
  for (let at = 0; at < rows.length; at += columns) {
    for (let c = 0; c < columns; c++) sum[c] += rows[at + c];
  }
  return sum;
}

/** Some rows of a tensor, in the order asked for. */
export function gather(from: tf.Tensor, rows: ArrayLike<number>): tf.Tensor {
  const [, ...rest] = from.shape;
  const width = from.size / from.shape[0];
  return withGradient([from], ([given]) => {
    const all = values(given);
    const out = numbers(rows.length * width);
    for (let r = 0, to = 0; r < rows.length; r++) {
      for (let at = rows[r] * width, end = at + width; at < end; at++) out[to++] = all[at];
    }
    return {
      value: tf.tensor(out, [rows.length, ...rest]),
      gradFunc: (dy) => {
        const G = values(dy);
        const sum = numbers(from.size);
        for (let r = 0, at = 0; r < rows.length; r++) {
          for (let to = rows[r] * width, end = to + width; to < end; to++) sum[to] += G[at++];
        }
        return [tf.tensor(sum, from.shape)];
      },
    };
  });
}
