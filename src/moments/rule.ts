import type { NextAction } from '../events/event.js';
import type { Band } from '../prediction/prediction.js';

/** A chance, 0 … 1: strictly above, strictly below, or between both. */
export interface Threshold {
  above?: number;
  below?: number;
}

/**
 * When to act: all named conditions must hold. Its shape is that of a `Prediction`:
 * `{ intent: { purchase: { below: 0.2 } }, actions: { leave: { above: 0.5 } } }`.
 */
export interface MomentRule {
  /** Chances before this session ends, as `prediction.intent`. */
  intent?: {
    /** Chance of a purchase before this session ends. */
    purchase?: Threshold;
    /** Chance of a cart event before this session ends. */
    cart?: Threshold;
    /** How `purchase` compares with the shop's other sessions; one of a list is enough. */
    band?: Band | readonly Band[];
  };
  /** Chances of the very next event, as `prediction.actions`; `leave`: the session ends here. */
  actions?: { [Action in NextAction]?: Threshold };
  /** The item of the session's last event that has one: one of the ids, or in one of the categories (`'Garden/Chairs'`). */
  item?: { id?: string | readonly string[]; category?: string | readonly string[] };
  /** Number of events in this session so far. */
  events?: { atLeast: number };
}
