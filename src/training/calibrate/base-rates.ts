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

/** From one part of a log to the next the odds of a class change by about this share, and */
const DRIFT = 0.3;
/** this much of what is expected comes from the network, in logs (docs/journal/next-action.md). */
const BY_NETWORK = 2 / 3;

/**
 * The share of each class in the latest part of a log, moved towards what was to be expected as far as its
 * few shoppers leave it uncertain (James and Stein 1961). Expected is a mean, in logs, of how often it came
 * before and of how often the network expects it now: rates drift, and the network sees some of that.
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
    const [seen, known] = [is, was].map((flags) => flags.reduce((sum, flag) => sum + flag, 0));
    const rate = (seen + known + 0.5) / (n + m + 1);
    const dependence = dependenceOf(was, earlier.shoppers);
    const spread = rate * (1 - rate);
    alone += spread;
    together += spread * dependence;
    const before = (known + 0.5) / (m + 1);
    const prior = before ** (1 - BY_NETWORK) * Math.max(chance, 1e-6) ** BY_NETWORK;
    const uncertain = (spread * dependence) / n;
    const drifted = (DRIFT * spread) ** 2 + (spread * dependence) / m;
    const trust = drifted / (drifted + uncertain);
    return trust * (seen / n) + (1 - trust) * prior;
  });
  const total = shrunk.reduce((sum, rate) => sum + rate, 0);
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
