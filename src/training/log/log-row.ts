import type { ActionType } from '../../events/event.js';

/** One line of a log, after parsing. */
export interface LogRow {
  /** Who: a user, or a session where the log knows no users. */
  shopper: string;
  /** Where the log cuts sessions itself; else a gap of 30 minutes does. */
  session?: string;
  /** Milliseconds; absent in a log that has only an order. */
  time?: number;
  type: ActionType;
  item?: string;
  price?: number;
  category?: string[];
  brand?: string;
  name?: string;
  /** Of a file to test on; `unasked` where what follows is not known, or not to be predicted. */
  given?: 'test' | 'unasked';
}
