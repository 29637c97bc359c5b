import type { Newcomers } from '../data/batches.js';
import type { DataSet } from '../data/data-set.js';
import { PART } from '../data/split.js';

/** More would leave an item too little to be learned from. */
const MOST_WITHHELD = 0.5;

/** What is withheld while training, and how often. */
export function newcomersOf(data: DataSet, part: Uint8Array, random: () => number): Newcomers {
  const first = firstSights(data, part);
  return { first, share: shareWithheld(data, part, first), random };
}

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

/**
 * How often first sights are to be withheld: so that the network meets products it does not know as often
 * as the validation part does. A log that only looks full of finds, because it has a beginning, is spared:
 * on Diginetica, where withholding one half cost 0.9 of recall@20, the validation part has 0.2% of them.
 * @param first `firstSights`.
 */
export function shareWithheld(data: DataSet, part: Uint8Array, first: Uint8Array): number {
  const known = new Uint8Array(data.itemIds.length);
  const events = { train: 0, first: 0, later: 0, unknown: 0 };
  for (let e = 0; e < data.events; e++) {
    if (part[e] !== PART.train || data.item[e] < 0) continue;
    known[data.item[e]] = 1;
    events.train++;
    events.first += first[e];
  }
  for (let e = 0; e < data.events; e++) {
    if (part[e] !== PART.validation || data.item[e] < 0) continue;
    events.later++;
    events.unknown += 1 - known[data.item[e]];
  }
  if (!events.later || !events.first) return MOST_WITHHELD;
  return Math.min(MOST_WITHHELD, events.unknown / events.later / (events.first / events.train));
}
