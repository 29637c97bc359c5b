import type { ActionType, NextAction } from '../events/event.js';
import type { Item } from '../events/item.js';

/**
 * How likely a purchase is before this session ends, beside the other sessions: a rank, not a chance. About
 * a tenth of the moments are `likely` and half of them `unlikely`; the model file's calibration sets the
 * limits.
 */
export type Band = 'likely' | 'undecided' | 'unlikely';

/** Why an item is recommended. */
export interface Reason {
  kind:
    | 'seen'
    | 'in-cart'
    | 'bought-before'
    | 'same-category'
    | 'same-brand'
    | 'often-next'
    | 'popular';
  /** The past item that the reason refers to. */
  item?: string;
  /** Short text in the page's language, ready to show: see the options `lang` and `texts`. */
  text: string;
}

/** One ranked product. */
export interface PredictedItem {
  id: string;
  /** What is known of it, to show it: name, price, image, url … Frozen. */
  item: Readonly<Omit<Item, 'embedding'>>;
  /** Chance that the very next event is on this item, calibrated, 0 … 1. */
  probability: number;
  /** From 1. */
  rank: number;
  /** The likeliest action on it. */
  action: ActionType;
  /** What put it here: the model, the baselines used without one (`recent`, `popular`) or a rule. */
  source: 'model' | 'recent' | 'popular' | 'pinned' | 'fallback';
  reasons: Reason[];
}

/** What comes next, after one event. Immutable. */
export interface Prediction {
  id: string;
  ts: number;
  /** The engine that answered; `none` while there is no model. */
  backend: 'cpu' | 'webgl' | 'none';
  /** Milliseconds from event to prediction. */
  ms: number;
  /** Name and version of the model file. */
  model: string;
  /** Next action; sums to 1. */
  actions: Record<NextAction, number>;
  /**
   * Chances of a purchase and of a cart before this session ends. `calibrated`: they come true about as
   * often as they say, because the model was trained on the shop's log or a shop card was given. Otherwise
   * they only rank: higher is likelier, and `purchase` starts from what shops have, two visits in a hundred.
   */
  intent: { purchase: number; cart: number; band: Band; calibrated: boolean };
  items: PredictedItem[];
}
