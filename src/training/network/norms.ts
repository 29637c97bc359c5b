import * as tf from '@tensorflow/tfjs-core';

/** x / √mean(x²) · gain, over the last axis. */
export function rmsNorm(x: tf.Tensor2D, gain: tf.Tensor): tf.Tensor2D {
  const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(x), 1, true), 1e-6));
  return tf.mul(tf.mul(x, inverse), gain);
}

/** Rows brought to length 1; zeros stay zeros. */
export function unitRows(raw: tf.Tensor2D): tf.Tensor2D {
  return tf.mul(raw, tf.rsqrt(tf.add(tf.sum(tf.square(raw), 1, true), 1e-6)));
}
