import type { PredictorError } from '../lib/errors.js';
import { allowedFor } from './allowed.js';
import { nearest } from '../lib/nearest.js';

const PAGE = 'https://cdn.jsdelivr.net/npm/nextaisle/docs/guide/errors.md';

/** What else to do, by code, or by code and detail. */
const TO_DO: Readonly<Record<string, string>> = {
  CALLBACK_FAILED: 'Everything else goes on.',
  UNCALIBRATED:
    'Use intent.band, give createPredictor() the option shop, or train a model on your log.',
  'NOT_INSTANT policy':
    "Allow 'inline-speculation-rules' in script-src, or give startInstant() the nonce. Prefetch links serve, where they are allowed.",
  'NOT_INSTANT no-address':
    'Give products a url, mark links with data-nextaisle-id, or give startInstant() the option address.',
  'NOT_INSTANT this-page': 'All products have the address of this page: it needs no next one.',
  'NOT_INSTANT one-page':
    'Products open without loading a page, so that pages asked for are not used. Do without it here.',
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
  const [found] = [code, `${code} ${detail}`].filter((key) => Object.hasOwn(TO_DO, key));
  const toDo = found ? ` ${TO_DO[found]}` : '';
  return `nextaisle: ${said}${end}${toDo} ${PAGE}#${code}`;
}

function withAllowed(message: string, detail: string): string {
  const given = message.replace(/: not allowed\. More: add \?nextaisle-debug.*/s, '');
  const { allowed, isName } = allowedFor(detail);
  const words = quoted(allowed).filter((word) => /^[\w-]+$/.test(word));
  const tried = isName ? [detail.split(': use')[0].split('.').pop() ?? ''] : quoted(given);
  const meant = tried.map((word) => (words.includes(word) ? undefined : nearest(word, words)));
  const [best] = meant.filter(Boolean);
  const hint = best ? ` Did you mean "${best}"?` : '';
  return `${given}: ${allowed}${/[.!?]$/.test(allowed) ? '' : '.'}${hint}`;
}

const quoted = (text: string): string[] =>
  [...text.matchAll(/"([^"]{1,60})"/g)].map(([, word]) => word);
