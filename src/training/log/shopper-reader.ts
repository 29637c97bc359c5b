import type { Values } from './column-sample.js';
import { createIdReader, nobodyIn } from './id-column.js';
import type { Columns, LogField } from './log-fields.js';
import type { LogRow, Refusal } from './log-row.js';
import { isNobody } from './missing-values.js';
import type { ReadMemory } from './read-memory.js';

/**
 * Reads who did what a line says, and in which session.
 * @param textsOf what the first lines have in a column.
 * @param own a field's text, '' where it is missing.
 */
export function createShopperReader(
  columns: Columns,
  order: string | undefined,
  textsOf: (header: string) => string[],
  own: (values: Values, header: string, field: LogField) => string,
  { missing, marks }: Pick<ReadMemory, 'missing' | 'marks'>,
) {
  const who = [...(columns.user ?? []), ...(columns.user ? [] : (columns.session ?? []))];
  const people = who.map((header) => idsOf(header, markOf(header)));
  const sessions = columns.user && columns.session ? idsOf(columns.session[0], '') : undefined;
  const fallback =
    columns.user && columns.session && idsOf(columns.session[0], `${columns.session[0]}\t`);

  /** The first column has none; in all files of a log a column has the same. */
  function markOf(header: string): string {
    let mark = marks.get(header);
    if (mark === undefined) {
      const isFirst = header === who[0] && !who.some((other) => marks.get(other) === '');
      mark = isFirst ? '' : `${header}\t`;
      marks.set(header, mark);
    }
    return mark;
  }

  /** The ids of a column of shoppers or sessions, marked where another column's ids could be the same. */
  function idsOf(header: string, mark: string) {
    const texts = textsOf(header);
    const ids = createIdReader(header, texts);
    const nobody = nobodyIn(texts);
    const field = columns.user?.includes(header) ? 'user' : 'session';
    return {
      header,
      ids,
      read(values: Values): string | undefined | { lost: true } {
        const text = own(values, header, field);
        if (!text) return undefined;
        if (nobody.has(text) || isNobody(text)) {
          missing.add(field, text);
          return undefined;
        }
        const id = ids.read(text);
        return typeof id === 'string' ? mark + id : id;
      },
    };
  }

  function readShopper(values: Values): Pick<LogRow, 'shopper' | 'also'> | Refusal {
    const found: string[] = [];
    for (const one of people) {
      const id = one.read(values);
      if (typeof id === 'object')
        return { reason: `${one.header} has lost digits in a spreadsheet` };
      // An order's number says who bought only where nothing else does.
      if (id && (one.header !== order || !found.length)) found.push(id);
    }
    const rest = found.length ? undefined : fallback?.read(values);
    if (typeof rest === 'string') found.push(rest);
    if (!found.length) return { reason: 'no session or user' };
    const [shopper, also] = found;
    return also === undefined ? { shopper } : { shopper, also };
  }

  return { people, sessions, readShopper };
}
