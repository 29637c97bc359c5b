import type { ContentFeature } from '../../encoding/content.js';
import { contentFeatures } from '../../encoding/content.js';
import { categoryPath } from '../../encoding/category-path.js';
import { createItemFacts } from '../../encoding/item-facts.js';
import { priceBucket } from '../../encoding/token.js';
import type { ModelConfig } from '../../model/config.js';
import type { Vocabulary } from '../../model/model.js';
import type { Examples } from './examples.js';
import { createExamples } from './examples.js';
import { isDescribed } from './place-items.js';
import type { SplitLog } from './split-log.js';

/** A log made ready to train on: labelled examples, and what the model file says about the items. */
export interface Prepared {
  examples: Examples;
  vocabulary: Vocabulary;
  itemCategory: Uint16Array;
  itemPrice: Uint8Array;
  /** Events of each item in the training part: [I] */
  counts: Int32Array;
  /** 1 where something is known of an item that has no codes: [I] */
  described: Uint8Array;
  /** Log of the counts, standardised over the items of the training part: [I] */
  popularity: Float32Array;
  features: ContentFeature[][];
}

export function prepare(log: SplitLog, config: ModelConfig): Prepared {
  const { data } = log;
  const levels = new Map<string, { sum: number; count: number }>();
  const paths = data.items.map(categoryPath);
  data.items.forEach(({ price }, i) => {
    if (!paths[i]) return;
    const level = levels.get(paths[i]) ?? { sum: 0, count: 0 };
    levels.set(paths[i], level);
    if (!price || price <= 0) return;
    level.sum += Math.log(price);
    level.count++;
  });
  const categories = [...levels].map(([path, { sum, count }]) =>
    count ? { path, logPrice: Math.round((sum / count) * 1e4) / 1e4 } : { path },
  );
  const numberOf = new Map(categories.map(({ path }, i) => [path, i + 1]));
  const itemCategory = Uint16Array.from(paths, (path) => numberOf.get(path) ?? 0);
  const itemPrice = Uint8Array.from(data.items, (item, i) =>
    priceBucket(item.price, itemCategory[i] ? categories[itemCategory[i] - 1].logPrice : undefined),
  );
  const vocabulary = { items: data.itemIds, categories };
  const counts = new Int32Array(data.itemIds.length);
  for (let e = 0; e < data.events; e++) {
    if (data.item[e] >= 0 && log.isIn(e, 'train')) counts[data.item[e]]++;
  }
  return {
    examples: createExamples(data, createItemFacts({ vocabulary, itemCategory, itemPrice }).of),
    vocabulary,
    itemCategory,
    itemPrice,
    counts,
    described: Uint8Array.from(data.items, (item) => +isDescribed(item, config)),
    popularity: standardise(
      Float32Array.from(counts, (count) => Math.log1p(count)),
      Float32Array.from(counts.filter(Boolean), (count) => Math.log1p(count)),
    ),
    features: data.items.map((item) => contentFeatures(item, config)),
  };
}

/** Mean 0, deviation 1 over `some`. */
function standardise(values: Float32Array, some: Float32Array): Float32Array {
  const mean = some.reduce((sum, v) => sum + v, 0) / (some.length || 1);
  const variance = some.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (some.length || 1);
  return values.map((v) => (v - mean) / (Math.sqrt(variance) || 1));
}
