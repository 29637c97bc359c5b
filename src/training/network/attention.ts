import * as tf from '@tensorflow/tfjs-core';
import { agoBucket } from '../../encoding/token.js';
import { withGradient } from './gradients.js';
import { numbers, values } from './scratch.js';

/** Which past positions each position sees, and its place for the rotary angles. */
export interface Sight {
  /** First position each may attend to: of its own piece and within the window. [N] */
  from: Int32Array;
  /** Place within its own piece: [N] */
  place: Int32Array;
}

/** How attention tells near from far: rotary positions, or a number added by `agoBucket` of the distance, 1 being itself. */
export type Distance = { ropeBase: number } | { age: tf.Tensor };

/** What the loops below go by. Letters: N positions, D width, Dv width of the values, Dh and Dvh per head. */
interface Plan {
  N: number;
  D: number;
  Dv: number;
  heads: number;
  from: Int32Array;
  /** Where the attention weights of a position begin, per head: [N + 1] */
  offsets: Int32Array;
  /** Row of `age` for position t looking at position s. */
  bucket: (t: number, s: number) => number;
}

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
  const offsets = new Int32Array(N + 1);
  for (let t = 0; t < N; t++) offsets[t + 1] = offsets[t] + t - from[t] + 1;
  const plan: Plan = { N, D, Dv, heads, from, offsets, bucket };
  return withGradient([q, k, v, age], ([qt, kt, vt, ages]) => {
    const [Q, K] = [turn(values(qt), 1), turn(values(kt), 1)];
    const [V, A] = [values(vt), values(ages)];
    const { out, shares } = mixValues(plan, Q, K, V, A);
    return {
      value: tf.tensor2d(out, [N, Dv]),
      gradFunc: (dy) => {
        const { dQ, dK, dV, dA } = backward(plan, Q, K, V, shares, values(dy), A.length);
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

/** softmax(q · k / √Dh + age) · V, and the attention weights for the way back. */
function mixValues(
  { N, D, Dv, heads, from, offsets, bucket }: Plan,
  Q: Float32Array,
  K: Float32Array,
  V: Float32Array,
  A: Float32Array,
) {
  const [Dh, Dvh] = [D / heads, Dv / heads];
  const scale = 1 / Math.sqrt(Dh);
  const shares = numbers(offsets[N] * heads);
  const out = numbers(N * Dv);
  for (let t = 0; t < N; t++) {
    for (let h = 0; h < heads; h++) {
      const at = t * D + h * Dh;
      const to = t * Dv + h * Dvh;
      const span = t - from[t] + 1;
      const base = offsets[t] * heads + h * span;
      const share = shares.subarray(base, base + span);
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
  return { out, shares };
}

/** The gradients by Q, K, V and the ages. @param G gradient by the output: [N, Dv]. */
function backward(
  { N, D, Dv, heads, from, offsets, bucket }: Plan,
  Q: Float32Array,
  K: Float32Array,
  V: Float32Array,
  shares: Float32Array,
  G: Float32Array,
  ages: number,
) {
  const [Dh, Dvh] = [D / heads, Dv / heads];
  const scale = 1 / Math.sqrt(Dh);
  const dQ = numbers(N * D);
  const dK = numbers(N * D);
  const dV = numbers(N * Dv);
  const dA = numbers(ages);
  const dShare = numbers(N);
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
          dot += G[to + j] * V[other + j];
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
  return { dQ, dK, dV, dA };
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
  const out = numbers(rows.length);
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
