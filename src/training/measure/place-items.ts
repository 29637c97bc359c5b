import { contentFeatures } from '../../encoding/content.js';
import { createItemFacts } from '../../encoding/item-facts.js';
import { createItemTable } from '../../engine/item-table.js';
import type { Model } from '../../model/model.js';
import type { DataSet } from '../data/data-set.js';
import type { SplitLog } from '../data/split-log.js';

/** How many items of a log a model knows. */
export interface Coverage {
  /** Items of the log with a vector of their own in the model; of the others, those it knows by content. */
  known: number;
  byContent: number;
  unknown: number;
  /** Items that compete for each rank. */
  scored: number;
}

/** Puts the items of a log into the item table of a model: those the file does not have come in by content. */
export function placeItems(model: Model, data: DataSet) {
  const table = createItemTable(model);
  const facts = createItemFacts(model);
  const trained = new Map(model.vocabulary.items.map((id, row) => [id, row]));
  const coverage: Coverage = { known: 0, byContent: 0, unknown: 0, scored: 0 };
  const { contentBuckets, embeddingLength: E } = model.config;
  const rows = data.items.map((item) => {
    const row = trained.get(item.id);
    if (row !== undefined) {
      coverage.known++;
      return row;
    }
    if (!contentBuckets && !(E && item.embedding?.length === E)) {
      coverage.unknown++;
      return -1;
    }
    coverage.byContent++;
    const live = table.size;
    table.write(live, contentFeatures(item, model.config), item.embedding);
    facts.learn(live, item);
    return live;
  });
  coverage.scored = table.size;
  return { table, facts, rows, coverage };
}

/**
 * 1 for each item that the model saw in no training session: [I]. It has no vector of its own, or, where it
 * came later in the same log, the popularity of an item without events.
 */
export function unseenItems(model: Model, log: SplitLog, rows: readonly number[]): Uint8Array {
  const trained = model.vocabulary.items.length;
  const popularity = model.tensors.get('item.popularity') ?? new Float32Array(0);
  const least = popularity.reduce((low, value) => Math.min(low, value), Infinity);
  const unseen = Uint8Array.from(
    rows,
    (row) => +(row < 0 || row >= trained || popularity[row] === least),
  );
  for (const e of log.events('train')) {
    const item = log.data.item[e];
    if (item >= 0 && rows[item] >= 0 && rows[item] < trained) unseen[item] = 0;
  }
  return unseen;
}
