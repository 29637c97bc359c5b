import { parseId, parseText } from '../../events/parse-field.js';
import type { Act, ActionReader } from './action-names.js';
import { categoryOf } from './category-levels.js';
import type { Values } from './column-sample.js';
import type { FoundColumns } from './columns.js';
import type { LogField } from './log-fields.js';
import { createIdReader } from './id-column.js';
import { createCellSplitter } from './cell-splitter.js';
import { createOrderCarrier } from './order-carrier.js';
import type { LogRow, Refusal } from './log-row.js';
import type { ReadMemory } from './read-memory.js';
import { isMissing, isTotal, plainText } from './missing-values.js';
import { createShopperReader } from './shopper-reader.js';
import { undoneOrder } from './order-status.js';
import { isNone, isReturn, quantityOf } from './sold-lines.js';
import { unknownAction } from './unknown-action.js';
import { markOf } from './void-lines.js';
import { createPriceReader } from './price-format.js';
import type { UndecidedTime } from './date-orders.js';
import { createTimeReader } from './time-reader.js';

/** A row whose time is one of several, until a later line decides. */
export type ReadRow = LogRow & { undecided?: UndecidedTime };

/** The only actions that make sense without an item. */
const BARE = new Set<Act>(['search', 'category', 'checkout', 'purchase']);

