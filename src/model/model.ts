import type { ModelConfig } from './config.js';

/** A category path with its price level, so that a price can be read relative to it. */
export interface CategoryLevel {
  /** `Garden/Chairs` */
  path: string;
  /** Mean of the natural logs of the prices; absent when no item of it has a price. */
  logPrice?: number;
}

export interface Vocabulary {
  /** Item ids by row of the item table; empty in a model without identities. */
  items: string[];
  categories: CategoryLevel[];
}

/** Turns logits into probabilities that come true as often as they say; fitted on later-in-time data. */
export interface Calibration {
  /** logits / temperature + bias, [A + 1]; an action the log never shows has a bias of -1e4. */
  actions: { temperature: number; bias: number[] };
  /** sigmoid(scale · logit + offset) */
  purchase: { scale: number; offset: number };
  cart: { scale: number; offset: number };
  /** Item logits / temperature before the softmax over the table; `share` of them are in the table, else 1. */
  items: { temperature: number; share?: number };
  /** By the share of cases wanted: the items at least this likely hold the next one that often. */
  sets?: Record<string, number>;
  /** At or above `likely`, below `unlikely`: the intent bands of purchase. */
  bands: { likely: number; unlikely: number };
}

/** What the file says of itself. */
export interface Card {
  name: string;
  version: string;
  /** Which data it was trained on, in words. */
  data: string;
  license?: string;
}

export interface Model {
  config: ModelConfig;
  vocabulary: Vocabulary;
  calibration: Calibration;
  /** As the file has it, or null: `parseGolden` reads it. */
  golden: unknown;
  card: Card;
  /** Dequantised, by the names of `tensorSpecs`. */
  tensors: Map<string, Float32Array>;
  /** M sub-ids an item, row after row: [I, M]. */
  codes: Uint8Array;
  /** Category of each item: 1 + index into `vocabulary.categories`, 0 = none. [I] */
  itemCategory: Uint16Array;
  /** Price bucket of each item, see `priceBucket`. [I] */
  itemPrice: Uint8Array;
}

export const NEUTRAL_CALIBRATION: Calibration = {
  actions: { temperature: 1, bias: new Array(9).fill(0) },
  purchase: { scale: 1, offset: 0 },
  cart: { scale: 1, offset: 0 },
  items: { temperature: 1 },
  bands: { likely: 0.5, unlikely: 0.1 },
};

/** A tensor that must be there. */
export function tensor(model: Model, name: string): Float32Array {
  return model.tensors.get(name) as Float32Array;
}
