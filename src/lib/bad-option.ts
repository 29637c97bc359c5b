import { PredictorError } from './errors.js';

const MAX_SHOWN = 40;

/**
 * The error for an option that cannot be used, in one line:
 * "retention.days is -3: a number above 0, at most 3650. 30 is used." Its `detail` is the name.
 * @param instead what is done instead, as a sentence.
 */
export function badOption(
  name: string,
  value: unknown,
  allowed: string,
  instead: string,
): PredictorError {
  const message = `${name} is ${shown(value)}: ${allowed}. ${instead}`;
  return new PredictorError('BAD_OPTION', name, { message });
}

/** Any value as text, at most a line of it. Never throws. */
export function shown(value: unknown): string {
  try {
    const text = typeof value === 'number' ? `${value}` : (JSON.stringify(value) ?? typeof value);
    return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
  } catch {
    // A circular object, or a getter that threw.
    return typeof value;
  }
}

/** `"auto", "cpu" or "webgl"` */
export function oneOf(words: readonly string[]): string {
  const quoted = words.map((word) => `"${word}"`);
  return quoted.length > 1 ? `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}` : quoted[0];
}

/** Only the object's own fields: a script may have added fields to `Object.prototype`. */
export function ownFields<Fields extends object>(given: Fields | null | undefined): Fields {
  return Object.assign(Object.create(null), given);
}
