import { PredictorError } from './errors.js';

const MAX_SHOWN = 40;

/**
 * The error for an option or argument that cannot be used: "retention.days is -3: not allowed". Its
 * `detail` is the name. What is allowed is a table of its own, `chunks/allowed.ts`, which a page loads in
 * development only.
 */
export function badOption(
  name: string,
  value: unknown,
  code: 'BAD_OPTION' | 'BAD_EVENT' = 'BAD_OPTION',
): PredictorError {
  const message = `${name} is ${shown(value)}: not allowed. More: add ?nextaisle-debug.`;
  return new PredictorError(code as 'BAD_OPTION', name, { message });
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
