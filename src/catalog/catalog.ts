import { own } from '../lib/own.js';
import type { Item } from '../events/item.js';
import { MAX_ALIASES } from '../events/parse-item.js';

const MAX_LIVE = 5000;

/**
 * The items that can be recommended. An index is a row of the model's item table: first the items the
 * model was trained with, in its order, then live items in the order in which they became known.
 * A product is one row, whatever ids it has: see `upsert`.
 */
export interface Catalog {
  /** The row of the product that has this id, be it an alias; -1 when it is unknown. */
  indexOf(id: string): number;
  /** The one id that events and predictions use for the product. */
  id(index: number): string | undefined;
  /** What is known of the item; undefined for a trained item that the page has not described yet. */
  item(index: number): Item | undefined;
  /**
   * Adds an item, or merges new fields into it, and marks it as shown last. An item with aliases makes
   * one row of all that have one of its ids. Its id is then the one the model was trained with, else the
   * one in the shop's own catalog, else the shortest, and of those the first in the alphabet: the same
   * one whatever came first. Two ids that the model or the shop's catalog has as two items stay two.
   * @param isGiven it is from the shop's own catalog.
   * @returns its index, or -1 when there is no room for another item.
   */
  upsert(item: Item, isGiven?: boolean): number;
  /** Indices of the items that are known, in the order in which they were shown last. */
  shown(): number[];
  /** So many more items may be added. */
  makeRoom(count: number): void;
  /** The model or the shop's own catalog has an item of this id. */
  isFixed(id: string): boolean;
  readonly trainedCount: number;
  /** Rows: trained, live, and those that became part of another. */
  readonly size: number;
  /** Live items. */
  readonly liveCount: number;
}

/** The ids of a model's items by row. */
export interface TrainedIds {
  readonly length: number;
  /** Undefined for what is no row. */
  at(row: number): string | undefined;
  /** The first row with this id, or -1. */
  indexOf(id: string): number;
}

/** Its own: a script may have added fields to `Object.prototype`. */
export const aliasesOf = (item: unknown): Item['aliases'] =>
  own(item, 'aliases') as Item['aliases'];

/** @param trained ids by row; an empty list is one. */
export function createCatalog(trained: TrainedIds = [], maxLive = MAX_LIVE): Catalog {
  const { length } = trained;
  /** Rows of live items and of aliases. */
  const indices = new Map<string, number>();
  const indexOf = (id: string) => indices.get(id) ?? trained.indexOf(id);
  /** Of live items, in their rows. Undefined: this row became part of another. */
  const ids = Array<string | undefined>(length);
  const idOf = (row: number) => trained.at(row) ?? ids[row];
  // In the order of showing: the last key was shown last.
  const items = new Map<number, Item>();
  const given = new Set<number>();
  let merged = 0;
  const hasOwnId = (row: number) => (row < length ? row >= 0 : given.has(row));
  const namesOf = (row: number) => [idOf(row) as string, ...(aliasesOf(items.get(row)) ?? [])];

  return {
    indexOf,
    id: idOf,
    item: (index) => items.get(index),
    upsert(item, isGiven) {
      const names = new Set([item.id, ...(aliasesOf(item) ?? [])]);
      const rows = [...names].map(indexOf).filter((row) => row >= 0);
      let index = rows.find(hasOwnId) ?? rows.at(0);
      if (index === undefined) {
        if (ids.length - length >= maxLive) return -1;
        index = ids.push(item.id) - 1;
      }
      let described = items.get(index);
      for (const row of new Set(rows)) {
        if (row === index) continue;
        const isApart = hasOwnId(row);
        for (const name of namesOf(row)) names[isApart ? 'delete' : 'add'](name);
        if (isApart) continue;
        described = { ...(items.get(row) as Item), ...described };
        items.delete(row);
        ids[row] = undefined;
        merged++;
      }
      for (const name of namesOf(index)) names.add(name);
      for (const name of names) indices.set(name, index);
      if (!hasOwnId(index)) {
        ids[index] = isGiven
          ? item.id
          : [...names].reduce((a, b) => ((a.length - b.length || (a < b ? -1 : 1)) < 0 ? a : b));
      }
      if (isGiven) given.add(index);
      const whole = { ...described, ...item, id: idOf(index) as string };
      names.delete(whole.id);
      if (names.size) whole.aliases = [...names].sort().slice(0, MAX_ALIASES);
      else delete whole.aliases;
      items.delete(index);
      // The page gets these objects: what it writes into one must not be ours.
      Object.freeze(whole.category);
      items.set(index, Object.freeze(whole));
      return index;
    },
    shown: () => [...items.keys()],
    isFixed: (id) => hasOwnId(indexOf(id)),
    makeRoom(count) {
      maxLive += count;
    },
    trainedCount: length,
    get size() {
      return ids.length;
    },
    get liveCount() {
      return ids.length - length - merged;
    },
  };
}
