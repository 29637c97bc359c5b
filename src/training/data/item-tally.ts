import type { Item } from '../../events/item.js';
import { ownText } from './own-text.js';

/** What a line of a log says about its item. */
export interface ItemAttributes {
  price?: number;
  category?: string[];
  brand?: string;
  name?: string;
}

interface Tally {
  item: Item;
  priceSum: number;
  prices: number;
}

/** Fewer lines say nothing. */
const ENOUGH = 50;

/** Numbers the items of a log and collects what its lines say about each. */
export function createItemTally() {
  const indices = new Map<string, number>();
  const tallies: Tally[] = [];
  /** Lines that name a product that has a name, and those with another name. */
  let named = 0;
  let renamed = 0;
  let example = '';
  /** The title of a review, a search: no name of the product. */
  const areOthers = () => named >= ENOUGH && renamed > 0.8 * named;
  return {
    get size(): number {
      return tallies.length;
    },
    /** @returns the item's index, from 0 in order of appearance. */
    see(id: string, { price, category, brand, name }: ItemAttributes): number {
      let index = indices.get(id);
      if (index === undefined) {
        const own = ownText(id);
        index = tallies.push({ item: { id: own }, priceSum: 0, prices: 0 }) - 1;
        indices.set(own, index);
      }
      const tally = tallies[index];
      const { item } = tally;
      if (price !== undefined && price > 0) {
        tally.priceSum += price;
        tally.prices++;
      }
      // The longest path: logs leave parts of it out on some lines.
      if ((category?.length ?? 0) > (item.category?.length ?? 0)) {
        item.category = category?.map(ownText);
      }
      if (brand !== undefined) item.brand ??= ownText(brand);
      if (name !== undefined) {
        if (item.name === undefined) item.name = ownText(name);
        else {
          named++;
          if (name !== item.name && renamed++ === 0) example = `${item.name}, ${name}`;
        }
      }
      return index;
    },
    /** What a person should know of the names. */
    notes: (): string[] =>
      areOthers()
        ? [
            `names were left out: a product has another in nearly every line (${example.slice(0, 80)}). Name the column of the products' names with --columns name=…`,
          ]
        : [],
    /**
     * The items, sorted by id (sorted ids take half the bytes in a file), and the new index of each old one.
     * @param counts how often each is seen; 0 where a robot alone saw it.
     */
    finish(counts: Int32Array): { newIndex: Int32Array; items: Item[] } {
      const newIndex = new Int32Array(tallies.length);
      const items: Item[] = [];
      const ids = [...indices.keys()].sort();
      for (const id of ids) {
        const i = indices.get(id) as number;
        const { item, priceSum, prices } = tallies[i];
        if (!counts[i]) continue;
        if (areOthers()) item.name = undefined;
        newIndex[i] = items.push(prices ? { ...item, price: priceSum / prices } : item) - 1;
      }
      return { newIndex, items };
    },
  };
}
