import * as tf from '@tensorflow/tfjs-core';
import { copyOf, withGradient } from './gradients.js';
import { numbers, values } from './scratch.js';

/** x / √mean(x²) · gain, over the last axis. */
export function rmsNorm(x: tf.Tensor2D, gain: tf.Tensor): tf.Tensor2D {
  const D = x.shape[1];
  return withGradient([x, gain], ([xt, gt]) => {
    const G = values(gt);
    const { rows: normed, inverse } = scaleRows(values(xt), D, 1 / D);
    const out = numbers(normed.length);
    for (let at = 0; at < out.length; at += D) {
      for (let j = 0; j < D; j++) out[at + j] = normed[at + j] * G[j];
    }
    return {
      value: tf.tensor2d(out, x.shape),
      gradFunc: (by) => {
        const dy = copyOf(values(by));
        const dGain = numbers(D);
        for (let at = 0; at < dy.length; at += D) {
          for (let j = 0; j < D; j++) {
            dGain[j] += dy[at + j] * normed[at + j];
            dy[at + j] *= G[j];
          }
        }
        const dx = scaledBack(dy, normed, inverse, 1 / D);
        return [tf.tensor2d(dx, x.shape), tf.tensor(dGain, gain.shape)];
      },
    };
  }) as tf.Tensor2D;
}

/** Rows brought to length 1; zeros stay zeros. */
export function unitRows(raw: tf.Tensor2D): tf.Tensor2D {
  return withGradient([raw], ([given]) => {
    const { rows, inverse } = scaleRows(values(given), raw.shape[1], 1);
    return {
      value: tf.tensor2d(rows, raw.shape),
      gradFunc: (dy) => [tf.tensor2d(scaledBack(values(dy), rows, inverse, 1), raw.shape)],
    };
  }) as tf.Tensor2D;
}

/** Each row over √(share · its squared length); `inverse` is what it was multiplied by. */
function scaleRows(given: Float32Array, D: number, share: number) {
  const rows = numbers(given.length);
  const inverse = numbers(given.length / D);
  for (let r = 0, at = 0; r < inverse.length; r++, at += D) {
    let square = 0;
    for (let j = at; j < at + D; j++) square += given[j] * given[j];
    inverse[r] = 1 / Math.sqrt(square * share + 1e-6);
    for (let j = at; j < at + D; j++) rows[j] = given[j] * inverse[r];
  }
  return { rows, inverse };
}

/** The gradient by what `scaleRows` was given. @param dy the gradient by its `rows`. */
function scaledBack(
  dy: Float32Array,
  rows: Float32Array,
  inverse: Float32Array,
  share: number,
): Float32Array {
  const D = rows.length / inverse.length;
  const dx = numbers(rows.length);
  for (let r = 0, at = 0; r < inverse.length; r++, at += D) {
    let along = 0;
    for (let j = at; j < at + D; j++) along += dy[j] * rows[j];
    for (let j = at; j < at + D; j++) dx[j] = inverse[r] * (dy[j] - along * share * rows[j]);
  }
  return dx;
}
