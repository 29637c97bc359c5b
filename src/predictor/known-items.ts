import { aliasesOf, createCatalog } from '../catalog/catalog.js';
import type { Rows } from '../encoding/encoder.js';
import { createPlainFacts } from '../encoding/plain-facts.js';
import type { ShopEvent } from '../events/event.js';
import type { Item } from '../events/item.js';
import { pruned } from '../events/parse-item.js';
import type { ItemRows } from '../prediction/item-rows.js';
import type { LoadedModel } from './load/model-choice.js';

/**
 * The items a prediction may name, by row of the item table: those the model was trained with, those the
 * page or the catalogue described, and those known only from the shopper's history.
 */
export function createKnownItems({ model, kit, table, ids }: Partial<LoadedModel>) {
  const catalog = createCatalog(ids);
  const facts = model && kit ? kit.createItemFacts(model) : createPlainFacts();
  /** Rows known only from the history: forgotten with it. */
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

  const learn = (item: Item, isGiven?: boolean): number | true | undefined => {
    const { liveCount } = catalog;
    const row = catalog.upsert(item, isGiven);
    if (row < 0) return undefined;
    fromHistory.delete(row);
    const merged = catalog.item(row) as Item;
    const before = facts.of(row)?.category;
    facts.learn(row, merged);
    if (model && kit)
      table?.write(row, kit.contentFeatures(merged, model.config), merged.embedding);
    if (catalog.liveCount < liveCount) return true;
    return facts.of(row)?.category === before ? undefined : row;
  };

  return {
    catalog,
    rows,
    /** @returns the row when the item's category changed; true when rows were found to be one product. */
    learn,
    /** Learns about the item of a past event; what this page described wins. Returns as `learn`. */
    learnFromHistory({ item: id, price, about }: ShopEvent): number | true | undefined {
      if (id === undefined) return undefined;
      const row = catalog.indexOf(id);
      if (row >= 0 && !about) return undefined;
      const aliases = aliasesOf(about);
      const here = [id, ...(aliases ?? [])].map(catalog.indexOf);
      const described = catalog.item(here.find((one) => one >= 0 && !fromHistory.has(one)) ?? -1);
      const moved = learn(pruned<Item>({ price, ...about, ...described, id, aliases }));
      if (!described) fromHistory.add(catalog.indexOf(id));
      return moved;
    },
    /** Sets the current history: items named only by a forgotten event are no candidates any more. */
    setHistory(events: readonly ShopEvent[]) {
      inHistory = new Set(events.map(({ item }) => catalog.indexOf(item ?? '')));
    },
    /** The items that this page or the catalogue described, in that order. */
    shown: (): Item[] =>
      catalog.shown().flatMap((row) => (fromHistory.has(row) ? [] : (catalog.item(row) ?? []))),
  };
}
