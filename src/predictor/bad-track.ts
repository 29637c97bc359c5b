import type { RefusalCounts, RefusalReason } from '../events/refusals.js';
import { badOption, shown } from '../lib/bad-option.js';
import type { PredictorError } from '../lib/errors.js';

/** The fault of a call of `track()`: what was refused more often after it than before. */
export function badTrack(
  before: RefusalCounts,
  after: RefusalCounts,
  type: unknown,
  what: unknown,
): PredictorError | undefined {
  for (const reason of Object.keys(after) as RefusalReason[]) {
    // These are no mistakes.
    if (after[reason] === before[reason] || /^(duplicate|clamped)$/.test(reason)) continue;
    const given = reason === 'type' ? type : what;
    return badOption(`track(${shown(type)}): ${reason}`, given, 'BAD_EVENT');
  }
  return undefined;
}
