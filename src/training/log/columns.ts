import type { ActionType } from '../../events/event.js';
import { shown } from '../../lib/bad-option.js';
import { rareError, PredictorError } from '../../lib/errors.js';
import { type ActionReader, createActionReader } from './action-names.js';
import { findCategory, leafWords } from './category-columns.js';
import { missingNotes, noItem, noShopper, unreadNotes } from './column-notes.js';
import { type ColumnFacts, sampleColumns, share, type Values } from './column-sample.js';
import {
  besideItem,
  type Candidate,
  findUser,
  fitting,
  plausible,
  sameLeaf,
} from './rank-columns.js';
import { refuseCounts, refuseMarked, refuseReturns } from './count-table.js';
import { isOrderTime } from './field-names.js';
import { besideEmpty, rankItems, withoutOrders } from './item-columns.js';
import { type Columns, FIELDS, type LogField } from './log-fields.js';
import { oddColumns, withoutDevices } from './odd-columns.js';
import { findStatus, stateNotes } from './order-status.js';
import { soldBy } from './sold-lines.js';
import { findTime } from './time-columns.js';
import { findOrder, findTypeByValues, isAct } from './type-columns.js';
import { findVoid, type VoidColumn } from './void-lines.js';
import { wordsOf } from './words-of.js';

/** The columns of a log, and what a person should know about how they were found. */
export interface FoundColumns {
  columns: Columns;
  /** What a line without a type is: a log of orders has no types. */
  act: ActionType;
  /** The header of an order's number, in a log of orders. */
  order?: string;
  /** The headers that say which orders came to nothing. */
  status: string[];
  /** The columns that mark lines which do not count. */
  voids: VoidColumn[];
  /** Sentences for the person who waits. */
  notes: string[];
}

/**
 * Finds the columns of a log by their headers.
 * @param given headers named by the user, which take precedence.
 * @param sample the first line, shown when a column is missing.
 * @throws PredictorError BAD_COLUMN with the headers the log has.
 */
export function guessColumns(
  headers: readonly string[],
  given: Columns,
  sample: Readonly<Record<string, unknown>>,
): Columns {
  const line = Object.fromEntries(headers.map((header) => [header, sample[header]]));
  return findColumns([line], given).columns;
}

/**
 * Finds the columns of a log by the headers of its first lines, by how often they are filled and by what
 * stands in them.
 * @param named what the name of the file says that each line is.
 * @throws PredictorError BAD_COLUMN with the headers the log has.
 */
