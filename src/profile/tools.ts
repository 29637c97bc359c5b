import type { parseCategory } from '../events/parse-field.js';
import type { badOption } from '../lib/bad-option.js';
import type { callbackFailed } from '../lib/callback-failed.js';
import type { toPredictorError } from '../lib/errors.js';
import type { ownFields } from '../lib/own-fields.js';

/** From the page's entry, which has them already. */
export type Tools = readonly [
  badOption: typeof badOption,
  callbackFailed: typeof callbackFailed,
  ownFields: typeof ownFields,
  parseCategory: typeof parseCategory,
  toPredictorError: typeof toPredictorError,
];
