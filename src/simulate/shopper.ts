import { gaussian } from '../lib/random.js';
import type { Dice } from './dice.js';
import type { Habits } from './habits.js';
import type { Recorder } from './recorder.js';
import type { Shop } from './shop.js';

/** A shopper with a taste and a memory across visits. Items and leaves are indices of the shop. */
export interface Shopper {
  shop: Shop;
  habits: Habits;
  dice: Dice;
  recorder: Recorder;
  /** Leaf categories of their taste; the same one may be there twice. */
  liked: readonly number[];
  /** Scales cart and checkout. */
  eagerness: number;
  /** Earlier looks by item. */
  looks: Map<number, number>;
  bought: Set<number>;
  /** Kept between visits. */
  cart: number[];
  /** How well an item fits: above 1 it attracts. */
  suits(item: number): number;
  /**
   * Picks an item of `from` other than `current`; -1 where there is none.
   * @param again also those bought before.
   */
  choose(from: readonly number[], current: number, again: boolean): number;
  pickLeaf(from: readonly number[]): number;
  allLeaves: readonly number[];
}

export function createShopper(shop: Shop, habits: Habits, dice: Dice, recorder: Recorder): Shopper {
  const { chance, pick, random } = dice;
  const allLeaves = shop.leaves.map((_, leaf) => leaf);
  const appealOf = (leaf: number) => shop.leaves[leaf].reduce((sum, i) => sum + shop.appeal[i], 0);
  const pickLeaf = (from: readonly number[]) => pick(from, appealOf);
  const bought = new Set<number>();

  const liked = Array.from({ length: chance(0.5) ? 2 : 3 }, () => pickLeaf(allLeaves));
  const priceLevel = 0.5 * gaussian(random);
  const eagerness = Math.exp(0.9 * gaussian(random) - 0.405);
  const brand = chance(0.5) ? shop.items[shop.leaves[liked[0]][0]].brand : undefined;

  const suits = (item: number) =>
    Math.exp(
      (liked.includes(shop.leafOf[item]) ? habits.taste : 0) +
        (brand && shop.items[item].brand === brand ? habits.loyalty : 0) -
        habits.budget * Math.abs(shop.level[item] - priceLevel),
    );
  return {
    shop,
    habits,
    dice,
    recorder,
    liked,
    eagerness,
    looks: new Map(),
    bought,
    cart: [],
    suits,
    choose(from, current, again) {
      const open = from.filter((i) => i !== current && (again || !bought.has(i)));
      return open.length ? pick(open, (i) => shop.appeal[i] ** 0.75 * suits(i)) : -1;
    },
    pickLeaf,
    allLeaves,
  };
}
