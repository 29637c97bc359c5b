import type { DataSet } from './data-set.js';
import { createDataSetBuilder } from './data-set.js';

/**
 * A small log in which every item is followed by the next one three times out of four: something a model
 * can learn and a popularity count cannot.
 */
export function simpleData(sessions: number, items: number, random: () => number): DataSet {
  const builder = createDataSetBuilder();
  for (let s = 0; s < sessions; s++) {
    let item = Math.floor(random() * items);
    const length = 2 + Math.floor(random() * 12);
    for (let e = 0; e < length; e++) {
      const type = random() < 0.15 ? 'cart' : 'click';
      builder.add({
        shopper: `u${Math.floor(s / 2)}`,
        session: `s${s}`,
        time: 1.6e12 + s * 3.6e6 + e * 20_000,
        type,
        item: `i${item}`,
      });
      item = random() < 0.75 ? (item + 1) % items : Math.floor(random() * items);
    }
  }
  return builder.finish();
}