/** Turns the values of a line into events, by what the first lines have shown of each column. */
export function createLogReader(
  { columns, act: assumed, order, status, voids }: FoundColumns,
  sample: readonly Values[],
  readAction: ActionReader,
  memory: ReadMemory,
) {
  const { missing, unknown, orders } = memory;
  const own = (values: Values, header: string, field: LogField): string => {
    const text = plainText(values[header]);
    if (!isMissing(text)) return text;
    if (text) missing.add(field, text);
    return '';
  };
  const textsOf = (header: string) =>
    sample.map((values) => plainText(values[header])).filter((text) => !isMissing(text));
  const first = (values: Values, field: LogField): string => {
    for (const header of columns[field] ?? []) {
      const text = own(values, header, field);
      if (text) return text;
    }
    return '';
  };

  const { people, sessions, readShopper } = createShopperReader(
    columns,
    order,
    textsOf,
    own,
    memory,
  );
  const items = (columns.item ?? []).map((header) => ({
    header,
    ids: createIdReader(header, textsOf(header)),
  }));
  const splitter = createCellSplitter(columns, sample, order !== undefined);
  const time = columns.time && createTimeReader(columns.time, sample, orders);
  const prices = (columns.price ?? []).map((header) => ({
    header,
    price: createPriceReader(
      header,
      sample.map((values) => values[header]),
    ),
  }));
  const headers = new Set(sample.flatMap((values) => Object.keys(values)));
  const quantity = quantityOf(headers);
  const amounts = [quantity ?? [], columns.price ?? []].flat();
  // A column that is never filled in says nothing.
  const counts = sample.filter((values) => quantity && !isNone(values, quantity)).length;
  const ordered = columns.type || counts < sample.length / 2 ? undefined : quantity;
  const carry =
    order === undefined
      ? undefined
      : createOrderCarrier(order, columns, [
          ...status,
          ...voids.flatMap(({ header, isOfLine }) => (isOfLine ? [] : [header])),
        ]);

  function readPrice(values: Values): number | undefined {
    for (const { header, price } of prices) {
      const read = price.read(values[header]);
      if (read !== undefined) return read;
    }
    return undefined;
  }

  function readOne(
    values: Values,
    shopper: Pick<LogRow, 'shopper' | 'also'>,
    action: Exclude<Act, 'ignored'>,
    cell: string,
    when: number | UndecidedTime | undefined,
  ): ReadRow | Refusal {
    const item = items.length ? readItem(values, cell) : '';
    if (typeof item === 'object') return item;
    if (!item && !BARE.has(action)) return { reason: 'no item' };
    // Lines that are purchases, all of them: postage, a voucher, a comment.
    if (!item && !columns.type && assumed === 'purchase') {
      return { reason: 'lines of orders without a product', ignored: true };
    }
    // The model file has ids one a line.
    if (item && (!parseId(item) || /[\n\r]/.test(item))) {
      return { reason: 'item id too long or broken' };
    }
    // All fields at once: an object that grows by each costs more than reading the line.
    const row: ReadRow = {
      shopper: shopper.shopper,
      also: shopper.also,
      session: undefined,
      time: undefined,
      type: action,
      item: undefined,
      price: undefined,
      category: undefined,
      brand: undefined,
      name: undefined,
    };
    if (when !== undefined) {
      if (typeof when === 'number') row.time = when;
      else {
        row.undecided = when;
        row.time = when.readings.find((one) => !Number.isNaN(one));
      }
    }
    if (sessions) {
      const session = sessions.read(values);
      row.session = typeof session === 'string' ? session : undefined;
    }
    // Without users, a session is one shopper's only visit, whatever its pauses.
    else if (!columns.user) row.session = row.shopper;
    // Items shown in a list were not chosen by the shopper.
    if (!item || action === 'category') return row;
    row.item = item;
    row.price = readPrice(values);
    row.category = readCategory(values, categoryHeaders(values));
    if (!row.category && columns.categoryNumber) {
      row.category = readCategory(values, [columns.categoryNumber]);
    }
    row.brand = parseText(first(values, 'brand'), 200);
    row.name = parseText(first(values, 'name'), 500);
    return row;
  }

  function readItem(values: Values, cell: string): string | Refusal {
    if (cell) return cell;
    for (const { header, ids } of items) {
      const text = own(values, header, 'item');
      if (!text) continue;
      const id = ids.read(text);
      return typeof id === 'string' ? id : { reason: `${header} has lost digits in a spreadsheet` };
    }
    return '';
  }

  const readLevels = (values: Values, headers: readonly string[]) =>
    headers.flatMap((header) => {
      const value = values[header];
      if (Array.isArray(value)) return value.map(plainText);
      return [own(values, header, 'category')];
    });
  /** `a.b.c`, `a/b`, `a > b`, or one level a column. */
  const readCategory = (values: Values, headers: readonly string[]) =>
    categoryOf(readLevels(values, headers));

  /** A product that stands alone has its category elsewhere than the products of a list. */
  function categoryHeaders(values: Values): readonly string[] {
    const { category = [], categoryElsewhere, item = [] } = columns;
    if (!categoryElsewhere) return category;
    return isMissing(plainText(values[item[0]])) ? categoryElsewhere : category;
  }

  return {
    /** Whether a cell may hold several products. */
    isSplit: splitter !== undefined,
    /** What the times of the file are; undefined where its first lines have none. */
    times: columns.time ? time?.times : ('none' as const),
    /** The events of a line, or why it gives none. */
    read(line: Values): readonly (ReadRow | Refusal)[] {
      const read = readLine(line);
      // A row of totals has no action or no product, or its word stands for one of them.
      return read.some(
        (one) =>
          'reason' in one ||
          isTotal(one.item ?? '') ||
          isTotal(one.shopper.slice(one.shopper.lastIndexOf('\t') + 1)),
      ) && isTotalRow(line)
        ? [{ reason: 'a row of totals' }]
        : read;
    },
    /** What a person should know about how the columns were read. */
    notes(): string[] {
      return [
        ...(time?.notes() ?? []),
        ...[...people, ...items, ...(sessions ? [sessions] : [])].flatMap(({ ids }) => ids.notes()),
        ...prices.flatMap(({ price }) => price.notes()),
      ];
    },
  };

  function readLine(line: Values): readonly (ReadRow | Refusal)[] {
    const values = carry ? carry(line) : line;
    // In `user item item…` the first word is no item.
    if (columns.user?.[0] === 'first' && values.place === 0) {
      return [{ reason: 'the user', ignored: true }];
    }
    const shopper = readShopper(values);
    if ('reason' in shopper) return [shopper];
    const named = columns.type ? first(values, 'type') : '';
    const action = columns.type ? readAction(named || '(empty)') : assumed;
    if (action === undefined) {
      const refusal = unknownAction(named, hasItem(values));
      if (!refusal.ignored && !isTotalRow(line)) unknown.add(named.slice(0, 40) || '(empty)');
      return [refusal];
    }
    if (action === 'ignored') return [{ reason: named, ignored: true }];
    const mark = voids.length ? markOf(voids, values) : undefined;
    if (mark !== undefined) return [{ reason: `marked as ${mark}`, ignored: true }];
    if (action === 'purchase' && isReturn(values, amounts)) {
      return [{ reason: 'returned', ignored: true }];
    }
    if (action === 'purchase' && isNone(values, ordered)) {
      return [{ reason: 'a quantity of 0', ignored: true }];
    }
    const undone = status.map((header) => undoneOrder(values[header])).find(Boolean);
    if (action === 'purchase' && undone !== undefined)
      return [{ reason: `order ${undone}`, ignored: true }];
    const when = time?.read(values);
    if (typeof when === 'number' && Number.isNaN(when)) {
      const bare = items.length && !hasItem(values) && !BARE.has(action);
      return [{ reason: bare ? 'no item' : (time?.whyNot(values) ?? '') }];
    }
    const cells = splitter ? splitter(first(values, 'item')) : [];
    if (cells.length < 1) return [readOne(values, shopper, action, '', when)];
    return cells.map((cell) => readOne(values, shopper, action, cell, when));
  }

  function hasItem(values: Values): boolean {
    return (columns.item ?? []).some((header) => !isMissing(plainText(values[header])));
  }
}

const isTotalRow = (line: Values) => Object.values(line).some((value) => isTotal(plainText(value)));
