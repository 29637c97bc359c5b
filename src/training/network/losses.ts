import * as tf from '@tensorflow/tfjs-core';
import { values, withGradient } from './gradients.js';

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
  const size = q.shape[0] * e.shape[0];
  return withGradient([q, e], ([qt, et], save) => {
    let shares = tf.exp(tf.matMul(qt as tf.Tensor2D, tf.transpose(et)));
    if (masked.length) {
      const keep = keepMask(size);
      for (const at of masked) keep[at] = 0;
      shares = tf.mul(shares, tf.tensor(keep, shares.shape));
      for (const at of masked) keep[at] = 1;
    }
    save([qt, et, shares]);
    return {
      value: tf.sum(shares, 1),
      gradFunc: (dy, [q2, e2, s]) => {
        const d = tf.mul(s, tf.expandDims(dy, 1)) as tf.Tensor2D;
        return [tf.matMul(d, e2 as tf.Tensor2D), tf.transpose(tf.matMul(tf.transpose(q2), d))];
      },
    };
  }) as tf.Tensor1D;
}

const ones: { mask: Float32Array } = { mask: new Float32Array(0) };

/** All ones, kept between steps: filling 16 MB each time shows in the profile. */
function keepMask(size: number): Float32Array {
  if (ones.mask.length < size) ones.mask = new Float32Array(size).fill(1);
  return ones.mask.subarray(0, size);
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
  return withGradient([q, e], ([qt, et], save) => {
    const [Q, E] = [values(qt), values(et)];
    const dots = new Float32Array(pairs);
    for (let i = 0; i < pairs; i++) {
      const a = pairQuery[i] * D;
      const b = pairItem[i] * D;
      let dot = 0;
      for (let j = 0; j < D; j++) dot += Q[a + j] * E[b + j];
      dots[i] = dot;
    }
    save([qt, et]);
    return {
      value: tf.tensor1d(dots),
      gradFunc: (dy, saved) => {
        const [Q2, E2] = saved.map(values);
        const G = values(dy);
        const dQ = new Float32Array(Q2.length);
        const dE = new Float32Array(E2.length);
        for (let i = 0; i < pairs; i++) {
          const a = pairQuery[i] * D;
          const b = pairItem[i] * D;
          const g = G[i];
          for (let j = 0; j < D; j++) {
            dQ[a + j] += g * E2[b + j];
            dE[b + j] += g * Q2[a + j];
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
    const L = values(lt).slice();
    const total = values(ot).slice();
    const expected = new Float32Array(total.length);
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
