import { badOption } from './bad-option.js';
import type { PredictorError } from './errors.js';

/**
 * What each field of an object may be, by letters: `n` a number from 0, `p` one from 0 to 1 (either may be
 * text), `b` a boolean, `f` a function, `l` a list, `o` an object, `s` text, `a` anything; `null` besides,
 * as if it were left out. A function says it itself, of `null` too.
 */
export type Kind = string | ((value: unknown) => boolean);
export type Kinds = Readonly<Record<string, Kind>>;

/**
 * The own fields of an object that anybody may have written: a script may have added others to
 * `Object.prototype`. Fields with unknown names or of another kind are reported and left out, and so is
 * everything when it is no object.
 * @param name of the object, as the page wrote it; empty for the options themselves.
 */
export function ownFields<Fields extends object>(
  name: string,
  given: Fields | null | undefined,
  kinds: Kinds,
  onFault: (error: PredictorError) => void,
): Fields {
  const own = Object.create(null);
  // `null` is none, but not in the place of all options.
  const isGiven = given !== undefined && (given !== null || !name);
  if (isGiven && typeOf(given) !== 'object') onFault(badOption(name || 'options', given));
  else {
    for (const [field, value] of Object.entries(given ?? {})) {
      // As if it were left out: it takes the place of no default.
      if (value === undefined) continue;
      const kind = Object.hasOwn(kinds, field) ? kinds[field] : '';
      if (isA(kind, value)) own[field] = value;
      else onFault(badOption(name ? `${name}.${field}` : field, value));
    }
  }
  return own;
}

const typeOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value;

const isA = (kind: Kind, value: unknown): boolean =>
  typeof kind === 'function'
    ? kind(value)
    : !!kind && (value === null || [...kind].some((letter) => fits(value, letter)));

function fits(value: unknown, letter: string): boolean {
  if (letter !== 'n' && letter !== 'p')
    return letter === 'a' || (typeOf(value)[0] === letter && !/^[sb][iy]/.test(typeof value));
  const number = typeof value === 'string' && value.trim() ? +value : value;
  return typeof number === 'number' && number >= 0 && (letter === 'n' || number <= 1);
}
