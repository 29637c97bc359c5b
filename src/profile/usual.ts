import type { Pause } from '../lib/async/turns.js';
import { type Facts, factsOf, type KnownItems, levelsOf } from './facts.js';
import type { Look } from './looks.js';

/** How often others look at something. */
export interface Usual {
  /** 0 … 1 */
  share: number;
  against: 'log' | 'catalog' | 'even';
}

/** A product of a category, for the thirds of its prices. */
export interface Priced {
  logPrice: number;
  isRough?: boolean;
  currency?: string;
  /** How often it is looked at. */
  weight: number;
}

/** The shares of others, and the prices of the categories that were looked at. */
export interface UsualShares {
  category(path: string): Usual;
  brand(key: string): Usual;
  prices(path: string): readonly Priced[];
  /** Where the weights of prices come from. */
  against: Usual['against'];
  /** Every category is known: from the log or the catalog. */
  isWhole: boolean;
}

/** A share is told if at least this part of the products has the field. */
const LEAST_COVERED = 0.5;

/**
 * Adds up what others look at: each product by how often the training log has it, else each product of the
 * catalog once. Products that only this page showed do not count: the shopper chose the page.
 */
export async function usualOf(
  known: KnownItems,
  looks: readonly Look[],
  isExcluded: (facts: Facts) => boolean,
  pause: Pause,
): Promise<UsualShares> {
  const { rows, catalog, model } = known;
  const popularity = model?.tensors.get('item.popularity');
  const isLog = !!popularity?.length;
  const wanted = new Set(looks.map(({ path }) => path));
  const ends = new Map<string, number>();
  const brands = new Map<string, number>();
  const prices = new Map<string, Priced[]>();
  let whole = 0;
  let count = 0;
  for (let row = 0; row < rows.size; row++) {
    if (row % 256 === 0) await pause();
    const id = rows.id(row);
    if (id === undefined) continue;
    const facts = factsOf(known, row);
    if (isExcluded(facts)) continue;
    const isGiven = catalog.isFixed(id);
    const weight = !isGiven ? 0 : isLog ? Math.exp(popularity[row] ?? -Infinity) : 1;
    whole += weight;
    if (weight) count++;
    const { path, brand, logPrice, isRough, item } = facts;
    put(ends, path, weight);
    put(brands, brand?.toLowerCase(), weight);
    if (logPrice !== undefined && wanted.has(path)) {
      const list = prices.get(path) ?? [];
      prices.set(path, list);
      list.push({ logPrice, isRough, currency: item.currency, weight });
    }
  }
  const paths = new Map<string, number>();
  const depths = new Map<number, number>();
  for (const path of wanted) put(ends, path, 0);
  for (const [path, weight] of ends)
    levelsOf(path).forEach((level, depth) => {
      if (!paths.has(level)) depths.set(depth, (depths.get(depth) ?? 0) + 1);
      put(paths, level, weight);
    });
  for (const { brand } of looks) put(brands, brand?.toLowerCase(), 0);
  const against = isLog ? 'log' : 'catalog';
  const shareIn = (weights: Map<string, number>, covered: number, key: string, all: number) =>
    covered > LEAST_COVERED * whole
      ? // Less than one product is none that others could look at.
        ({
          share: Math.max(weights.get(key) ?? 0, 0.5 * (whole / count)) / covered,
          against,
        } as const)
      : ({ share: 1 / Math.max(1, all), against: 'even' } as const);
  const sum = (weights: Map<string, number>) => [...weights.values()].reduce((a, b) => a + b, 0);
  const placed = sum(ends);
  const branded = sum(brands);
  return {
    category: (path) => shareIn(paths, placed, path, depths.get(path.split('/').length - 1) ?? 1),
    brand: (key) => shareIn(brands, branded, key, brands.size),
    prices: (path) => prices.get(path) ?? [],
    against: whole ? against : 'even',
    isWhole: placed > LEAST_COVERED * whole,
  };
}

function put(weights: Map<string, number>, key: string | undefined, weight: number): void {
  if (key) weights.set(key, (weights.get(key) ?? 0) + weight);
}
