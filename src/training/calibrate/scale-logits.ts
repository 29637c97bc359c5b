import type { BaseRates } from './base-rates.js';

/**
 * What the slope is before anything is known, and how far it may be from there: a network is a little too
 * sure of what it has not seen (docs/journal/next-action.md).
 */
const USUAL_SLOPE = 0.9;
const SPREAD = 0.3;
const MOST_SLOPE = 4;
/** Halvings of the golden section: the slope is found to 0.005. */
const STEPS = 14;
const GOLDEN = (Math.sqrt(5) - 1) / 2;
/** Rounds that bring the mean chances to the rates, at most, and how near. */
const ROUNDS = 200;
const NEAR = 1e-4;
const LONGEST = 5;
const LEAST_CHANCE = 1e-9;

/** slope · logit + bias of each class. */
export interface Scaling {
  slope: number;
  bias: number[];
}

/**
 * Scales logits so that the classes come as often as their rates say, with the slope of least log-loss.
 * Positions of one shopper depend on each other, so that the loss counts only as far as they tell; with few
 * shoppers the slope stays near the usual one.
 * @param logits of each class, by position.
 */
export function scaleLogits(
  logits: readonly ArrayLike<number>[],
  labels: readonly number[],
  { rates, dependence }: BaseRates,
): Scaling {
  const table = Float64Array.from(logits.flatMap((row) => Array.from(row)));
  let bias = rates.map(() => 0);
  const lossAt = (slope: number): number => {
    bias = toRates(table, slope, bias, rates);
    return (
      lossOf(table, labels, slope, bias) / dependence +
      (slope - USUAL_SLOPE) ** 2 / (2 * SPREAD ** 2)
    );
  };
  const slope = goldenSection(lossAt, 0, MOST_SLOPE);
  return { slope, bias: toRates(table, slope, bias, rates) };
}

/** The biases with which the mean chances are the rates. @param table logits, row by row. */
function toRates(
  table: Float64Array,
  slope: number,
  start: readonly number[],
  rates: readonly number[],
): number[] {
  const K = rates.length;
  const bias = [...start];
  const row = new Float64Array(K);
  for (let round = 0; round < ROUNDS; round++) {
    const sums = new Float64Array(K);
    for (let at = 0; at < table.length; at += K) {
      const total = massesInto(row, table, at, slope, bias);
      for (let k = 0; k < K; k++) sums[k] += row[k] / total;
    }
    let longest = 0;
    for (let k = 0; k < K; k++) {
      const step = Math.log((rates[k] * table.length) / K / sums[k]);
      // Where all chances are 0 or 1 a step would have no end.
      bias[k] += Math.max(-LONGEST, Math.min(LONGEST, step));
      longest = Math.max(longest, Math.abs(step));
    }
    if (longest < NEAR) break;
  }
  return bias;
}

function lossOf(
  table: Float64Array,
  labels: readonly number[],
  slope: number,
  bias: readonly number[],
): number {
  const row = new Float64Array(bias.length);
  return labels.reduce((sum, label, i) => {
    const total = massesInto(row, table, i * bias.length, slope, bias);
    return sum - Math.log(Math.max(row[label] / total, LEAST_CHANCE));
  }, 0);
}

/** What each class weighs in the softmax of a row. @returns their sum. */
function massesInto(
  row: Float64Array,
  table: Float64Array,
  at: number,
  slope: number,
  bias: readonly number[],
): number {
  let peak = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < row.length; k++) {
    row[k] = slope * table[at + k] + bias[k];
    if (row[k] > peak) peak = row[k];
  }
  let total = 0;
  for (let k = 0; k < row.length; k++) total += row[k] = Math.exp(row[k] - peak);
  return total;
}

/** The place of the least value of a function with one valley (Kiefer 1953). */
function goldenSection(valueAt: (x: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  let [a, b] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
  let [atA, atB] = [valueAt(a), valueAt(b)];
  for (let step = 0; step < STEPS; step++) {
    if (atA < atB) {
      [high, b, atB] = [b, a, atA];
      a = high - GOLDEN * (high - low);
      atA = valueAt(a);
    } else {
      [low, a, atA] = [a, b, atB];
      b = low + GOLDEN * (high - low);
      atB = valueAt(b);
    }
  }
  return (low + high) / 2;
}
