/**
 * What happened to an event that did not pass unharmed. `clamped` alone was kept: it came from the
 * future and was moved to now. `limit` stands for what a source cut off, `duplicate` for what was
 * told twice.
 */
export type RefusalReason = 'shape' | 'type' | 'item' | 'time' | 'limit' | 'duplicate' | 'clamped';

/** How many events were refused or clamped, by reason; a reason that never came is left out. */
export type RefusalCounts = Partial<Record<RefusalReason, number>>;

export interface Refusals {
  add(reason: RefusalReason, count?: number): void;
  /** A copy. */
  counts(): RefusalCounts;
}

export function createRefusals(): Refusals {
  const counts: RefusalCounts = {};
  return {
    add(reason, count = 1) {
      counts[reason] = (counts[reason] ?? 0) + count;
    },
    counts: () => ({ ...counts }),
  };
}
