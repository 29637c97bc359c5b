import type { PredictorError } from '../lib/errors.js';
import { allowedFor } from './allowed.js';
import { nearest } from '../lib/nearest.js';

const PAGE = 'https://cdn.jsdelivr.net/npm/nextaisle/docs/guide/errors.md';

/** What else to do, by code. */
const TO_DO: Readonly<Record<string, string>> = {
  CALLBACK_FAILED: 'Everything else goes on.',
  UNCALIBRATED:
    'Use intent.band, give createPredictor() the option shop, or train a model on your log.',
  TEXTS_MISSING: 'Give createPredictor() the option texts.',
};

export function explain(error: PredictorError): void {
  const text = textOf(error);
  if (error.cause === undefined) console.warn(text);
  // The console shows where it was thrown.
  else console.warn(text, error.cause);
}

/** One line: what was given, what is allowed, what was probably meant, and where more is written. */
export function textOf({ code, message, detail }: PredictorError): string {
  const isChecked = code === 'BAD_OPTION' || code === 'BAD_EVENT';
  const said = isChecked ? withAllowed(message, detail) : message;
  const end = /[.!?]$/.test(said) ? '' : '.';
  const toDo = Object.hasOwn(TO_DO, code) ? ` ${TO_DO[code]}` : '';
  return `nextaisle: ${said}${end}${toDo} ${PAGE}#${code}`;
}

function withAllowed(message: string, detail: string): string {
  const given = message.replace(/: not allowed\. Add \?nextaisle-debug.*/s, '');
  const { allowed, isName } = allowedFor(detail);
  const words = quoted(allowed).filter((word) => /^[\w-]+$/.test(word));
  const tried = isName ? [detail.split(':')[0].split('.').pop() ?? ''] : quoted(given);
  const meant = tried.map((word) => (words.includes(word) ? undefined : nearest(word, words)));
  const [best] = meant.filter(Boolean);
  const hint = best ? ` Did you mean "${best}"?` : '';
  return `${given}: ${allowed}${/[.!?]$/.test(allowed) ? '' : '.'}${hint}`;
}

const quoted = (text: string): string[] =>
  [...text.matchAll(/"([^"]{1,60})"/g)].map(([, word]) => word);
