import type { Item } from '../../events/item.js';

/** What a line says of its item. */
export interface ItemContent {
  price?: number;
  category?: string[];
  brand?: string;
  name?: string;
}

interface Tally {
  item: Item;
  count: number;
  priceSum: number;
  prices: number;
}

/** Numbers the items of a log and gathers what its lines say of each. */
export function createItemTally() {
  const places = new Map<string, number>();
  const tallies: Tally[] = [];
  return {
    /** The item's number, from 0 in order of appearance. */
    see(id: string, content: ItemContent): number {
      let place = places.get(id);
      if (place === undefined) {
        place = tallies.push({ item: { id }, count: 0, priceSum: 0, prices: 0 }) - 1;
        places.set(id, place);
      }
      const tally = tallies[place];
      const { item } = tally;
      tally.count++;
      if (content.price !== undefined && content.price > 0) {
        tally.priceSum += content.price;
        tally.prices++;
      }
      // The longest path: logs leave parts of it out on some lines.
      if ((content.category?.length ?? 0) > (item.category?.length ?? 0)) {
        item.category = content.category;
      }
      item.brand ??= content.brand;
      item.name ??= content.name;
      return place;
    },
    /**
     * Items seen at least `minCount` times, by id, for sorted ids take half the bytes in a file; and the new
     * number of each old one, -1 where it is dropped.
     */
    finish(minCount: number): { place: Int32Array; items: Item[] } {
      const place = new Int32Array(tallies.length).fill(-1);
      const items: Item[] = [];
      const ids = [...places.keys()].sort();
      for (const id of ids) {
        const i = places.get(id) as number;
        const { item, count, priceSum, prices } = tallies[i];
        if (count < minCount) continue;
        place[i] = items.push(prices ? { ...item, price: priceSum / prices } : item) - 1;
      }
      return { place, items };
    },
  };
}
