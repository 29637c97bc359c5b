import type { Item } from '../events/item.js';
import { gaussian, seededRandom, shuffle } from '../lib/random.js';

/** A shop as simulated shoppers see it: its items by index, and facts that its catalog lacks. */
export interface Shop {
  items: readonly Item[];
  /** Popularity of each item, Zipf; sums to 1. [I] */
  appeal: Float64Array;
  /** Log price of each item minus the mean of its leaf category; 0 without a price. [I] */
  level: Float64Array;
  /** Leaf category of each item. [I] */
  leafOf: Int32Array;
  /** Items of each leaf, most appealing first. */
  leaves: number[][];
  /** Path of each leaf; its last part is what a shopper types into the search box. */
  leafPaths: string[][];
  /** Top category of each leaf. */
  topOf: string[];
  /** Items that go with an item: bought together more often than chance. */
  goesWith: number[][];
}

export interface ShopOptions {
  seed: number;
  /** Top categories; each has `leavesPerCategory` leaves. */
  categories?: number;
  leavesPerCategory?: number;
  itemsPerLeaf?: number;
  brands?: number;
  /** What the catalog says about an item: everything; category and price; or only its id. */
  content?: 'full' | 'category' | 'none';
  /** Exponent of the popularity law. */
  zipf?: number;
}

const CURRENCY = 'EUR';

/**
 * Invents a shop. Prices are log-normal: the median of each leaf is log-uniform over 6 … 240, with
 * a spread of 0.45 around it. Popular brands have more items (power law, exponent 0.5); each sells
 * in about half of the top categories.
 */
export function simulateShop(options: ShopOptions): Shop {
  const { seed, categories = 6, leavesPerCategory = 4, itemsPerLeaf = 20, brands = 12 } = options;
  const random = seededRandom(seed);
  const content = options.content ?? 'full';
  const brandNames = Array.from({ length: brands }, () => title(invent(random, 2)));
  const items: Item[] = [];
  for (let c = 0; c < categories; c++) {
    const top = title(invent(random, 3));
    const sells = brandNames.filter(() => random() < 0.5);
    for (let l = 0; l < leavesPerCategory; l++) {
      const noun = invent(random, 2);
      const median = 6 * 40 ** random();
      for (let i = 0; i < itemsPerLeaf; i++) {
        const item: Item = { id: `p${items.length + 1}` };
        if (content !== 'none') {
          item.category = [top, title(noun)];
          item.price = Math.max(1, Math.round(median * Math.exp(0.45 * gaussian(random))) - 0.05);
          item.currency = CURRENCY;
        }
        if (content === 'full') {
          item.brand = sells[Math.floor(sells.length * random() ** 2)] ?? brandNames[0];
          item.name = title(`${invent(random, 2)} ${noun}`);
        }
        items.push(item);
      }
    }
  }
  // Without content, categories exist for the shopper but not in the catalog.
  const leafOf = items.map((_, i) => Math.floor(i / itemsPerLeaf));
  return shopFrom(items, { seed: seed + 1, zipf: options.zipf, leafOf, leavesPerCategory });
}

/**
 * Makes a shop from a real catalog. Popularity is Zipf over a random order. Each leaf is paired
 * with two other leaves, and each item with three items of those, its own brand first.
 */
export function shopFrom(
  items: readonly Item[],
  options: { seed: number; zipf?: number; leafOf?: readonly number[]; leavesPerCategory?: number },
): Shop {
  const random = seededRandom(options.seed);
  const byPath = new Map<string, number>();
  const leafOf = Int32Array.from(items, (item, i) => {
    const path = options.leafOf ? String(options.leafOf[i]) : (item.category ?? []).join('/');
    if (!byPath.has(path)) byPath.set(path, byPath.size);
    return byPath.get(path) as number;
  });
  const leaves: number[][] = [...byPath].map(() => []);
  leafOf.forEach((leaf, i) => void leaves[leaf].push(i));

  const order = shuffle(
    items.map((_, i) => i),
    random,
  );
  const appeal = new Float64Array(items.length);
  order.forEach((item, place) => {
    appeal[item] = (place + 2) ** -(options.zipf ?? 0.8);
  });
  const total = appeal.reduce((sum, share) => sum + share, 0);
  appeal.forEach((share, i) => {
    appeal[i] = share / total;
  });
  for (const leaf of leaves) leaf.sort((a, b) => appeal[b] - appeal[a]);

  const logPrice = (i: number) => Math.log(items[i].price || 1);
  const level = new Float64Array(items.length);
  for (const leaf of leaves) {
    const mean = leaf.reduce((sum, i) => sum + logPrice(i), 0) / leaf.length;
    for (const i of leaf) level[i] = logPrice(i) - mean;
  }
  const partners = leaves.map((_, leaf) =>
    shuffle(
      leaves.map((__, other) => other).filter((other) => other !== leaf),
      random,
    ).slice(0, 2),
  );
  const goesWith = items.map((item, i) =>
    shuffle(
      partners[leafOf[i]].flatMap((leaf) => leaves[leaf]),
      random,
    )
      .sort((a, b) => same(items[b], item) - same(items[a], item))
      .slice(0, 3),
  );
  const perTop = options.leavesPerCategory ?? 1;
  return {
    items,
    appeal,
    level,
    leafOf,
    leaves,
    leafPaths: leaves.map(([first], leaf) => items[first].category ?? [`kind ${leaf + 1}`]),
    topOf: leaves.map(
      ([first], leaf) => items[first].category?.[0] ?? `${Math.floor(leaf / perTop)}`,
    ),
    goesWith,
  };
}

const same = (a: Item, b: Item) => (a.brand && a.brand === b.brand ? 1 : 0);

const SYLLABLES =
  'ba be bo da do fe fi ga go ka ki la le lo ma mi mo na ne no pa pe ra ri ro sa se ta to va vi zo';

function invent(random: () => number, syllables: number): string {
  const all = SYLLABLES.split(' ');
  return Array.from({ length: syllables }, () => all[Math.floor(random() * all.length)]).join('');
}

const title = (text: string) => text[0].toUpperCase() + text.slice(1);
