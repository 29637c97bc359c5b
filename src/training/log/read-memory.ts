import type { createDateOrders } from './date-orders.js';
import type { createMissingCounts, createUnknownActions } from './missing-counts.js';

/** What is counted and decided over all files of a log. */
export interface ReadMemory {
  missing: ReturnType<typeof createMissingCounts>;
  unknown: ReturnType<typeof createUnknownActions>;
  orders: ReturnType<typeof createDateOrders>;
  /** By column of shoppers, what its ids are marked with: a browser's 7 is not the account 7. */
  marks: Map<string, string>;
}
