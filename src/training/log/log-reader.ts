import {
  parseCategory,
  parseId,
  parseNumber,
  parsePrice,
  parseText,
} from '../../events/parse-field.js';
import type { createActionReader } from './action-names.js';
import type { Columns, LogField } from './columns.js';
import type { LogRow } from './log-row.js';
import { parseTime } from './log-time.js';

/** Why a line gave no event. */
export interface Refusal {
  reason: string;
  /** The line is valid, but not about a product: a page view, say. */
  ignored?: boolean;
}

/** The only actions that make sense without an item. */
const BARE = new Set(['search', 'category', 'checkout', 'purchase']);

/** Turns the values of one line into an event. */
export function createLogReader(
  columns: Columns,
  readAction: ReturnType<typeof createActionReader>,
) {
  const first = (field: LogField) => columns[field]?.[0];
  const user = first('user');
  const session = first('session');
  const type = first('type');
  const item = first('item') as string;
  const text = (values: Record<string, unknown>, header: string | undefined) => {
    const value = header === undefined ? undefined : values[header];
    return value === undefined || value === null ? '' : String(value).trim();
  };

  return (values: Record<string, unknown>): LogRow | Refusal => {
    // In `user item item…` the first word is no item.
    if (user === 'first' && values.place === 0) return { reason: 'the user', ignored: true };
    const shopper = text(values, user) || text(values, session);
    if (!shopper) return { reason: 'no session or user' };
    const named = type === undefined ? 'click' : text(values, type);
    const action = type === undefined ? 'click' : readAction(named);
    if (action === undefined) {
      const name = named.slice(0, 40) || '(empty)';
      return { reason: `unknown action ${name}: say what it means with --actions ${name}=click` };
    }
    if (action === 'ignored') return { reason: named, ignored: true };
    const id = text(values, item);
    if (!id && !BARE.has(action)) return { reason: 'no item' };
    // The model file has ids one a line.
    if (id && (!parseId(id) || /[\n\r]/.test(id))) return { reason: 'item id too long or broken' };
    const row: LogRow = { shopper, type: action };
    if (columns.time) {
      row.time = readTime(values, columns.time);
      if (Number.isNaN(row.time)) return { reason: 'time cannot be read' };
    }
    if (user !== undefined && session !== undefined)
      row.session = text(values, session) || undefined;
    // Without users, a session is one shopper's only visit, whatever its pauses.
    else if (user === undefined) row.session = shopper;
    // Items shown in a list were not chosen by the shopper.
    if (!id || action === 'category') return row;
    row.item = id;
    const price = text(values, first('price'));
    // A column has plain decimals: there `1.234` is one and a bit.
    row.price = parseNumber(price, 0, 1e9) || parsePrice(price) || undefined;
    row.category = readCategory(columns.category?.map((header) => text(values, header)) ?? []);
    row.category ??= readCategory([text(values, columns.categoryNumber)]);
    row.brand = parseText(text(values, first('brand')), 200);
    row.name = parseText(text(values, first('name')), 500);
    return row;
  };
}

function readTime(values: Record<string, unknown>, headers: string[]): number {
  if (headers.length === 1) return parseTime(values[headers[0]]);
  const [year, month, day] = headers.map((header) => Number(values[header]));
  return Date.UTC(year, month - 1, day);
}

/** `a.b.c`, `a/b`, `a > b`, or one level a column. */
function readCategory(levels: string[]): string[] | undefined {
  return parseCategory(levels.flatMap((level) => level.split(/[/>]|(?<=[a-z_])\.(?=[a-z_])/i)));
}
