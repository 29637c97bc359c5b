/**
 * Operations that TensorFlow.js has not, or has only with a slow gradient: each with its own gradient.
 * What is sparse by nature (attention within a session, repeats of a few items) runs in plain loops,
 * what is dense stays in TensorFlow.js.
 */
import * as tf from '@tensorflow/tfjs-core';
import { agoBucket } from '../../encoding/token.js';

type Save = tf.GradSaveFunc;

/** Registers a function with its gradient; TensorFlow.js types the callback too loosely to be used bare. */
export function withGradient(
  inputs: tf.Tensor[],
  run: (
    inputs: tf.Tensor[],
    save: Save,
  ) => { value: tf.Tensor; gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.Tensor[] },
): tf.Tensor {
  const op = tf.customGrad((...args: (tf.Tensor | Save)[]) => {
    const save = args.pop() as Save;
    return run(args as tf.Tensor[], save);
  });
  return op(...inputs);
}

export const indices = (list: ArrayLike<number>) => tf.tensor1d(Int32Array.from(list), 'int32');

const values = (tensor: tf.Tensor) => tensor.dataSync() as Float32Array;

/**
 * a · b for matrices. The stock gradient multiplies with transposed arguments, which the wasm backend
 * runs in a scalar loop: transposing first is several times faster.
 */
export function matMul(a: tf.Tensor, b: tf.Tensor): tf.Tensor2D {
  return withGradient([a, b], ([x, y], save) => {
    save([x, y]);
    return {
      value: tf.matMul(x, y),
      gradFunc: (dy, [sx, sy]) => [
        tf.matMul(dy as tf.Tensor2D, tf.transpose(sy)),
        tf.matMul(tf.transpose(sx), dy as tf.Tensor2D),
      ],
    };
  }) as tf.Tensor2D;
}

/** x / √mean(x²) · gain, over the last axis. */
export function rmsNorm(x: tf.Tensor2D, gain: tf.Tensor): tf.Tensor2D {
  const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(x), 1, true), 1e-6));
  return tf.mul(tf.mul(x, inverse), gain);
}

/** Rows brought to length 1; zeros stay zeros. */
export function unitRows(raw: tf.Tensor2D): tf.Tensor2D {
  return tf.mul(raw, tf.rsqrt(tf.add(tf.sum(tf.square(raw), 1, true), 1e-6)));
}

/** Which past positions each packed position sees, and where it stands for the rotary angles. */
export interface Sight {
  /** First position each may attend to: of its own history and within the window. [N] */
  from: Int32Array;
  /** Place within its own history. [N] */
  place: Int32Array;
}

/** How attention tells near from far: rotary positions, or a number added by `agoBucket` of the distance, 1 being itself. */
export type Distance = { ropeBase: number } | { age: tf.Tensor };

