import { contentFeatures } from '../../encoding/content.js';
import { createItemFacts } from '../../encoding/item-facts.js';
import type { ItemFacts } from '../../encoding/tokenizer.js';
import type { Item } from '../../events/item.js';
import { createItemTable, type ItemTable } from '../../engine/item-table.js';
import type { ModelConfig } from '../../model/config.js';
import type { Model } from '../../model/model.js';
import type { DataSet } from './data-set.js';

/** How many items of a log a model knows. */
export interface Coverage {
  /** Items of the log with a vector of their own in the model; of the others, those it knows by content. */
  known: number;
  byContent: number;
  unknown: number;
  /** Items that compete for each rank, but for those of the shopper's own history. */
  scored: number;
}

/** The items of a log as rows of a model's item table: the same rows as in the page of one shopper after another. */
export interface PlacedItems {
  /** What the page of the current shopper has: its size changes with the shopper and with what was read. */
  table: ItemTable;
  coverage: Coverage;
  factsOf(row: number): ItemFacts | undefined;
  /** The next shopper comes. @param items of all events, in order; -1 for none. */
  enter(items: Int32Array): void;
  /** An event is read: from now on its item has a row. @returns the row, -1 for no item. */
  read(item: number): number;
  /** The row of an item, -1 where the page of this shopper has none. */
  rowOf(item: number): number;
}

/** Whether a model can tell something about an item that its file does not have. */
export function isDescribed(
  { category, brand, name, price, embedding }: Item,
  { contentBuckets, embeddingLength, subIds }: ModelConfig,
): boolean {
  if (embeddingLength && embedding?.length === embeddingLength) return true;
  if (!contentBuckets) return false;
  // Without identities an item's id is content.
  return !subIds || !!(category?.length || brand || name || price);
}

/**
 * Puts the items of a log into the item table of a model. Those that the file does not have come in by
 * content; where there is none, an item has a row only in the page of a shopper who saw it, as one that is
 * told from others by its place in the history alone.
 */
export function placeItems(model: Model, data: Pick<DataSet, 'items'>): PlacedItems {
  const { config } = model;
  const table = createItemTable(model);
  const facts = createItemFacts(model);
  const trained = new Map(model.vocabulary.items.map((id, row) => [id, row]));
  const coverage: Coverage = { known: 0, byContent: 0, unknown: 0, scored: 0 };
  const write = (row: number, item: Item) =>
    table.write(row, contentFeatures(item, config), item.embedding);
  const rows = data.items.map((item) => {
    const known = trained.get(item.id);
    if (known !== undefined) {
      coverage.known++;
      return known;
    }
    if (!isDescribed(item, config)) {
      coverage.unknown++;
      return -1;
    }
    coverage.byContent++;
    const live = table.size;
    write(live, item);
    facts.learn(live, item);
    return live;
  });
  const shared = table.size;
  coverage.scored = shared;
  /** Items of the shopper that have no row for everyone, in the order in which they were seen. */
  let own = new Map<number, number>();
  let seen = 0;
  /** Facts are kept by item: a row belongs to one shopper after another. */
  const factsRow = (item: number) => shared + item;
  let itemAt: number[] = [];

  const ownTable: ItemTable = {
    trained: table.trained,
    lookUps: table.lookUps,
    read: table.read,
    write: table.write,
    get version() {
      return table.version;
    },
    get size() {
      return shared + seen;
    },
    live: () => table.live().subarray(0, (shared + seen - table.trained) * config.width),
  };
  return {
    table: ownTable,
    coverage,
    factsOf: (row) => facts.of(row < shared ? row : factsRow(itemAt[row - shared])),
    enter(items) {
      own = new Map();
      seen = 0;
      for (const item of items) {
        if (item >= 0 && rows[item] < 0 && !own.has(item)) own.set(item, own.size);
      }
      itemAt = [...own.keys()];
      // All at once: a row that changes makes an engine read the history again.
      itemAt.forEach((item, i) => {
        write(shared + i, data.items[item]);
        facts.learn(factsRow(item), data.items[item]);
      });
    },
    read(item) {
      const slot = own.get(item);
      if (slot === undefined) return rows[item] ?? -1;
      seen = Math.max(seen, slot + 1);
      return shared + slot;
    },
    rowOf(item) {
      const slot = own.get(item) ?? Infinity;
      return slot < seen ? shared + slot : (rows[item] ?? -1);
    },
  };
}
