import type { ActionType } from '../../events/event.js';

/** One line of a log, after parsing. */
export interface LogRow {
  /** Who: a user, or a session where the log knows no users. */
  shopper: string;
  /** Another id of the same shopper on this line: a browser's beside an account's. */
  also?: string;
  /** The log's own session; without one, a gap of 30 minutes ends a session. */
  session?: string;
  /** Milliseconds; absent in a log without times. */
  time?: number;
  type: ActionType;
  item?: string;
  price?: number;
  category?: string[];
  brand?: string;
  name?: string;
  /** From a separate test file; `unasked` where the next event is not known or not to be predicted. */
  given?: 'test' | 'unasked';
}

/** Why a line gave no event. */
export interface Refusal {
  reason: string;
  /** The line is valid, but not about a product: a page view, say. */
  ignored?: boolean;
}
