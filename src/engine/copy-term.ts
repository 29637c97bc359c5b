import type { Token } from '../encoding/token.js';
import { expMinus } from './exp-minus.js';
import { logSum } from './log-sum.js';
import { inBlocks } from '../lib/async/blocks.js';
import type { Pause } from '../lib/async/turns.js';
import { COUNT_BUCKETS } from '../model/tensors.js';
import { multiply } from '../model/multiply.js';

/** An item of the window, as the copy term sees it. */
export interface Repeat {
  item: number;
  /** How many events ago it last occurred: 1 = the event just read. */
  ago: number;
  /** Action of its latest event. */
  last: number;
  /** How often it occurs in the window. */
  times: number;
}

/** Items of the last `window` events, latest first. */
export function repeatsOf(history: readonly Token[], window: number): Repeat[] {
  const found = new Map<number, Repeat>();
  for (let i = history.length - 1; i >= Math.max(0, history.length - window); i--) {
    const { item, action } = history[i];
    if (item < 0) continue;
    const before = found.get(item);
    if (before) before.times++;
    else found.set(item, { item, ago: history.length - i, last: action, times: 1 });
  }
  return [...found.values()];
}

/** Bucket of a count: 0 for once, 1 for twice, 2 for three or four times, 3 for more. */
export function countBucket(times: number): number {
  return times <= 1 ? 0 : Math.min(COUNT_BUCKETS - 1, Math.ceil(Math.log2(times)));
}

export interface Copy {
  /** Row of the item table. */
  item: number;
  /** Relative to the other copies; `setCopies` shifts all of them together. */
  logit: number;
}

/**
 * Balances the items of the window against all others. Together they get the odds of the gate,
 * whatever the number of other items and however sure the network is of one of them (the two modes
 * of RepeatNet, Ren et al. 2019, in one softmax).
 * @param gate log-odds that one of them comes next.
 */
export function setCopies(
  logits: Float32Array | number[],
  copies: readonly Copy[],
  gate: number,
): void {
  for (const { item } of copies) logits[item] = -Infinity;
  const start = logSum(logits) + gate - logSum(copies.map(({ logit }) => logit));
  for (const { item, logit } of copies) logits[item] = start + logit;
}

/** The copies, of what the logit of a row is. */
export type CopiesOf = (logitOf: (row: number) => number) => Copy[];

/**
 * softmax(logits / temperature) of the logits that `setCopies` would give, in place. With a whole
 * catalog this is the most expensive part of a prediction.
 */
export type MakeChances = (
  logits: Float32Array,
  copiesOf: CopiesOf,
  gate: number,
  temperature: number,
  pause?: Pause,
) => Promise<unknown>;

export const chancesWithCopies: MakeChances = async (
  logits,
  copiesOf,
  gate,
  temperature,
  pause,
) => {
  const { length } = logits;
  const copies = copiesOf((row) => logits[row]);
  for (const { item } of copies) logits[item] = -Infinity;
  let peak = -1e9;
  await inBlocks(length, pause, (from, to) => {
    peak = peakOf(logits, peak, from, to);
  });
  const sums = new Float64Array(2);
  await inBlocks(length, pause, (from, to) =>
    exponentials(logits, peak, from, to, 1 / temperature, sums),
  );
  const total = writeCopies(logits, copies, gate, temperature, sums);
  await inBlocks(length, pause, (from, to) => multiply(logits, 1 / total, from, to));
};

/**
 * Writes what the copies have beside all others, and returns the new sum of all.
 * @param others their exponentials' sum at temperature 1, because the gate's odds hold there, and at `temperature`.
 */
export function writeCopies(
  out: Record<number, number>,
  copies: readonly Copy[],
  gate: number,
  temperature: number,
  [others, total]: Float64Array,
): number {
  const start = Math.log(others || 1) + gate - logSum(copies.map(({ logit }) => logit));
  for (const { item, logit } of copies) {
    // A float32 holds no exp(89), and the others' sum is 1 at least: this is certainty.
    total += out[item] = Math.exp(Math.min(80, (start + logit) / temperature));
  }
  return total;
}

function peakOf(logits: Float32Array, peak: number, from: number, to: number): number {
  for (let i = from; i < to; i++) if (logits[i] > peak) peak = logits[i];
  return peak;
}

/**
 * Overwrites each logit with exp((logit - peak) · coldness), 1 / temperature. Adds to `sums`: that at
 * temperature 1 and that of what was written. A list to return would throw away code that is compiled while
 * the loop runs.
 */
function exponentials(
  logits: Float32Array,
  peak: number,
  from: number,
  to: number,
  coldness: number,
  sums: Float64Array,
): void {
  let plain = 0;
  let tempered = 0;
  for (let i = from; i < to; i++) {
    const below = peak - logits[i];
    const chance = expMinus(below);
    plain += chance;
    tempered += logits[i] = coldness === 1 ? chance : expMinus(below * coldness);
  }
  sums[0] += plain;
  sums[1] += tempered;
}
