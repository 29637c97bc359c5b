import { gaussian } from '../lib/random.js';

/** The random decisions of a shopper. */
export interface Dice {
  random: () => number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** One entry, in proportion to its weight. */
  pick<T>(from: readonly T[], weight: (entry: T) => number): T;
  /**
   * A log-normal duration, capped.
   * @param spread standard deviation of its natural log.
   */
  durationMs(medianMs: number, spread: number, maxMs: number): number;
}

export function createDice(random: () => number): Dice {
  return {
    random,
    // A chance of 0 draws no number, so a new habit does not change the shops without it.
    chance: (probability) => probability > 0 && random() < probability,
    pick(from, weight) {
      let left = random() * from.reduce((sum, entry) => sum + weight(entry), 0);
      for (const entry of from) {
        left -= weight(entry);
        if (left <= 0) return entry;
      }
      return from[0];
    },
    durationMs: (medianMs, spread, maxMs) =>
      Math.round(Math.min(maxMs, medianMs * Math.exp(spread * gaussian(random)))),
  };
}
