import type { ActionType, ShopEvent } from '../events/event.js';
import { type Facts, factsOf, type KnownItems, levelsOf } from './facts.js';

/** An event on a product or a list, and what a taste may be read from. */
export interface Look extends Facts {
  event: ShopEvent;
  /** Id of the product, or path of the list. */
  key: string;
  /** How much the act says: a cart more than a look. */
  value: number;
  /** What is left of it by now, 0 … 1. */
  left: number;
}

/** A look counts half as much after so many days. */
export const HALF_LIFE_DAYS = 30;
const DAY_MS = 86_400_000;

const VALUES: Partial<Record<ActionType, number>> = {
  click: 1,
  category: 1,
  wishlist: 2,
  cart: 3,
  purchase: 4,
};

/** The events that say something of a taste, without those of excluded categories. */
export function looksOf(
  events: readonly ShopEvent[],
  known: KnownItems,
  isExcluded: (facts: Facts) => boolean,
  now: number,
): { looks: Look[]; kept: ShopEvent[] } {
  const looks: Look[] = [];
  const kept = events.filter((event) => {
    const { item, category, type, price, ts } = event;
    const row = item === undefined ? -1 : known.rows.indexOf(item);
    const about = item === undefined ? { category } : { id: item, price, ...event.about };
    const facts = factsOf(known, row, about);
    if ((item !== undefined || category) && isExcluded(facts)) return false;
    const value = VALUES[type];
    const key = item === undefined ? facts.path : (known.rows.id(row) ?? item);
    const left = 2 ** (-Math.max(0, now - ts) / DAY_MS / HALF_LIFE_DAYS);
    if (value && key) looks.push({ ...facts, event, key, value, left });
    return true;
  });
  return { looks, kept };
}

/** The category of a look at every level, as a key and as it is named: what `tastesOf` counts. */
export const categoriesIn = ({ path, names }: Look): [string, string][] =>
  levelsOf(path).map((level, depth) => [level, names.slice(0, depth + 1).join('/')]);

export const brandIn = ({ brand }: Look): [string, string][] =>
  brand ? [[brand.toLowerCase(), brand]] : [];
