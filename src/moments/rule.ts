import type { NextAction } from '../events/event.js';
import type { Band } from '../prediction/prediction.js';

/** A chance, 0 … 1: strictly above, strictly below, or between both. */
export interface Threshold {
  above?: number;
  below?: number;
}

/**
 * When it is time to act: everything that is named must hold. Its shape is that of a `Prediction`:
 * `{ intent: { purchase: { below: 0.2 } }, actions: { leave: { above: 0.5 } } }`.
 */
export interface MomentRule {
  /** Of the session until it ends, as `prediction.intent`. */
  intent?: {
    /** Chance that this session buys before it ends. */
    purchase?: Threshold;
    /** Chance that this session puts something into the cart before it ends. */
    cart?: Threshold;
    /** Where the chance to buy lies among the shop's sessions; one of a list is enough. */
    band?: Band | readonly Band[];
  };
  /** Chances that the very next event is of this kind, as `prediction.actions`; `leave`: the session ends here. */
  actions?: { [Action in NextAction]?: Threshold };
  /** The item of the session's last event that has one: one of the ids, or in one of the categories (`'Garden/Chairs'`). */
  item?: { id?: string | readonly string[]; category?: string | readonly string[] };
  /** Events of this session so far. */
  events?: { atLeast: number };
}
