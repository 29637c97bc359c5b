import type { Item } from '../events/item.js';

const MAX_LIVE = 5000;

/**
 * The items that can be recommended. An index is a row of the model's item table: first the items the
 * model was trained with, in its order, then live items in the order in which they became known.
 */
export interface Catalog {
  /** -1 when the item is unknown. */
  indexOf(id: string): number;
  id(index: number): string | undefined;
  /** What is known of the item; undefined for a trained item that the page has not described yet. */
  item(index: number): Item | undefined;
  /**
   * Adds an item, or merges new fields into it, and marks it as shown last.
   * @returns its index, or -1 when there is no room for another item.
   */
  upsert(item: Item): number;
  /** Indices of items shown on this page, the latest first. */
  shown(limit?: number): number[];
  /** So many more items may be added. */
  makeRoom(count: number): void;
  readonly trainedCount: number;
  /** Trained and live. */
  readonly size: number;
}

/**
 * @param trained ids by index.
 * @param indices of `indexIds` for the same ids; the catalog adds to this map.
 */
export function createCatalog(
  trained: readonly string[] = [],
  indices = new Map<string, number>(),
  maxLive = MAX_LIVE,
): Catalog {
  const ids = [...trained];
  // In the order of showing: the last key was shown last.
  const items = new Map<number, Item>();
  return {
    indexOf: (id) => indices.get(id) ?? -1,
    id: (index) => ids[index],
    item: (index) => items.get(index),
    upsert(item) {
      let index = indices.get(item.id);
      if (index === undefined) {
        if (ids.length - trained.length >= maxLive) return -1;
        index = ids.push(item.id) - 1;
        indices.set(item.id, index);
      }
      const merged = { ...items.get(index), ...item };
      items.delete(index);
      // The page gets these objects: what it writes into one must not be ours.
      Object.freeze(merged.category);
      items.set(index, Object.freeze(merged));
      return index;
    },
    shown: (limit = items.size) => (limit > 0 ? [...items.keys()].slice(-limit).reverse() : []),
    makeRoom(count) {
      maxLive += count;
    },
    trainedCount: trained.length,
    get size() {
      return ids.length;
    },
  };
}
