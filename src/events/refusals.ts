import { ownCopy } from '../lib/own.js';

/**
 * Why an event was refused. `placeholder`: in the place of its product, category or order stands what
 * scripts and templates write for nothing, `undefined` or `{{sku}}`. `quantity`: nothing was put into the
 * cart or bought. `list`: products of a list told as looks or as one click; which was meant, if any, is not
 * known. `limit`: it was beyond the number of items read of one call. `duplicate`: it was reported before. `clamped` events are kept: they came from
 * the future and were moved to now.
 */
export type RefusalReason =
  | 'shape'
  | 'type'
  | 'item'
  | 'placeholder'
  | 'quantity'
  | 'list'
  | 'time'
  | 'limit'
  | 'duplicate'
  | 'clamped';

/** How many events were refused or clamped, by reason; a reason that never came is left out. */
export type RefusalCounts = Partial<Record<RefusalReason, number>>;

export interface Refusals {
  add(reason: RefusalReason, count?: number): void;
  /** A copy of the counts. */
  counts(): RefusalCounts;
}

export function createRefusals(): Refusals {
  const counts = ownCopy<RefusalCounts>(undefined);
  return {
    add(reason, count = 1) {
      counts[reason] = (counts[reason] ?? 0) + count;
    },
    counts: () => ownCopy(counts),
  };
}
