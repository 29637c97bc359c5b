import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-webgl';
import type { Token } from '../../../src/encoding/token.js';
import { readModel } from '../../../src/model/model-file.js';
import type { Measurable } from '../measure.js';
import { angleInputs, causalMask, ringInputs, type Shape, tokenInputs } from './inputs.js';
import { createPeerNetwork, type TokenRows } from './network.js';
import type { Ops } from './ops.js';

function createStockOps(): Ops<tf.Tensor> {
  const constants = new Map<Float32Array, tf.Tensor>();
  return {
    constant(values, shape) {
      const made = constants.get(values) ?? tf.keep(tf.tensor(values, [...shape]));
      constants.set(values, made);
      return made;
    },
    add: tf.add,
    subtract: tf.sub,
    multiply: tf.mul,
    matMul: (a, b) => tf.matMul(a, b),
    matMulTransposed: (a, b) => tf.matMul(a, b, false, true),
    relu: tf.relu,
    softmax: (a) => tf.softmax(a),
    mean: (a) => tf.mean(a, -1, true),
    inverseRoot: tf.rsqrt,
    look: (table, rows) => tf.gather(table, rows),
    row: (a, index) => tf.slice(a, [index, 0], [1, -1]),
    reshape: (a, shape) => tf.reshape(a, [...shape]),
    transpose: (a, order) => tf.transpose(a, [...order]),
    slice: (a, from, to) => {
      const begin = a.shape.map((_, axis) => (axis === a.rank - 1 ? from : 0));
      const size = a.shape.map((length, axis) => (axis === a.rank - 1 ? to - from : length));
      return tf.slice(a, begin, size);
    },
    concat: (parts) => tf.concat([...parts], -1),
  };
}

/** The network in TensorFlow.js on WebGL; reads the last W events for each prediction. */
export async function openStock(shape: Shape, file: ArrayBuffer): Promise<Measurable> {
  await tf.setBackend('webgl');
  const ops = createStockOps();
  const network = createPeerNetwork(ops, readModel(file));
  const { window: W, width: D, heads: H } = shape;
  const half = D / H / 2;
  const { cos, sin } = angleInputs(
    Array.from({ length: W }, (_, i) => i),
    shape,
  );
  const places = {
    rows: W,
    seen: W,
    cos: ops.constant(cos, [W, 1, half]),
    sin: ops.constant(sin, [W, 1, half]),
    mask: ops.constant(causalMask(W), [W, W]),
    age: ops.constant(ringInputs(W - 1, shape).age, [1, W]),
  };
  const predict = async (history: readonly Token[]) => {
    const items = tf.tidy(() => {
      const rows = tokenInputs(history.slice(-W), shape.items);
      const token = Object.fromEntries(
        Object.entries(rows).map(([name, values]) => [name, tf.tensor1d(values, 'int32')]),
      ) as TokenRows<tf.Tensor>;
      return network(token, places, (read) => read).items;
    });
    const logits = (await items.data()) as Float32Array;
    items.dispose();
    return logits;
  };
  return { predict, says: 'logits', forgets: true };
}
