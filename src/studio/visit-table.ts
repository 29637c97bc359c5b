import type { Item } from '../events/item.js';
import { NEXT_ACTIONS } from '../prediction/calibrate.js';
import type { SplitLog } from '../training/data/split-log.js';
import { SHELF, SHELF_METHODS } from './shelves.js';

/** In the order of `VisitTable.band`. */
export const BANDS = ['likely', 'undecided', 'unlikely'] as const;

/** Visits of the test part and what was predicted after each of their events: flat arrays, quick to hand over. */
export interface VisitTable {
  methods: readonly string[];
  /** Products on each shelf. */
  shelf: number;
  actions: readonly string[];
  bands: readonly string[];
  items: Pick<Item, 'id' | 'name' | 'brand' | 'category' | 'price'>[];
  /** First row of each visit, plus the end: [visits + 1]. A row is an event. */
  starts: Int32Array;
  /** Who, and whether they had been there before: [visits]. */
  shopper: Int32Array;
  returning: Uint8Array;
  /** What was done, on which of `items` (-1: none) and at what price (NaN: not known): [rows]. */
  action: Uint8Array;
  item: Int32Array;
  price: Float32Array;
  /** Chance of each next action: [rows, actions]. */
  chances: Float32Array;
  /** Chances before the visit ends, and the band: [rows]. */
  purchase: Float32Array;
  cart: Float32Array;
  band: Uint8Array;
  /** What each method shows next, best first: indices of `items`, -1 for none: [rows, methods, shelf]. */
  shelves: Int32Array;
}

/** With room for so many visits and rows. */
export function emptyTable({ data }: SplitLog, visits: number, rows: number): VisitTable {
  return {
    methods: SHELF_METHODS,
    shelf: SHELF,
    actions: NEXT_ACTIONS,
    bands: BANDS,
    items: data.items.map(({ id, name, brand, category, price }) => ({
      id,
      name,
      brand,
      category,
      price,
    })),
    starts: new Int32Array(visits + 1),
    shopper: new Int32Array(visits),
    returning: new Uint8Array(visits),
    action: new Uint8Array(rows),
    item: new Int32Array(rows),
    price: new Float32Array(rows),
    chances: new Float32Array(rows * NEXT_ACTIONS.length),
    purchase: new Float32Array(rows),
    cart: new Float32Array(rows),
    band: new Uint8Array(rows),
    shelves: new Int32Array(rows * SHELF_METHODS.length * SHELF).fill(-1),
  };
}
