import * as tf from '@tensorflow/tfjs-core';
import type { Parameter } from './parameters.js';

/** Parameters as tensors, by name. */
export type Tensors = Record<string, tf.Tensor2D>;

/** The current values, for a pass without gradients. To be called within `tf.tidy`. */
export const toTensors = (parameters: ReadonlyMap<string, Parameter>): Tensors =>
  Object.fromEntries(
    [...parameters].map(([name, { value, shape }]) => [name, tf.tensor2d(value, [...shape])]),
  );
