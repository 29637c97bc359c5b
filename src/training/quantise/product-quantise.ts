import { sample } from '../../lib/random.js';

/**
 * Product quantisation (Jégou et al. 2011): the columns are cut into M spans, and each span of each
 * row is replaced by the nearest of C centroids, found by weighted k-means.
 */
export interface Quantised {
  /** [rows, M] */
  codes: Uint8Array;
  /** [M · C, D / M] */
  centroids: Float32Array;
}

/** @param vectors [rows, D]. @param weights how much each row's error counts. */
export function productQuantise(
  vectors: Float32Array,
  weights: ArrayLike<number>,
  D: number,
  M: number,
  C: number,
  random: () => number,
  rounds = 8,
): Quantised {
  const rows = vectors.length / D;
  const span = D / M;
  const codes = new Uint8Array(rows * M);
  const centroids = new Float32Array(M * C * span);
  for (let m = 0; m < M; m++) {
    const points = new Float32Array(rows * span);
    for (let r = 0; r < rows; r++) {
      points.set(vectors.subarray(r * D + m * span, r * D + (m + 1) * span), r * span);
    }
    const means = centroids.subarray(m * C * span, (m + 1) * C * span);
    const nearest = kMeans(points, weights, span, means, random, rounds);
    for (let r = 0; r < rows; r++) codes[r * M + m] = nearest[r];
  }
  return { codes, centroids };
}

/** Fills `means` and returns the nearest of them for each point. Starts from distinct random points. */
function kMeans(
  points: Float32Array,
  weights: ArrayLike<number>,
  span: number,
  means: Float32Array,
  random: () => number,
  rounds: number,
): Uint8Array {
  const rows = points.length / span;
  const C = means.length / span;
  const nearest = new Uint8Array(rows);
  const all = Array.from({ length: rows }, (_, r) => r);
  sample(all, C, random).forEach((r, c) => {
    means.set(points.subarray(r * span, (r + 1) * span), c * span);
  });
  const used = Math.min(C, rows);
  for (let round = 0; round <= rounds; round++) {
    const halfSquare = new Float32Array(used);
    for (let i = 0; i < used * span; i++) halfSquare[(i / span) | 0] += means[i] ** 2 / 2;
    for (let r = 0; r < rows; r++) {
      let best = 0;
      let bestScore = Number.NEGATIVE_INFINITY;
      for (let c = 0; c < used; c++) {
        let score = -halfSquare[c];
        for (let j = 0; j < span; j++) score += points[r * span + j] * means[c * span + j];
        if (score > bestScore) {
          bestScore = score;
          best = c;
        }
      }
      nearest[r] = best;
    }
    // The last round only assigns, so that codes and centroids agree.
    if (round < rounds && rows > C) move(points, weights, span, means, nearest, random);
  }
  return nearest;
}

/** Each centroid to the weighted mean of its points; one without points to a random point. */
function move(
  points: Float32Array,
  weights: ArrayLike<number>,
  span: number,
  means: Float32Array,
  nearest: Uint8Array,
  random: () => number,
): void {
  const C = means.length / span;
  const total = new Float64Array(C);
  const sums = new Float64Array(means.length);
  for (let r = 0; r < nearest.length; r++) {
    const c = nearest[r];
    total[c] += weights[r];
    for (let j = 0; j < span; j++) sums[c * span + j] += weights[r] * points[r * span + j];
  }
  for (let c = 0; c < C; c++) {
    const lost = total[c] === 0 ? Math.floor(random() * nearest.length) : -1;
    for (let j = 0; j < span; j++) {
      means[c * span + j] = lost < 0 ? sums[c * span + j] / total[c] : points[lost * span + j];
    }
  }
}
