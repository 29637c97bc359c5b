import type { ModelConfig } from './config.js';
import type { ItemIds } from './item-ids.js';

/** A category path with its price level, so that a price can be read relative to it. */
export interface CategoryLevel {
  /** `Garden/Chairs` */
  path: string;
  /** Mean of the natural logs of the prices; absent when no item in it has a price. */
  logPrice?: number;
}

export interface Vocabulary {
  /** Item ids by row of the item table; empty in a model without identities. */
  items: string[];
  categories: CategoryLevel[];
}

/**
 * Calibrates probabilities: what is given a chance of 30% happens in about 30% of cases. Fitted on
 * data later than the training part.
 */
export interface Calibration {
  /** logits / temperature + bias, [A + 1]; an action the log never shows has a bias of -1e4. */
  actions: { temperature: number; bias: number[] };
  /** sigmoid(scale · logit + offset) */
  purchase: { scale: number; offset: number };
  cart: { scale: number; offset: number };
  /**
   * Item logits are divided by `temperature` before the softmax over the table. The chances are
   * then multiplied by `share`: the share of next items that are in the table (default 1).
   */
  items: { temperature: number; share?: number };
  /**
   * Conformal sets by coverage, e.g. 0.8: the items at least this likely contain the next item in
   * that share of cases.
   */
  sets?: Record<string, number>;
  /** Limits of the purchase intent bands: likely from `likely` up, unlikely below `unlikely`. */
  bands: { likely: number; unlikely: number };
  /**
   * In a model of many shops: the chances it gives after the first click of a visit, which are its guess
   * of how a shop's visits go. A shop that knows better moves them from here.
   */
  first?: VisitShares;
  /** Fitted on what came later in the log of one shop; not in the file, but read off it. */
  calibrated?: boolean;
}

/** Shares of visits: with a purchase, with something put into the cart, with a single event. */
export interface VisitShares {
  conversion: number;
  cart: number;
  bounce: number;
}

/** The model card: what the file says about itself. */
export interface ModelCard {
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
  /** Not parsed yet, or null; `parseGolden` reads it. */
  golden: unknown;
  card: ModelCard;
  /** Dequantised, under the names of `tensorSpecs`. */
  tensors: Map<string, Float32Array>;
  /** M sub-ids per item, row by row: [I, M]. */
  codes: Uint8Array;
  /** Category of each item: 1 + index into `vocabulary.categories`, 0 = none. [I] */
  itemCategory: Uint16Array;
  /** Price bucket of each item, see `priceBucket`. [I] */
  itemPrice: Uint8Array;
}

/** A model as a page reads it from a file: `vocabulary.items` is made when it is first read. */
export interface FileModel extends Model {
  ids: ItemIds;
}

export const NEUTRAL_CALIBRATION: Calibration = {
  actions: { temperature: 1, bias: new Array(9).fill(0) },
  purchase: { scale: 1, offset: 0 },
  cart: { scale: 1, offset: 0 },
  items: { temperature: 1 },
  bands: { likely: 0.5, unlikely: 0.1 },
};

/** Only for tensors that every model has. */
export function tensor(model: Model, name: string): Float32Array {
  return model.tensors.get(name) as Float32Array;
}
