import { contentFeatures } from '../../encoding/content.js';
import { createItemFacts } from '../../encoding/item-facts.js';
import { createItemTable } from '../../engine/item-table.js';
import type { Model } from '../../model/model.js';
import type { DataSet } from '../data/data-set.js';
import { PART } from '../data/split.js';

/** How the items of a log stand in the item table of a model. */
export interface Coverage {
  /** Items of the log the model has an own vector for; of the rest, those it knows by content only. */
  known: number;
  byContent: number;
  unknown: number;
  /** Items that compete for each rank. */
  scored: number;
}

/** Rows of the item table by item of the data set; what the file does not know comes in by content. */
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
 * 1 for each item that the model met in no session: it has no own vector, or, where it came later in the
 * same log, the place in the popularity of an item without a count.
 */
export function unseenRows(
  model: Model,
  data: DataSet,
  part: Uint8Array,
  rows: number[],
): Uint8Array {
  const trained = model.vocabulary.items.length;
  const popularity = model.tensors.get('item.popularity') ?? new Float32Array(0);
  const least = popularity.reduce((low, value) => Math.min(low, value), Infinity);
  const unseen = Uint8Array.from(
    rows,
    (row) => +(row < 0 || row >= trained || popularity[row] === least),
  );
  for (let e = 0; e < data.events; e++) {
    const item = data.item[e];
    if (item >= 0 && part[e] === PART.train && rows[item] >= 0 && rows[item] < trained)
      unseen[item] = 0;
  }
  return unseen;
}
