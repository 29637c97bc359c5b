import type { ActionType, NextAction } from '../events/event.js';

/** How likely a purchase is before this session ends, in the words of the model file's calibration. */
export type Band = 'likely' | 'undecided' | 'unlikely';

/** Why an item is here: a sentence of the page's language is made from `kind` by the skin. */
export interface Reason {
  kind:
    | 'seen'
    | 'in-cart'
    | 'bought-before'
    | 'same-category'
    | 'same-brand'
    | 'often-next'
    | 'popular';
  /** The past item it refers to. */
  item?: string;
  /** Short English text, ready to show. */
  text: string;
}

/** One ranked product. */
export interface PredictedItem {
  id: string;
  /** Chance that the very next event is on this item, calibrated, 0 … 1. */
  probability: number;
  /** From 1. */
  rank: number;
  /** The action most likely taken on it. */
  action: ActionType;
  /** Who put it here: the model, what stands in for it, or a rule (`pinned`, `fallback`). */
  source: 'model' | 'recent' | 'popular' | 'pinned' | 'fallback';
  reasons: Reason[];
}

/** What comes next, after one event. Immutable. */
export interface Prediction {
  id: string;
  ts: number;
  /** Which engine answered; `none` before the model is there. */
  backend: 'cpu' | 'webgl' | 'none';
  /** Milliseconds from event to prediction. */
  ms: number;
  /** Name and version of the model file. */
  model: string;
  /** Next action; sums to 1. */
  actions: Record<NextAction, number>;
  /** Before this session ends. */
  intent: { purchase: number; cart: number; band: Band };
  items: PredictedItem[];
}
