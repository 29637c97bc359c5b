import type { DataSet } from './data-set.js';
import { PART } from './split.js';

/**
 * Where an item is seen by the shopper who found it: 1 for each of that shopper's events with an item that
 * no other shopper of the training part had seen before. To such a visit the item is new to the shop, as
 * many will be in the page.
 */
export function firstSights(data: DataSet, part: Uint8Array): Uint8Array {
  const finder = new Int32Array(data.itemIds.length).fill(-1);
  const found = new Float64Array(data.itemIds.length).fill(Infinity);
  const each = (visit: (event: number, item: number, shopper: number) => void) => {
    for (let s = 0; s + 1 < data.shopperOffsets.length; s++) {
      for (let e = data.shopperOffsets[s]; e < data.shopperOffsets[s + 1]; e++) {
        if (part[e] === PART.train && data.item[e] >= 0) visit(e, data.item[e], s);
      }
    }
  };
  each((e, item, shopper) => {
    if (data.ts[e] >= found[item]) return;
    found[item] = data.ts[e];
    finder[item] = shopper;
  });
  const first = new Uint8Array(data.events);
  each((e, item, shopper) => {
    if (finder[item] === shopper) first[e] = 1;
  });
  return first;
}
