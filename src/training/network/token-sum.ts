import * as tf from '@tensorflow/tfjs-core';
import { copyOf, withGradient } from './gradients.js';
import type { Drop } from './residual.js';
import { numbers, values } from './scratch.js';

/** A row of a table for each position: [rows, D], and which: [N] */
export interface LookUp {
  table: tf.Tensor2D;
  rows: ArrayLike<number>;
}

/**
 * What the network reads at each position: its item's vector at some scale, and a row of each table.
 * @param item of each position. @param scale one number.
 */
export function tokenSum(
  item: LookUp,
  scale: tf.Tensor,
  tables: readonly LookUp[],
  drop: Drop,
): tf.Tensor2D {
  const D = item.table.shape[1];
  const N = item.rows.length;
  const mask = drop(N * D);
  const inputs = [item.table, scale, ...tables.map(({ table }) => table)];
  return withGradient(inputs, ([unit, gain, ...given]) => {
    const [U, [S]] = [values(unit), values(gain)];
    const out = numbers(N * D);
    for (let n = 0; n < N; n++) {
      for (let j = 0; j < D; j++) out[n * D + j] = U[item.rows[n] * D + j] * S;
    }
    given.forEach((table, t) => addRows(out, values(table), tables[t].rows, D));
    if (mask) for (let i = 0; i < out.length; i++) out[i] *= mask[i];
    return {
      value: tf.tensor2d(out, [N, D]),
      gradFunc: (dy) => {
        const G = copyOf(values(dy));
        if (mask) for (let i = 0; i < G.length; i++) G[i] *= mask[i];
        const dUnit = numbers(U.length);
        let dScale = 0;
        for (let n = 0; n < N; n++) {
          for (let j = 0, at = item.rows[n] * D; j < D; j++, at++) {
            dUnit[at] += G[n * D + j] * S;
            dScale += G[n * D + j] * U[at];
          }
        }
        return [
          tf.tensor(dUnit, item.table.shape),
          tf.tensor([dScale], scale.shape),
          ...tables.map(({ table, rows }) => tf.tensor(sumByRow(G, rows, table), table.shape)),
        ];
      },
    };
  }) as tf.Tensor2D;
}

function addRows(to: Float32Array, table: Float32Array, rows: ArrayLike<number>, D: number): void {
  for (let n = 0, at = 0; n < rows.length; n++) {
    for (let from = rows[n] * D, end = from + D; from < end; from++) to[at++] += table[from];
  }
}

function sumByRow(G: Float32Array, rows: ArrayLike<number>, table: tf.Tensor2D): Float32Array {
  const D = table.shape[1];
  const sum = numbers(table.size);
  for (let n = 0, at = 0; n < rows.length; n++) {
    for (let to = rows[n] * D, end = to + D; to < end; to++) sum[to] += G[at++];
  }
  return sum;
}
