/**
 * Operations that TensorFlow.js lacks, or has only with a slow gradient, each with a gradient of its own:
 * matMul here, attention.ts, losses.ts. What is sparse (attention within a session, repeats of a few items)
 * runs in plain loops, what is dense stays in TensorFlow.js.
 */
import * as tf from '@tensorflow/tfjs-core';

type Save = tf.GradSaveFunc;

/** Runs a function with a gradient of its own; a wrapper because TensorFlow.js types `customGrad` loosely. */
export function withGradient(
  inputs: tf.Tensor[],
  run: (
    inputs: tf.Tensor[],
    save: Save,
  ) => { value: tf.Tensor; gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.Tensor[] },
): tf.Tensor {
  const op = tf.customGrad((...args: (tf.Tensor | Save)[]) => {
    const save = args.pop() as Save;
    return run(args as tf.Tensor[], save);
  });
  return op(...inputs);
}

export const indices = (list: ArrayLike<number>) => tf.tensor1d(Int32Array.from(list), 'int32');

/** The numbers of a tensor: a copy only where the backend keeps them elsewhere. */
export const values = (tensor: tf.Tensor) => tensor.dataSync() as Float32Array;

/**
 * a · b for matrices. The stock gradient multiplies with transposed arguments, which the wasm backend runs
 * in a scalar loop; transposing first is several times faster.
 */
export function matMul(a: tf.Tensor, b: tf.Tensor): tf.Tensor2D {
  return withGradient([a, b], ([x, y], save) => {
    save([x, y]);
    return {
      value: tf.matMul(x, y),
      gradFunc: (dy, [sx, sy]) => [
        tf.matMul(dy as tf.Tensor2D, tf.transpose(sy)),
        tf.matMul(tf.transpose(sx), dy as tf.Tensor2D),
      ],
    };
  }) as tf.Tensor2D;
}
