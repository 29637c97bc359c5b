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

/** Numbers the items of a log and collects what its lines say about each. */
export function createItemTally() {
  const indices = new Map<string, number>();
  const tallies: Tally[] = [];
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
      if (name !== undefined) item.name ??= ownText(name);
      return index;
    },
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
        newIndex[i] = items.push(prices ? { ...item, price: priceSum / prices } : item) - 1;
      }
      return { newIndex, items };
    },
  };
}