export function findColumns(
  lines: readonly Values[],
  given: Columns = {},
  readAction: ActionReader = createActionReader(),
  named?: ActionType,
): FoundColumns {
  const facts = sampleColumns(lines);
  const headers = [...facts.keys()];
  const factsOf = (header: string) => facts.get(header) as ColumnFacts;
  const found = `found: ${some(headers)}; first line: ${shorten(Object.values(lines[0] ?? {}))}`;
  const notes: string[] = [];
  const columns: Columns = {};

  for (const field of FIELDS) {
    const named = given[field]?.map((name) => {
      const header = findHeader(headers, name);
      if (header === undefined) throw rareError('BAD_COLUMN', `${field}=${name}; ${found}`);
      return header;
    });
    if (named) columns[field] = named;
  }
  const ranked = (field: LogField) => {
    const found = plausible(fitting(headers, field), field, factsOf);
    if (found.length || !OF_ITEMS.has(field)) return found;
    const free = headers.filter((header) => !columns.type?.includes(header));
    return plausible(besideItem(columns.item?.[0], free, field), field, factsOf);
  };
  const choose = (field: LogField, candidates: readonly Candidate[] = ranked(field)) => {
    if (columns[field] || !candidates.length) return;
    const [{ header: best, fit }] = candidates;
    const alike = sameLeaf(best, fitting(headers, field));
    columns[field] = alike.length ? alike : [best];
    const other = candidates.find(
      ({ header, fit: its }) => !columns[field]?.includes(header) && its === fit,
    );
    if (other) {
      notes.push(
        `${field} is read from ${best}; ${other.header} fits as well: choose with --columns ${field}=${other.header}`,
      );
    }
  };

  if (!columns.type) {
    const types = ranked('type');
    const says = ({ header }: Candidate) =>
      share(factsOf(header), (value) => isAct(readAction, value)) > 0;
    choose('type', types.some(says) ? types.filter(says) : types);
    const more = types.filter(({ header }) => !columns.type?.includes(header));
    // Segment's `type` tells what a line without an `event` is: a page, an identity.
    const [first] = (columns as Columns).type ?? [];
    if (first !== undefined && factsOf(first).gaps) {
      columns.type = [first, ...more.map(({ header }) => header).slice(0, 2)];
    }
  }
  choose('session');
  if (!columns.user) columns.user = findUser(ranked('user'), fitting(headers, 'user'), factsOf);
  const products = withoutOrders(ranked('item'), lines, columns.user ?? columns.session);
  choose('item', rankItems(products, headers, factsOf, notes));
  for (const field of ['price', 'brand', 'name'] as const) choose(field);
  let devices: readonly string[] = [];
  if (!columns.category) {
    findCategory(columns, headers, ranked('category')[0]?.header);
    devices = withoutDevices(columns, factsOf, notes);
  }
  findTime(columns, headers, ranked('time'), factsOf, notes);

  // OTTO calls a shopper a session: they last for weeks.
  if (headers.some((h) => /(^|\.)aid$/.test(h)) && !columns.user && !given.session) {
    columns.user = columns.session;
    columns.session = undefined;
  }
  const order = findOrder(columns, headers, factsOf, lines.length, readAction);
  if (order) {
    columns.type = given.type && columns.type;
    columns.session ??= [order];
    if (columns.user && !given.user) columns.user = [...columns.user, order];
    if (columns.name?.[0] === order) columns.name = undefined;
    notes.push(`a log of orders: each line of an order (${order}) is a purchase`);
  }
  if (!columns.type && !order) findTypeByValues(columns, headers, factsOf, readAction, notes);
  if (!columns.item) {
    throw rareError('BAD_COLUMN', `no item: ${noItem(columns, headers, factsOf, order)}; ${found}`);
  }
  if (!columns.user && !columns.session) {
    throw rareError(
      'BAD_COLUMN',
      `neither session nor user: ${noShopper(columns, headers)}; ${found}`,
    );
  }
  const beside = given.item ? undefined : besideEmpty(columns.item, headers, factsOf);
  if (beside !== undefined) {
    notes.push(`where ${columns.item[0]} is empty, ${beside} tells products apart`);
    columns.item = [...columns.item, beside];
  }
  const every = columns.type ? undefined : readAction('*');
  const said = every === 'ignored' ? undefined : every;
  if (!columns.type && !order && !every) {
    refuseCounts(headers, factsOf, readAction);
    refuseMarked(headers, factsOf, lines.length);
  }
  if (!columns.type && !every) refuseReturns(headers, factsOf);
  const sold = columns.type ? undefined : soldBy(headers, factsOf);
  const isTimed = !columns.type && columns.time?.some(isOrderTime);
  const isBought = order !== undefined || isTimed || sold !== undefined;
  if (sold !== undefined && order === undefined && !isTimed && !said) {
    notes.push(
      `each line is a purchase, as it has a quantity (${sold}). If it is something else: --actions "*=click"`,
    );
  }
  if (isTimed && order === undefined && !said) {
    notes.push(
      `each line is a purchase, as its time is that of an order (${columns.time}). If it is something else: --actions "*=click"`,
    );
  }
  const isNamed = !columns.type && !isBought && !said && named === 'purchase';
  if (isNamed) {
    notes.push(
      'each line is a purchase, as the name of the file says so. If it is something else: --actions "*=click"',
    );
  }
  const act = said ?? (isBought || isNamed ? 'purchase' : 'click');
  // Beside actions, only what names the payment or the order: there may be states of much else.
  const states = findStatus(headers, factsOf).filter((header) => !columns.type?.includes(header));
  const status = columns.type
    ? states.filter((header) => /^(?:payment|order)\b/.test(leafWords(header)))
    : act === 'purchase'
      ? states
      : [];
  if (act === 'purchase') notes.push(...stateNotes(status, factsOf));
  const { categoryNumber, categoryElsewhere } = columns;
  const inOrder: Columns = {};
  for (const field of FIELDS) if (columns[field]) inOrder[field] = columns[field];
  if (categoryNumber !== undefined) inOrder.categoryNumber = categoryNumber;
  if (categoryElsewhere) inOrder.categoryElsewhere = categoryElsewhere;
  notes.unshift(...missingNotes(columns, headers, act !== 'click' || said !== undefined));
  notes.push(...oddColumns(columns, headers, factsOf, lines));
  const filled = headers.filter(
    (header) => factsOf(header).filled > 0 && !devices.includes(header),
  );
  notes.push(...unreadNotes(columns, filled, factsOf));
  const taken = new Set(FIELDS.flatMap((field) => columns[field] ?? []));
  const voids = findVoid(headers, factsOf).filter(({ header }) => !taken.has(header));
  return { columns: inOrder, act, order, status, voids, notes };
}

/** What a product has, and other things have too. */
const OF_ITEMS = new Set<LogField>(['price', 'category', 'brand', 'name']);

/** A header by its name: as it stands, by the same words, or by the last part of a path. */
function findHeader(headers: readonly string[], name: string): string | undefined {
  if (headers.includes(name)) return name;
  const words = wordsOf(name).join(' ');
  return (
    headers.find((header) => wordsOf(header).join(' ') === words) ??
    headers.find((header) => header.includes('.') && leafWords(header) === words)
  );
}

/** A table of a column a product has thousands. */
const SHOWN = 40;
const some = (texts: readonly string[]) =>
  texts.length > SHOWN
    ? `${texts.slice(0, SHOWN).join(', ')} and ${texts.length - SHOWN} more`
    : texts.join(', ');

const shorten = (values: unknown[]) =>
  some(values.map((value) => String(value ?? '').slice(0, 40)));

/**
 * Reads `item=product_id,time=year+month+day`.
 * @throws PredictorError BAD_OPTION naming the part that cannot be read.
 */
export function parseColumnOption(text: string): Columns {
  const columns: Columns = {};
  for (const part of text.split(',')) {
    const [field, header] = part.split(/=(.*)/s).map((side) => side.trim());
    if (!FIELDS.includes(field as LogField) || !header) {
      throw new PredictorError('BAD_OPTION', '--columns', {
        message: `--columns is ${shown(part)}: field=header, with a field of ${FIELDS.join(', ')}.`,
      });
    }
    columns[field as LogField] = header.split('+').map((one) => one.trim());
  }
  return columns;
}
