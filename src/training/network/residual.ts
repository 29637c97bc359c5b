import * as tf from '@tensorflow/tfjs-core';
import { copyOf, withGradient } from './gradients.js';
import { values } from './scratch.js';

/** Factors for so many numbers: 0 where one is dropped. Undefined while measuring. */
export type Drop = (size: number) => Float32Array | undefined;

/** x + y, where dropout leaves y. */
export function addDropped(x: tf.Tensor2D, y: tf.Tensor2D, drop: Drop): tf.Tensor2D {
  const mask = drop(y.size);
  if (!mask) return tf.add(x, y);
  return withGradient([x, y], ([xt, yt]) => {
    const [out, added] = [copyOf(values(xt)), values(yt)];
    for (let i = 0; i < out.length; i++) out[i] += mask[i] * added[i];
    return {
      value: tf.tensor2d(out, x.shape),
      gradFunc: (dy) => {
        const added = copyOf(values(dy));
        for (let i = 0; i < added.length; i++) added[i] *= mask[i];
        return [dy, tf.tensor2d(added, x.shape)];
      },
    };
  }) as tf.Tensor2D;
}
