import { seededRandom } from '../../lib/random.js';

/** Days that a log covers; products are launched at the start of each week after the first. */
export const DAYS = 56;
const DAY_MS = 86_400_000;
export const START_TS = Date.UTC(2026, 0, 5);
/** Shares of products that are there from the start, the others coming in equal waves. */
const EVERGREEN = 0.85;
const WAVES = DAYS / 7 - 1;
/** How popular a product is by its place among all: (place + 20) ^ -0.75. */
const SHIFT = 20;
const EXPONENT = -0.75;
/** Products in a category, on average. */
const PER_CATEGORY = 50;
const TOPS = 12;
const BRANDS = 400;
/** Products that follow a product, each this share as likely as the one before it. */
const FOLLOWERS = 12;
export const FADES = 0.75;

/**
 * A shop of any number of products whose shoppers' chances can all be written down. Products are
 * numbers, the most popular first; their ids tell nothing of it.
 */
export interface KnownShop {
  size: number;
  /** Popularity but for time: [I]. */
  weight: Float64Array;
  /** The wave a product came with; 0 was there from the start: [I]. */
  wave: Uint8Array;
  category: Int32Array;
  /** Products by category, the most popular first. */
  categories: Int32Array[];
  /** Products by wave, the most popular first, and the sums of their weights up to each. */
  waves: { items: Int32Array; sums: Float64Array }[];
  /** What tends to be looked at next, likeliest first; the same one may be there twice: [FOLLOWERS]. */
  followers(item: number): number[];
  idOf(item: number): string;
  /** What the catalog says. */
  factsOf(item: number): { category: string; brand: string; price: number };
}

/** Evenly spread over 0 … 1 by what it is asked with. */
function spread(seed: number, a: number, b: number): number {
  let t = Math.imul(seed ^ Math.imul(a + 1, 0x9e3779b1), 0x85ebca6b) ^ Math.imul(b + 1, 0xc2b2ae35);
  t = Math.imul(t ^ (t >>> 16), 0x21f0aaad);
  t = Math.imul(t ^ (t >>> 15), 0x735a2d97);
  return ((t ^ (t >>> 15)) >>> 0) / 4294967296;
}

export function createKnownShop(size: number, seed: number): KnownShop {
  const count = Math.max(1, Math.round(size / PER_CATEGORY));
  const weight = Float64Array.from({ length: size }, (_, i) => (i + SHIFT) ** EXPONENT);
  const wave = Uint8Array.from({ length: size }, (_, i) => {
    const late = spread(seed, i, 1) - EVERGREEN;
    return late < 0 ? 0 : 1 + Math.floor((late / (1 - EVERGREEN)) * WAVES);
  });
  const category = Int32Array.from({ length: size }, (_, i) =>
    Math.floor(spread(seed, i, 2) * count),
  );
  const categories = grouped(category, count);
  const waves = grouped(wave, WAVES + 1).map((items) => {
    let sum = 0;
    return { items, sums: Float64Array.from(items, (item) => (sum += weight[item])) };
  });
  const step = stepThrough(size);
  return {
    size,
    weight,
    wave,
    category,
    categories,
    waves,
    followers(item) {
      return Array.from({ length: FOLLOWERS }, (_, place) => {
        // Two of three stay in the category, the popular ones mostly.
        const near = spread(seed, item, 10 + 2 * place) < 0.67 ? 0 : 1 + (place % 2);
        const from = categories[(category[item] + near) % count];
        const drawn = spread(seed, item, 11 + 2 * place) ** 1.5;
        return from.length ? from[Math.floor(drawn * from.length)] : item;
      });
    },
    idOf: (item) => `sku-${1 + ((item * step + 7) % size)}`,
    factsOf(item) {
      const c = category[item];
      const middle = 6 * 40 ** spread(seed, c, 3);
      const price = Math.max(1, middle * Math.exp(1.2 * (spread(seed, item, 4) - 0.5)));
      return {
        category: `Department ${1 + (c % TOPS)}/Aisle ${1 + c}`,
        brand: `Brand ${1 + Math.floor(spread(seed, item, 5) ** 2 * BRANDS)}`,
        price: Math.round(price * 100) / 100,
      };
    },
  };
}

/**
 * What a product's weight is multiplied by, by wave: nothing before it is launched, four times its
 * own when it is, half of what is above one after ten days. [WAVES + 1]
 */
export function wavesAt(ts: number): number[] {
  const day = (ts - START_TS) / DAY_MS;
  return Array.from({ length: WAVES + 1 }, (_, wave) => {
    if (!wave) return 1;
    return day < 7 * wave ? 0 : 1 + 3 * 0.5 ** ((day - 7 * wave) / 10);
  });
}

/** Numbers by their group, in order. */
function grouped(of: ArrayLike<number>, groups: number): Int32Array[] {
  const sizes = new Int32Array(groups);
  for (let i = 0; i < of.length; i++) sizes[of[i]]++;
  const lists = Array.from(sizes, (size) => new Int32Array(size));
  sizes.fill(0);
  for (let i = 0; i < of.length; i++) lists[of[i]][sizes[of[i]]++] = i;
  return lists;
}

/** A step by which every number below `size` is met once. */
function stepThrough(size: number): number {
  const common = (a: number, b: number): number => (b ? common(b, a % b) : a);
  let step = Math.max(1, Math.floor(size * 0.618));
  while (common(step, size) !== 1) step++;
  return step;
}

export const randomOf = (seed: number, shopper: number) =>
  seededRandom(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(shopper + 1, 0x85ebca6b));
