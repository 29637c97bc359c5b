import { seededRandom, shuffle } from '../../src/lib/random.js';

/** Draws of one case, all from its seed. */
export interface Dice {
  chance(share: number): boolean;
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  pick<T>(list: readonly T[]): T;
  /** An entry drawn by its weight. */
  draw<T>(list: readonly (readonly [weight: number, T])[]): T;
  shuffled<T>(list: readonly T[]): T[];
}

export function createDice(seed: number): Dice {
  const random = seededRandom(seed * 7919 + 17);
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)];
  return {
    chance: (share) => random() < share,
    whole: (low, high) => low + Math.floor(random() * (high - low + 1)),
    pick,
    draw(list) {
      let left = random() * list.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, entry] of list) {
        left -= weight;
        if (left < 0) return entry;
      }
      return list[list.length - 1][1];
    },
    shuffled: (list) => shuffle([...list], random),
  };
}
