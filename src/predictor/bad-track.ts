import { ACTION_TYPES } from '../events/event.js';
import type { RefusalCounts, RefusalReason } from '../events/refusals.js';
import { oneOf, shown } from '../lib/bad-option.js';
import { PredictorError } from '../lib/errors.js';

/** What is allowed, by the reason of a refusal that is a mistake of the page. */
const ALLOWED: Partial<Record<RefusalReason, string>> = {
  type: oneOf(['view', ...ACTION_TYPES]),
  item: 'an id of 1 to 200 characters, or { id, name, price, … }',
  time: 'milliseconds since 1970',
  shape: 'an object that can be read',
  limit: 'at most 200 items',
};

/** The fault of a call of `track()`: what was refused more often after it than before. */
export function badTrack(
  before: RefusalCounts,
  after: RefusalCounts,
  type: unknown,
  what: unknown,
): PredictorError | undefined {
  const reasons = Object.keys(ALLOWED) as RefusalReason[];
  const reason = reasons.find((one) => after[one] !== before[one]);
  if (!reason) return undefined;
  const call = `track(${shown(type)}, ${shown(what)})`;
  const message = `${call} has a bad ${reason}: ${ALLOWED[reason]}. It is not counted.`;
  return new PredictorError('BAD_EVENT', `track: ${reason}, ${shown(type)}`, { message });
}
