import * as tf from '@tensorflow/tfjs-core';
import { expInPlace } from './exponentials.js';
import { copyOf, transpose, withGradient } from './gradients.js';
import { numbers, rewrite, values } from './scratch.js';

/**
 * Σ exp(q · e) over shared negatives, q [P, D] and e [K, D]: [P]. Logits are bounded, so no maximum has to
 * be subtracted first.
 * @param masked flat indices into [P, K] that do not count (a negative that is the target or a repeat).
 */
export function sampledPartition(
  q: tf.Tensor2D,
  e: tf.Tensor2D,
  masked: readonly number[],
): tf.Tensor1D {
  const [P, K] = [q.shape[0], e.shape[0]];
  return withGradient([q, e], ([qt, et]) => {
    const [Q, E] = [values(qt), values(et)];
    // The largest tensor of a step: changed in place and kept for the way back, as each copy costs milliseconds.
    const sum = numbers(P);
    const logits: tf.Tensor2D = tf.matMul(qt as tf.Tensor2D, transpose(E, e.shape));
    const shares = tf.keep(
      rewrite(logits, (row) => {
        for (const at of masked) row[at] = Number.NEGATIVE_INFINITY;
        for (let p = 0; p < P; p++) sum[p] = expInPlace(row, p * K, (p + 1) * K);
      }),
    );
    return {
      value: tf.tensor1d(sum),
      gradFunc: (dy) => {
        const G = values(dy);
        // G scales the rows of the shares; their products are smaller, so these are scaled instead.
        const dQ = values(tf.matMul(shares, tf.tensor2d(E, e.shape)));
        const scaled = transpose(scaleEach(copyOf(Q), G), q.shape);
        const dE: tf.Tensor2D = tf.matMul(scaled, shares);
        shares.dispose();
        return [tf.tensor2d(scaleEach(copyOf(dQ), G), q.shape), transpose(values(dE), dE.shape)];
      },
    };
  }) as tf.Tensor1D;
}

/** Multiplies each row by a number of its own. Changes `rows`. */
function scaleEach(rows: Float32Array, by: Float32Array): Float32Array {
  const width = rows.length / by.length;
  for (let r = 0, at = 0; r < by.length; r++) {
    for (const end = at + width; at < end; at++) rows[at] *= by[r];
  }
  return rows;
}

/**
 * q[p] · e[s] over pairs, one number each: for the candidates, which are few a query.
 * @param pairQuery row of q for each pair. @param pairItem row of e for each pair.
 */
export function pairDots(
  q: tf.Tensor2D,
  e: tf.Tensor2D,
  pairQuery: ArrayLike<number>,
  pairItem: ArrayLike<number>,
): tf.Tensor1D {
  const D = q.shape[1];
  const pairs = pairQuery.length;
  return withGradient([q, e], ([qt, et]) => {
    const [Q, E] = [values(qt), values(et)];
    const dots = numbers(pairs);
    for (let i = 0; i < pairs; i++) {
      const a = pairQuery[i] * D;
      const b = pairItem[i] * D;
      let dot = 0;
      for (let j = 0; j < D; j++) dot += Q[a + j] * E[b + j];
      dots[i] = dot;
    }
    return {
      value: tf.tensor1d(dots),
      gradFunc: (dy) => {
        const G = values(dy);
        const dQ = numbers(Q.length);
        const dE = numbers(E.length);
        for (let i = 0; i < pairs; i++) {
          const a = pairQuery[i] * D;
          const b = pairItem[i] * D;
          const g = G[i];
          for (let j = 0; j < D; j++) {
            dQ[a + j] += g * E[b + j];
            dE[b + j] += g * Q[a + j];
          }
        }
        return [tf.tensor2d(dQ, q.shape), tf.tensor2d(dE, e.shape)];
      },
    };
  }) as tf.Tensor1D;
}

/**
 * Cross-entropy of soft targets: ln(others + Σ exp(logit)) − Σ share · logit, over the candidates of
 * each query: [P]. The shares of a query sum to 1, or to 0 where its loss is left out.
 * @param others Σ exp(logit) over everything that is not a candidate: [P]
 */
export function softTargetLoss(
  logits: tf.Tensor1D,
  others: tf.Tensor1D,
  query: readonly number[],
  share: readonly number[],
): tf.Tensor1D {
  return withGradient([logits, others], ([lt, ot]) => {
    const L = copyOf(values(lt));
    const total = copyOf(values(ot));
    const expected = numbers(total.length);
    for (let i = 0; i < L.length; i++) {
      expected[query[i]] += share[i] * L[i];
      L[i] = Math.exp(L[i]);
      total[query[i]] += L[i];
    }
    return {
      value: tf.tensor1d(total.map((sum, p) => Math.log(sum) - expected[p])),
      gradFunc: (dy) => {
        const G = values(dy);
        const dL = L.map((mass, i) => G[query[i]] * (mass / total[query[i]] - share[i]));
        return [tf.tensor1d(dL), tf.tensor1d(total.map((sum, p) => G[p] / sum))];
      },
    };
  }) as tf.Tensor1D;
}
