import type { PredictorError } from '../lib/errors.js';
import { nearest } from './nearest.js';
import { allowedInRule } from './rule-fields.js';

const PAGE = 'https://cdn.jsdelivr.net/npm/nextaisle/docs/guide/errors.md';

/** One line: what was given, what is allowed, what was probably meant, and where more is written. */
export function textOf({ code, message, detail }: PredictorError): string {
  const allowed = detail.startsWith('when.') ? allowedInRule(detail) : '';
  const said = `${message}${allowed}`;
  const meant = guess(said, detail);
  const hint = meant ? ` Did you mean "${meant}"?` : '';
  const end = /[.!?]$/.test(said) ? '' : '.';
  return `nextaisle: ${said}${end}${hint} ${PAGE}#${code}`;
}

export function explain(error: PredictorError): void {
  const text = textOf(error);
  if (error.cause === undefined) console.warn(text);
  // The console shows where it was thrown.
  else console.warn(text, error.cause);
}

/** The allowed word that is most like a given one; the message names both, in quotes, on two sides of a colon. */
function guess(message: string, detail: string): string | undefined {
  const at = message.search(/: (?!\/\/)/);
  const allowed = quoted(message.slice(at)).filter((word) => /^[\w-]+$/.test(word));
  const isName = /: (no such name|Known)/.test(message);
  const given = isName ? [detail.split('.').pop() ?? ''] : quoted(message.slice(0, at));
  for (const word of given) {
    const meant = allowed.includes(word) ? undefined : nearest(word, allowed);
    if (meant) return meant;
  }
  return undefined;
}

const quoted = (text: string): string[] =>
  [...text.matchAll(/"([^"]{1,60})"/g)].map(([, word]) => word);
