import { share } from './column-sample.js';
import { leafWords } from './category-columns.js';
import { fitOf } from './field-names.js';
import { type Columns, FIELDS, type LogField } from './log-fields.js';
import { isClock } from './log-time.js';
import type { FactsOf } from './rank-columns.js';

/** What a person has to hear first: a field that changes everything is not there. */
export function missingNotes(
  columns: Columns,
  headers: readonly string[],
  orders: boolean,
): string[] {
  const left = leftOver(columns, headers).slice(0, 30);
  const over = left.length ? `columns left over: ${left.join(', ')}` : 'no column is left over';
  const notes: string[] = [];
  if (!columns.type && !orders) {
    notes.push(
      `no column of types was found: every line is read as a click (${over}). If one of them says what happened, name it with --columns type=…`,
    );
  }
  if (!columns.time) {
    notes.push(
      `no column of times was found: the order of the lines is the order of events (${over}). If one of them is a time, name it with --columns time=…`,
    );
  }
  return notes;
}

/** Columns that nobody reads and that look, by the end of their name or by their values, like a field that is missing. */
export function unreadNotes(
  columns: Columns,
  headers: readonly string[],
  factsOf: FactsOf,
): string[] {
  const missing = (['price', 'category', 'brand', 'name'] as const).filter(
    (field) => !columns[field],
  );
  const looksLike = (header: string): LogField | undefined =>
    missing.find((field) => fitOf(leafWords(header), field) > 0) ??
    missing.find((field) => fitOf(lastWords(header), field) > 0) ??
    (columns.time && share(factsOf(header), isClock) > 0.9 ? 'time' : undefined);
  const unread = leftOver(columns, headers)
    .map((header) => ({ header, field: looksLike(header) }))
    .filter((one) => one.field !== undefined)
    .slice(0, 12);
  if (!unread.length) return [];
  const [{ header, field }] = unread;
  const all = unread.map((one) => `${one.header} (${one.field}?)`).join(', ');
  return [
    `left unread: ${all}. If one of them is what it looks like: --columns ${field}=${header}`,
  ];
}

/** `page_category` and `seller name` by their last word. */
const lastWords = (header: string) => leafWords(header).split(' ').slice(-1).join(' ');

function leftOver(columns: Columns, headers: readonly string[]): string[] {
  const taken = new Set([
    ...FIELDS.flatMap((field) => columns[field] ?? []),
    ...(columns.categoryElsewhere ?? []),
    columns.categoryNumber,
  ]);
  return headers.filter((header) => !taken.has(header));
}
