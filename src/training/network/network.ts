/**
 * The model of engine/transformer.ts in TensorFlow.js operations, over packed histories: tokens come in, the
 * hidden state after each comes out. Read next: item-read-out.ts (from there to the next item),
 * training-loss.ts, and item-vectors.ts for where item vectors come from. A test holds it equal to the
 * oracle. Letters: N positions, D width, H heads, U distinct items of a step.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { ModelConfig } from '../../model/config.js';
import { TOKEN_FIELDS } from '../../model/token-rows.js';
import type { Batch } from '../data/batch.js';
import type { Examples } from '../data/examples.js';
import { attend } from './attention.js';
import { matMul } from './gradients.js';
import { rmsNorm } from './norms.js';
import { addDropped, type Drop } from './residual.js';
import type { Tensors } from './tensors.js';
import { tokenSum } from './token-sum.js';

/**
 * The hidden state after each position: [N, D].
 * @param input row of each position's item in `unit`: [N]. @param unit item vectors at length 1: [1 + U, D].
 * @param drop dropout; none while measuring.
 */
export function hiddenStates(
  p: Tensors,
  config: ModelConfig,
  examples: Examples,
  batch: Batch,
  input: Int32Array,
  unit: tf.Tensor2D,
  drop: Drop,
): tf.Tensor2D {
  const look = (name: string, column: ArrayLike<number>) => ({
    table: p[`embed.${name}`],
    rows: batch.example.map((e) => column[e]),
  });
  // `embed.hour` is left out where the log cannot teach it.
  const fields = TOKEN_FIELDS.filter((field) => p[`embed.${field}`]);
  let x = tokenSum(
    { table: unit, rows: input },
    p['embed.item.scale'],
    [look('action', examples.action), ...fields.map((field) => look(field, examples.token[field]))],
    drop,
  );
  for (let l = 0; l < config.layers; l++) {
    const w = (name: string) => p[`layer.${l}.${name}`];
    const normed = rmsNorm(x, w('norm1'));
    const [q, k, v] = ['q', 'k', 'v'].map((name) => matMul(normed, w(name)));
    const mixed = attend(q, k, v, config.heads, batch, config);
    x = addDropped(x, matMul(mixed, w('o')), drop);
    const inner = matMul(rmsNorm(x, w('norm2')), w('up'), w('up.bias'), true);
    x = addDropped(x, matMul(inner, w('down'), w('down.bias')), drop);
  }
  return rmsNorm(x, p['final.norm']);
}
