import { type Columns, FIELDS } from './log-fields.js';

/** What a person has to hear first: a field that changes everything is not there. */
export function missingNotes(
  columns: Columns,
  headers: readonly string[],
  orders: boolean,
): string[] {
  const taken = new Set([
    ...FIELDS.flatMap((field) => columns[field] ?? []),
    columns.categoryNumber,
  ]);
  const left = headers.filter((header) => !taken.has(header)).slice(0, 30);
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
