/**
 * Product quantisation cuts the columns of the item vectors into spans: how well that fits depends on
 * the basis. Optimized product quantisation (Ge et al. 2013) turns the vectors first; the network is
 * turned with them, so that it says the same and the page pays nothing.
 */
import { EigenvalueDecomposition, Matrix, SingularValueDecomposition } from 'ml-matrix';
import type { ModelConfig } from '../../model/config.js';
import type { Parameter } from '../network/parameters.js';
import { productQuantise } from './product-quantise.js';

const ROUNDS = 5;
/** Rows a round looks at: a rotation of some thousand numbers needs no more. */
const MOST_ROWS = 8000;

/**
 * A rotation of the columns in which M spans of C centroids come near the vectors: [D, D], y = x · R.
 * Starts from principal axes dealt out so that each span carries as much (eigenvalue allocation).
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

  let rotation = dealt(gram(sample, sample, weight, D), M);
  for (let round = 0; round < ROUNDS; round++) {
    const turned = multiply(sample, rotation, D);
    const { codes, centroids } = productQuantise(turned, weight, D, M, C, random, 3);
    const span = D / M;
    const near = new Float32Array(sample.length);
    for (let i = 0; i < codes.length; i++) {
      const from = ((i % M) * C + codes[i]) * span;
      near.set(centroids.subarray(from, from + span), i * span);
    }
    // The rotation that brings the vectors nearest to what stands for them (orthogonal Procrustes).
    const svd = new SingularValueDecomposition(toMatrix(gram(sample, near, weight, D), D));
    rotation = fromMatrix(svd.leftSingularVectors.mmul(svd.rightSingularVectors.transpose()));
  }
  return rotation;
}

/** Principal axes, the strongest to the span that carries least so far (by the product of variances). */
function dealt(covariance: Float32Array, M: number): Float32Array {
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

/**
 * Turns a network by a rotation of its residual stream: with item vectors x · R it says what it said.
 * Gains of norms go into the matrices behind them, for a gain a column does not turn.
 */
export function rotateNetwork(
  parameters: ReadonlyMap<string, Parameter>,
  config: ModelConfig,
  rotation: Float32Array,
): void {
  const { width: D } = config;
  const back = transpose(rotation, D);
  const of = (name: string) => parameters.get(name) as Parameter;
  const afterwards = (name: string) => {
    const parameter = of(name);
    parameter.value = multiply(parameter.value, rotation, D);
  };
  const before = (gain: Float32Array, name: string) => {
    const parameter = of(name);
    const columns = parameter.shape[1];
    const scaled = parameter.value.map((value, at) => value * gain[Math.floor(at / columns)]);
    parameter.value = multiply(back, scaled, D);
  };
  const behind = (norm: string, ...names: string[]) => {
    for (const name of names) before(of(norm).value, name);
    of(norm).value.fill(1);
  };
  for (const name of parameters.keys()) {
    if (name.startsWith('embed.') && of(name).shape[1] === D) afterwards(name);
  }
  for (let l = 0; l < config.layers; l++) {
    const layer = `layer.${l}.`;
    behind(`${layer}norm1`, ...['q', 'k', 'v'].map((name) => layer + name));
    afterwards(`${layer}o`);
    behind(`${layer}norm2`, `${layer}up`);
    afterwards(`${layer}down`);
    afterwards(`${layer}down.bias`);
  }
  const read = ['query', 'pool.key', 'pool.query', 'head.action', 'head.intent'];
  behind('final.norm', ...read, 'copy.gate');
  afterwards('query');
  afterwards('query.action');
  // What was remembered of the gradients stands in the old basis.
  for (const parameter of parameters.values()) {
    parameter.first.fill(0);
    parameter.second.fill(0);
    parameter.updates.fill(0);
  }
}

/** a · b, with a [rows, D] and b [D, columns]. */
export function multiply(a: Float32Array, b: Float32Array, D: number): Float32Array {
  const rows = a.length / D;
  const columns = b.length / D;
  const out = new Float32Array(rows * columns);
  for (let r = 0; r < rows; r++) {
    for (let d = 0; d < D; d++) {
      const x = a[r * D + d];
      for (let c = 0; c < columns; c++) out[r * columns + c] += x * b[d * columns + c];
    }
  }
  return out;
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

function transpose(a: Float32Array, D: number): Float32Array {
  return a.map((_, at) => a[(at % D) * D + Math.floor(at / D)]);
}

const toMatrix = (values: Float32Array, D: number) => Matrix.from1DArray(D, D, Array.from(values));

const fromMatrix = (matrix: Matrix) => Float32Array.from(matrix.to1DArray());
