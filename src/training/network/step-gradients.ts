import * as tf from '@tensorflow/tfjs-core';
import { values } from './scratch.js';
import type { Tensors } from './tensors.js';
import { type LossInput, trainingLoss } from './training-loss.js';

/** What a step reads and moves, one array after another: the item vectors, then each parameter. */
export interface StepLayout {
  /** Item vectors, the zero row first: 1 + U. */
  rows: number;
  width: number;
  parameters: readonly { name: string; shape: readonly [number, number] }[];
}

/** Numbers in a layout. */
export const lengthOf = ({ rows, width, parameters }: StepLayout): number =>
  parameters.reduce((sum, { shape }) => sum + shape[0] * shape[1], rows * width);

/**
 * The loss of a step, or of a part of it, and its gradients.
 * @param inputs @param gradients filled, both as `layout` says.
 */
export function stepGradients(
  layout: StepLayout,
  inputs: Float32Array,
  gradients: Float32Array,
  input: LossInput,
): number {
  const shapes = [
    [layout.rows, layout.width] as const,
    ...layout.parameters.map(({ shape }) => shape),
  ];
  let at = 0;
  const tensors = shapes.map(([rows, columns]) => {
    const from = at;
    at += rows * columns;
    return tf.tensor2d(inputs.subarray(from, at), [rows, columns]);
  });
  const { value, grads } = tf.tidy(() =>
    gradientsOf(() => {
      const named = layout.parameters.map(({ name }, i) => [name, tensors[i + 1]]);
      return trainingLoss(Object.fromEntries(named) as Tensors, tensors[0], input);
    }, tensors),
  );
  const loss = value.dataSync()[0];
  at = 0;
  grads.forEach((grad, i) => {
    const end = at + tensors[i].size;
    // What a step does not use has no gradient.
    if (grad) gradients.set(values(grad), at);
    else gradients.fill(0, at, end);
    at = end;
  });
  tf.dispose([value, ...tensors]);
  for (const grad of grads) grad?.dispose();
  return loss;
}

/** The loss and its gradients; `tf.valueAndGrads` would refuse an input without one. */
function gradientsOf(
  loss: () => tf.Scalar,
  inputs: tf.Tensor[],
): { value: tf.Tensor; grads: (tf.Tensor | undefined)[] } {
  return tf.engine().gradients(loss, inputs, undefined, true);
}
