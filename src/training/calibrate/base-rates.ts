import { clusteredInterval } from '../baselines/mean-interval.js';

/** What came at some positions, and whose they were: of one shopper they depend on each other. */
export interface Outcomes {
  /** Class at each position. */
  labels: number[];
  shoppers: number[];
}

/** How often each class comes, as far as a log tells. */
export interface BaseRates {
  /** Of each class; they sum to 1. */
  rates: number[];
  /** So many positions tell as much as one would alone: the shoppers vary, not the positions. */
  dependence: number;
}

/** From one part of a log to the next the odds of a class change by about this share: as sure as so many blocks. */
const DRIFT = 0.3;
const DRIFT_KNOWN_BY = 7;
/** The training part is cut into so many blocks of time, to see how its rates drift. */
const BLOCKS = 8;
/** So much of what is expected comes from the network, in logs (docs/journal/next-action.md). */
const BY_NETWORK = 2 / 3;

/**
 * The share of each class in the latest part of a log, moved towards what was to be expected as far as its
 * few shoppers leave it uncertain (James and Stein 1961). Expected is a mean, in logs, of how often it came
 * before and of how often the network expects it now: rates drift, and the network sees some of that.
 * @param earlier in the order of time.
 * @param expected mean chance of each class in the latest part, by the network.
 */
export function baseRates(
  now: Outcomes,
  earlier: Outcomes,
  expected: readonly number[],
): BaseRates {
  const [n, m] = [now.labels.length, Math.max(1, earlier.labels.length)];
  let [alone, together] = [0, 0];
  const shrunk = expected.map((chance, k) => {
    const [is, was] = [now, earlier].map(({ labels }) => labels.map((label) => +(label === k)));
    const [seen, known] = [sum(is), sum(was)];
    const rate = (seen + known + 0.5) / (n + m + 1);
    const spread = rate * (1 - rate);
    const uncertain = spread * dependenceOf(was, earlier.shoppers);
    alone += spread;
    together += uncertain;
    const drift =
      (DRIFT_KNOWN_BY * (DRIFT * spread) ** 2 + (BLOCKS - 1) * driftOf(was, uncertain)) /
      (DRIFT_KNOWN_BY + BLOCKS - 1);
    const off = drift + uncertain / m;
    const trust = off / (off + uncertain / n);
    const before = (known + 0.5) / (m + 1);
    const prior = before ** (1 - BY_NETWORK) * Math.max(chance, 1e-6) ** BY_NETWORK;
    return trust * (seen / n) + (1 - trust) * prior;
  });
  const total = sum(shrunk);
  return {
    rates: shrunk.map((rate) => rate / total),
    dependence: alone ? together / alone : 1,
  };
}

/** The variance of a share over shoppers, beside what it would be were all positions independent (Kish 1965). */
function dependenceOf(flags: number[], shoppers: readonly number[]): number {
  const { value, high } = clusteredInterval(flags, shoppers, 1);
  const ratio = ((high - value) ** 2 * flags.length) / (value * (1 - value));
  return ratio > 1 && ratio < Infinity ? ratio : 1;
}

/** How much a share varies from block to block beyond what its sampling explains. @param uncertain variance of one position. */
function driftOf(flags: readonly number[], uncertain: number): number {
  const size = flags.length / BLOCKS;
  if (size < 1) return 0;
  const share = sum(flags) / flags.length;
  const blocks = Array.from({ length: BLOCKS }, (_, b) => {
    const block = flags.slice(Math.round(b * size), Math.round((b + 1) * size));
    return (sum(block) / block.length - share) ** 2;
  });
  return Math.max(0, sum(blocks) / (BLOCKS - 1) - uncertain / size);
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
