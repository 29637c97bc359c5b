import { type InTraining, heldOutTerms } from './held-out.js';
import type { Piece } from './batches.js';
import type { Parameter } from './parameters.js';

/** What the terms of an item's logit are multiplied by, and what is added to a copy. */
export type ReadOutScale = [
  similar: number,
  prior: number,
  own: number,
  copyBias: number,
  copyOffset: number,
];

const AS_TRAINED: ReadOutScale = [1, 1, 1, 1, 0];
const TERMS = AS_TRAINED.length;
/** Logits looked at in each round: 1,200 positions of 40,000 items. */
const MOST_LOGITS = 5e7;
const LEAST_POSITIONS = 100;
const ROUNDS = 12;
/** Holds what a few positions cannot tell at what was trained, as so many more positions would. */
const TRUST = 2;

/** A position's terms; a copy's features are [0, 0, own logit, bias, 1], any other item's [similar, prior, 0, 0, 0]. */
interface Position {
  similar: Float32Array;
  prior: Float32Array;
  copies: { place: number; features: number[] }[];
  target: number;
}

/**
 * A network is surer of what it was trained on than of what comes later: it ranks new items above the
 * items of the session too often. Five numbers, fitted to the next items of the validation part by
 * least log-loss (convex: Newton's method), set the terms of the logit right against each other; they
 * vanish in the weights that are there anyway.
 */
export function settleReadOut(
  network: InTraining,
  parameters: Map<string, Parameter>,
  items: Int32Array,
  pieces: readonly Piece[],
): void {
  const value = (name: string) => parameters.get(name)?.value as Float32Array;
  const prior = Float32Array.from(items, (item) => network.popularity[item]);
  const positions: Position[] = [];
  const most = Math.max(LEAST_POSITIONS, Math.floor(MOST_LOGITS / items.length));
  for (const { action, target, similar, copies } of heldOutTerms(network, items, pieces)) {
    if (positions.length >= most) break;
    if (target < 0) continue;
    const weight = value('popularity.weight')[action];
    positions.push({
      similar: similar.slice(),
      prior: prior.map((p) => weight * p),
      target,
      copies: copies.map(({ place, bias }) => {
        const own = value('copy.own')[action] * (similar[place] + weight * prior[place]);
        return { place, features: [0, 0, own, bias, 1] };
      }),
    });
  }
  if (positions.length < LEAST_POSITIONS) return;
  const [similar, popular, own, bias, offset] = fitScale(positions);
  const scale = (name: string, by: number, add = 0) => {
    const values = value(name);
    for (let i = 0; i < values.length; i++) values[i] = values[i] * by + add;
  };
  scale('query.scale', similar);
  scale('popularity.weight', popular);
  // A copy's own logit comes with the new scale of the query.
  scale('copy.own', own / similar);
  for (const name of ['copy.gate', 'copy.last', 'copy.count']) scale(name, bias);
  scale('copy.age', bias, offset);
}

/** Newton's method on the mean log-loss; a step that makes it worse is halved. */
export function fitScale(positions: readonly Position[]): ReadOutScale {
  let at = AS_TRAINED.slice();
  let here = look(positions, at);
  for (let round = 0; round < ROUNDS; round++) {
    const step = solve(here.curvature, here.slope);
    let next = at;
    let there = here;
    for (let share = 1; share > 1e-3; share /= 2) {
      next = at.map((x, i) => x - share * step[i]);
      there = look(positions, next);
      if (there.loss < here.loss) break;
    }
    const gain = here.loss - there.loss;
    if (!(gain > 0)) break;
    [at, here] = [next, there];
    if (gain < 1e-5) break;
  }
  // A scale below zero would turn a ranking round: then what was trained stands.
  return (at[0] > 0.1 && at[2] >= 0 ? at : AS_TRAINED) as ReadOutScale;
}

/** Mean log-loss with its gradient and Hessian. */
function look(positions: readonly Position[], at: readonly number[]) {
  const n = positions.length;
  let loss = 0;
  const slope = new Float64Array(TERMS);
  const curvature = Array.from({ length: TERMS }, () => new Float64Array(TERMS));
  const score = (features: readonly number[]) =>
    features.reduce((sum, feature, i) => sum + feature * at[i], 0);
  for (const { similar, prior, copies, target } of positions) {
    const [a, b] = at;
    let peak = -Infinity;
    for (let i = 0; i < similar.length; i++) peak = Math.max(peak, a * similar[i] + b * prior[i]);
    for (const { features } of copies) peak = Math.max(peak, score(features));
    let total = 0;
    const mean = new Float64Array(TERMS);
    const square = Array.from({ length: TERMS }, () => new Float64Array(TERMS));
    const add = (features: readonly number[], mass: number) => {
      total += mass;
      for (let i = 0; i < TERMS; i++) {
        if (!features[i]) continue;
        mean[i] += mass * features[i];
        for (let j = 0; j < TERMS; j++) square[i][j] += mass * features[i] * features[j];
      }
    };
    let [m0, m1, m00, m01, m11] = [0, 0, 0, 0, 0];
    for (let i = 0; i < similar.length; i++) {
      const x = similar[i];
      const y = prior[i];
      const mass = Math.exp(a * x + b * y - peak);
      total += mass;
      m0 += mass * x;
      m1 += mass * y;
      m00 += mass * x * x;
      m01 += mass * x * y;
      m11 += mass * y * y;
    }
    mean[0] = m0;
    mean[1] = m1;
    square[0][0] = m00;
    square[0][1] = square[1][0] = m01;
    square[1][1] = m11;
    let chosen = [similar[target], prior[target], 0, 0, 0];
    for (const { place, features } of copies) {
      // It was counted as if it were no copy.
      const plain = [similar[place], prior[place], 0, 0, 0];
      add(plain, -Math.exp(score(plain) - peak));
      add(features, Math.exp(score(features) - peak));
      if (place === target) chosen = features;
    }
    loss += (peak + Math.log(total) - score(chosen)) / n;
    for (let i = 0; i < TERMS; i++) {
      mean[i] /= total;
      slope[i] += (mean[i] - chosen[i]) / n;
    }
    for (let i = 0; i < TERMS; i++) {
      for (let j = 0; j < TERMS; j++)
        curvature[i][j] += (square[i][j] / total - mean[i] * mean[j]) / n;
    }
  }
  for (let i = 0; i < TERMS; i++) {
    const off = at[i] - AS_TRAINED[i];
    loss += (TRUST / n) * off * off;
    slope[i] += (2 * TRUST * off) / n;
    curvature[i][i] += (2 * TRUST) / n;
  }
  return { loss, slope, curvature };
}

/** matrix · x = vector, the matrix being positive definite (Gaussian elimination). */
function solve(matrix: readonly Float64Array[], vector: Float64Array): number[] {
  const rows = matrix.map((row, i) => [...row, vector[i]]);
  for (let i = 0; i < rows.length; i++) {
    for (let r = i + 1; r < rows.length; r++) {
      const factor = rows[r][i] / rows[i][i];
      for (let c = i; c <= rows.length; c++) rows[r][c] -= factor * rows[i][c];
    }
  }
  const x: number[] = [];
  for (let i = rows.length - 1; i >= 0; i--) {
    let sum = rows[i][rows.length];
    for (let c = i + 1; c < rows.length; c++) sum -= rows[i][c] * x[c];
    x[i] = sum / rows[i][i];
  }
  return x;
}