/** Windowed causal attention over packed histories: [N, Dv]. */
export function attend(
  q: tf.Tensor2D,
  k: tf.Tensor2D,
  v: tf.Tensor2D,
  heads: number,
  { from, place }: Sight,
  distance: Distance,
): tf.Tensor2D {
  const [N, D] = q.shape;
  const Dv = v.shape[1];
  const turn = (rows: Float32Array, sign: 1 | -1) =>
    'ropeBase' in distance ? rotate(rows, place, D / heads, distance.ropeBase, sign) : rows;
  const age = 'age' in distance ? distance.age : tf.zeros([1]);
  const bucket = (t: number, s: number) => ('age' in distance ? agoBucket(t - s + 1) : 0);
  const Dh = D / heads;
  const Dvh = Dv / heads;
  const scale = 1 / Math.sqrt(Dh);
  const offsets = new Int32Array(N + 1);
  for (let t = 0; t < N; t++) offsets[t + 1] = offsets[t] + t - from[t] + 1;
  const shares = new Float32Array(offsets[N] * heads);
  return withGradient([q, k, v, age], ([qt, kt, vt, ages], save) => {
    save([vt]);
    const [Q, K, V, A] = [turn(values(qt), 1), turn(values(kt), 1), values(vt), values(ages)];
    const out = new Float32Array(N * Dv);
    for (let t = 0; t < N; t++) {
      for (let h = 0; h < heads; h++) {
        const at = t * D + h * Dh;
        const to = t * Dv + h * Dvh;
        const span = t - from[t] + 1;
        const share = shares.subarray(
          offsets[t] * heads + h * span,
          offsets[t] * heads + (h + 1) * span,
        );
        let peak = Number.NEGATIVE_INFINITY;
        for (let s = 0; s < span; s++) {
          const other = (from[t] + s) * D + h * Dh;
          let dot = 0;
          for (let j = 0; j < Dh; j++) dot += Q[at + j] * K[other + j];
          share[s] = dot * scale + A[bucket(t, from[t] + s)];
          if (share[s] > peak) peak = share[s];
        }
        let sum = 0;
        for (let s = 0; s < span; s++) {
          share[s] = Math.exp(share[s] - peak);
          sum += share[s];
        }
        for (let s = 0; s < span; s++) {
          share[s] /= sum;
          const other = (from[t] + s) * Dv + h * Dvh;
          for (let j = 0; j < Dvh; j++) out[to + j] += share[s] * V[other + j];
        }
      }
    }
    return {
      value: tf.tensor2d(out, [N, Dv]),
      gradFunc: (dy, saved) => {
        const V2 = values(saved[0]);
        const G = values(dy);
        const dQ = new Float32Array(N * D);
        const dK = new Float32Array(N * D);
        const dV = new Float32Array(N * Dv);
        const dA = new Float32Array(A.length);
        const dShare = new Float32Array(N);
        for (let t = 0; t < N; t++) {
          for (let h = 0; h < heads; h++) {
            const at = t * D + h * Dh;
            const to = t * Dv + h * Dvh;
            const span = t - from[t] + 1;
            const base = offsets[t] * heads + h * span;
            let mean = 0;
            for (let s = 0; s < span; s++) {
              const other = (from[t] + s) * Dv + h * Dvh;
              const share = shares[base + s];
              let dot = 0;
              for (let j = 0; j < Dvh; j++) {
                dot += G[to + j] * V2[other + j];
                dV[other + j] += share * G[to + j];
              }
              dShare[s] = dot;
              mean += share * dot;
            }
            for (let s = 0; s < span; s++) {
              const other = (from[t] + s) * D + h * Dh;
              const slope = shares[base + s] * (dShare[s] - mean);
              dA[bucket(t, from[t] + s)] += slope;
              const d = slope * scale;
              for (let j = 0; j < Dh; j++) {
                dQ[at + j] += d * K[other + j];
                dK[other + j] += d * Q[at + j];
              }
            }
          }
        }
        return [
          tf.tensor2d(turn(dQ, -1), q.shape),
          tf.tensor2d(turn(dK, -1), k.shape),
          tf.tensor2d(dV, v.shape),
          tf.tensor(dA, age.shape),
        ];
      },
    };
  }) as tf.Tensor2D;
}

/** Turns pairs (j, j + Dh/2) of each head by the position's angle, or back: [N, D], a copy. */
function rotate(
  rows: Float32Array,
  place: Int32Array,
  Dh: number,
  base: number,
  sign: 1 | -1,
): Float32Array {
  const half = Dh / 2;
  const D = rows.length / place.length;
  const out = new Float32Array(rows.length);
  for (let j = 0; j < half; j++) {
    const step = sign * base ** (-j / half);
    for (let t = 0; t < place.length; t++) {
      const cos = Math.cos(place[t] * step);
      const sin = Math.sin(place[t] * step);
      for (let a = t * D + j; a < (t + 1) * D; a += Dh) {
        out[a] = rows[a] * cos - rows[a + half] * sin;
        out[a + half] = rows[a] * sin + rows[a + half] * cos;
      }
    }
  }
  return out;
}

/**
 * Σ exp(q · e) over shared rows, all logits bounded so that no maximum need be taken off: [P].
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

/** All ones, reused from step to step: filling 16 MB anew each time shows in the profile. */
function keepMask(size: number): Float32Array {
  if (ones.mask.length < size) ones.mask = new Float32Array(size).fill(1);
  return ones.mask.subarray(0, size);
}

/**
 * q[p] · e[s] over pairs, one number each: for the few items a position is asked about one by one.
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
 * @param others Σ exp(logit) of everything that is no candidate: [P]
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
    const said = new Float32Array(total.length);
    for (let i = 0; i < L.length; i++) {
      said[query[i]] += share[i] * L[i];
      L[i] = Math.exp(L[i]);
      total[query[i]] += L[i];
    }
    return {
      value: tf.tensor1d(total.map((sum, p) => Math.log(sum) - said[p])),
      gradFunc: (dy) => {
        const G = values(dy);
        const dL = L.map((mass, i) => G[query[i]] * (mass / total[query[i]] - share[i]));
        return [tf.tensor1d(dL), tf.tensor1d(total.map((sum, p) => G[p] / sum))];
      },
    };
  }) as tf.Tensor1D;
}
