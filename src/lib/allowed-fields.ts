import { badOption, oneOf, ownFields } from './bad-option.js';
import type { PredictorError } from './errors.js';

/**
 * The own fields of an object that anybody may have written; fields of unknown names are reported. Of
 * anything else: none, and that is reported.
 * @param name of the object, as the page wrote it; empty for the options themselves.
 */
export function allowedFields<Fields extends object>(
  name: string,
  given: Fields | null | undefined,
  names: readonly string[],
  onFault: (error: PredictorError) => void,
): Fields {
  if (given === undefined) return ownFields<Fields>(given);
  if (typeof given !== 'object' || Array.isArray(given) || !given) {
    onFault(badOption(name || 'options', given, `an object of ${oneOf(names)}`, 'It is ignored.'));
    return ownFields<Fields>(undefined);
  }
  const own = ownFields<Fields>(given);
  for (const field of Object.keys(own)) {
    if (names.includes(field) || own[field as keyof Fields] === undefined) continue;
    const path = name ? `${name}.${field}` : field;
    const value = own[field as keyof Fields];
    onFault(badOption(path, value, `no such name. Known: ${oneOf(names)}`, 'It is ignored.'));
  }
  return own;
}
