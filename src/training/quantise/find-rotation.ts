/**
 * Product quantisation cuts the columns of the item vectors into spans: how well that fits depends on the
 * basis. Optimized product quantisation (Ge et al. 2013) rotates the vectors first. The network is rotated
 * with them (rotate-network.ts), so that its answers stay the same and the page pays nothing.
 */
import { EigenvalueDecomposition, Matrix, SingularValueDecomposition } from 'ml-matrix';
import type { ModelConfig } from '../../model/config.js';
import { multiply } from './multiply.js';
import { productQuantise } from './product-quantise.js';

const ROUNDS = 5;
/** Rows a round uses: a rotation of some thousand numbers needs no more. */
const MOST_ROWS = 8000;

/**
 * A rotation of the columns after which M spans of C centroids approximate the vectors well: [D, D],
 * y = x · R. Starts from the principal axes, shared out so that each span has as much of the variance
 * (eigenvalue allocation).
 * @param vectors [rows, D]. @param weights how much each row's error counts.
 */
export function findRotation(
  vectors: Float32Array,
  weights: ArrayLike<number>,
  { width: D, subIds: M, centroids: C }: Pick<ModelConfig, 'width' | 'subIds' | 'centroids'>,
  random: () => number,
): Float32Array {
  const rows = vectors.length / D;
  const stride = Math.ceil(rows / MOST_ROWS);
  const chosen = Array.from({ length: Math.floor(rows / stride) }, (_, i) => i * stride);
  const weight = chosen.map((row) => weights[row]);
  const sample = new Float32Array(chosen.length * D);
  chosen.forEach((row, i) => sample.set(vectors.subarray(row * D, (row + 1) * D), i * D));

  let rotation = allocateAxes(gram(sample, sample, weight, D), M);
  for (let round = 0; round < ROUNDS; round++) {
    const turned = multiply(sample, rotation, D);
    const { codes, centroids } = productQuantise(turned, weight, D, M, C, random, 3);
    const span = D / M;
    const near = new Float32Array(sample.length);
    for (let i = 0; i < codes.length; i++) {
      const from = ((i % M) * C + codes[i]) * span;
      near.set(centroids.subarray(from, from + span), i * span);
    }
    // The rotation that brings the vectors nearest to their centroids (orthogonal Procrustes).
    const svd = new SingularValueDecomposition(toMatrix(gram(sample, near, weight, D), D));
    rotation = fromMatrix(svd.leftSingularVectors.mmul(svd.rightSingularVectors.transpose()));
  }
  return rotation;
}

/** The principal axes, strongest first, each to the span with the smallest product of variances so far. */
function allocateAxes(covariance: Float32Array, M: number): Float32Array {
  const D = Math.sqrt(covariance.length);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
    toMatrix(covariance, D),
    { assumeSymmetric: true },
  );
  const order = realEigenvalues.map((_, i) => i);
  order.sort((a, b) => realEigenvalues[b] - realEigenvalues[a]);
  const spans = Array.from({ length: M }, () => ({ axes: [] as number[], carries: 0 }));
  for (const axis of order) {
    const free = spans.filter(({ axes }) => axes.length < D / M);
    const least = free.reduce((a, b) => (b.carries < a.carries ? b : a));
    least.axes.push(axis);
    least.carries += Math.log(Math.max(realEigenvalues[axis], 1e-12));
  }
  return fromMatrix(eigenvectorMatrix.subMatrixColumn(spans.flatMap(({ axes }) => axes)));
}

/** Σ weight · aᵀ b over rows: [D, D]. */
function gram(
  a: Float32Array,
  b: Float32Array,
  weight: readonly number[],
  D: number,
): Float32Array {
  const out = new Float32Array(D * D);
  weight.forEach((w, r) => {
    for (let i = 0; i < D; i++) {
      const x = w * a[r * D + i];
      for (let j = 0; j < D; j++) out[i * D + j] += x * b[r * D + j];
    }
  });
  return out;
}

const toMatrix = (values: Float32Array, D: number) => Matrix.from1DArray(D, D, Array.from(values));

const fromMatrix = (matrix: Matrix) => Float32Array.from(matrix.to1DArray());
