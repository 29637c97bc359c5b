import type { Item } from '../events/item.js';

const MAX_LIVE = 5000;

/**
 * What exists. An index is a row of the model's item table: first the items the model was trained
 * with, in its order, then those this page has shown, in the order they came.
 */
export interface Catalog {
  /** -1 when the item is unknown. */
  indexOf(id: string): number;
  id(index: number): string | undefined;
  /** What the page has told of it; a trained item nobody has shown yet has none. */
  item(index: number): Item | undefined;
  /**
   * Adds an item or what is new of it, and marks it as shown now.
   * @returns its index, or -1 when there is no room for another item.
   */
  upsert(item: Item): number;
  /** Indices shown in this page, the latest first. */
  shown(limit?: number): number[];
  readonly trainedCount: number;
  /** Trained and live. */
  readonly size: number;
}

/**
 * @param trained ids by index.
 * @param indices what `indexIds` says of them; from here on the catalog's own.
 */
export function createCatalog(
  trained: readonly string[] = [],
  indices = new Map<string, number>(),
  maxLive = MAX_LIVE,
): Catalog {
  const ids = [...trained];
  // Kept in the order of showing: the last key was shown last.
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
      items.set(index, merged);
      return index;
    },
    shown: (limit = items.size) => (limit > 0 ? [...items.keys()].slice(-limit).reverse() : []),
    trainedCount: trained.length,
    get size() {
      return ids.length;
    },
  };
}
