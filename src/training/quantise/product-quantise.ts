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
    assign(points, span, means.subarray(0, used * span), nearest, round > 0);
    // The last round only assigns, so that codes and centroids agree.
    if (round < rounds && rows > C) move(points, weights, span, means, nearest, random);
  }
  return nearest;
}

/**
 * Finds the nearest mean of each point. Means are tried in the order of their first number, outwards from the
 * point's own: once that number alone is further away than the best, so are all that follow. It looks at a tenth
 * of 256 means where a span has two numbers, at half of them where it has four.
 * @param hasGuess whether `nearest` holds those of the round before: where the search starts.
 */
function assign(
  points: Float32Array,
  span: number,
  means: Float32Array,
  nearest: Uint8Array,
  hasGuess: boolean,
): void {
  const count = means.length / span;
  const order = Array.from({ length: count }, (_, c) => c);
  order.sort((a, b) => means[a * span] - means[b * span]);
  const sorted = new Float32Array(means.length);
  const placeOf = new Uint16Array(count);
  order.forEach((c, place) => {
    sorted.set(means.subarray(c * span, (c + 1) * span), place * span);
    placeOf[c] = place;
  });
  for (let r = 0, at = 0; r < nearest.length; r++, at += span) {
    const x = points[at];
    const start = hasGuess ? placeOf[nearest[r]] : firstFrom(sorted, span, x);
    let best = start;
    let least = hasGuess ? distance(points, at, sorted, start * span, span, Infinity) : Infinity;
    // Downwards first; whichever side a guess is on, the mean next to the point is passed on the way.
    for (let place = start - 1; place >= 0; place--) {
      const gap = x - sorted[place * span];
      if (gap > 0 && gap * gap >= least) break;
      const far = distance(points, at, sorted, place * span, span, least);
      if (far >= least) continue;
      least = far;
      best = place;
    }
    for (let place = hasGuess ? start + 1 : start; place < count; place++) {
      const gap = sorted[place * span] - x;
      if (gap > 0 && gap * gap >= least) break;
      const far = distance(points, at, sorted, place * span, span, least);
      if (far >= least) continue;
      least = far;
      best = place;
    }
    nearest[r] = order[best];
  }
}

/** Place of the first mean whose first number is no less than x. */
function firstFrom(sorted: Float32Array, span: number, x: number): number {
  let [low, high] = [0, sorted.length / span - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle * span] < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Squared, and no more exact than `enough`: the sum stops once it is larger. */
function distance(
  points: Float32Array,
  at: number,
  means: Float32Array,
  from: number,
  span: number,
  enough: number,
): number {
  let sum = 0;
  for (let j = 0; j < span; j++) {
    const gap = points[at + j] - means[from + j];
    sum += gap * gap;
    if (sum >= enough) break;
  }
  return sum;
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
