import { createCatalog } from '../catalog/catalog.js';
import type { Rows } from '../encoding/encoder.js';
import { createItemFacts } from '../encoding/item-facts.js';
import type { ShopEvent } from '../events/event.js';
import type { Item } from '../events/item.js';
import type { ItemRows } from '../prediction/item-rows.js';
import type { LoadedModel } from './load/choose-model.js';

const NO_MODEL = {
  vocabulary: { items: [], categories: [] },
  itemCategory: new Uint16Array(0),
  itemPrice: new Uint8Array(0),
};

/**
 * The items a prediction may name, by row of the item table: those of the model, those the page or
 * the catalogue told of, and those that only the shopper's history names.
 */
export function createKnownItems(
  { model, kit, table, indices }: Partial<LoadedModel>,
  maxLive?: number,
) {
  const trained = model ?? NO_MODEL;
  const catalog = createCatalog(trained.vocabulary.items, indices, maxLive);
  const facts = createItemFacts(trained);
  /** Rows that only the history tells of: forgotten with it. */
  const fromHistory = new Set<number>();
  let inHistory = new Set<number>();
  const isForgotten = (row: number) => fromHistory.has(row) && !inHistory.has(row);
  const itemAt = (row: number) => (isForgotten(row) ? undefined : catalog.item(row));
  const rows: Rows & ItemRows = {
    get size() {
      return catalog.size;
    },
    indexOf: catalog.indexOf,
    id: (row) => (isForgotten(row) && row >= catalog.trainedCount ? undefined : catalog.id(row)),
    item: itemAt,
    factsOf: facts.of,
    priceOf: (row) => itemAt(row)?.price,
  };

  const learn = (item: Item): number | undefined => {
    const row = catalog.upsert(item);
    if (row < 0) return undefined;
    fromHistory.delete(row);
    const merged = catalog.item(row) as Item;
    const before = facts.of(row)?.category;
    facts.learn(row, merged);
    if (model && kit)
      table?.write(row, kit.contentFeatures(merged, model.config), merged.embedding);
    return facts.of(row)?.category === before ? undefined : row;
  };

  return {
    catalog,
    rows,
    /** @returns the row of an item that is of another category now. */
    learn,
    /** Learns of an event's item what this page has not told of it; returns as `learn`. */
    learnFromHistory({ item: id, price, about }: ShopEvent): number | undefined {
      if (id === undefined) return undefined;
      const row = catalog.indexOf(id);
      if (row >= 0 && !about) return undefined;
      const told = fromHistory.has(row) ? undefined : catalog.item(row);
      const moved = learn({ id, price, ...about, ...told });
      if (!told) fromHistory.add(catalog.indexOf(id));
      return moved;
    },
    /** The history is this one now: what only a forgotten event named is no candidate any more. */
    setHistory(events: readonly ShopEvent[]) {
      inHistory = new Set(events.map(({ item }) => catalog.indexOf(item ?? '')));
    },
    /** What the page itself has told, in the order it came. */
    shown: (): Item[] =>
      catalog
        .shown()
        .reverse()
        .flatMap((row) => (fromHistory.has(row) ? [] : (catalog.item(row) ?? []))),
  };
}
