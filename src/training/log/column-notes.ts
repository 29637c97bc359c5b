import { share } from './column-sample.js';
import { leafWords } from './category-columns.js';
import { fitOf, isOrderId } from './field-names.js';
import { type Columns, FIELDS, type LogField } from './log-fields.js';
import { isClock } from './log-time.js';
import { plainText } from './missing-values.js';
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
      `no column of types was found: every line is read as a click (${over}). If one of them says what happened, name it with --columns type=…. If each line is a purchase: --actions "*=purchase"`,
    );
  }
  if (!columns.time) {
    notes.push(
      `no column of times was found: the order of the lines is the order of events (${over}). If one of them is a time, name it with --columns time=…`,
    );
  }
  return notes;
}

/** What a log without products is told: what it has, what could be a product, and that it may be no log of a shop. */
export function noItem(
  columns: Columns,
  headers: readonly string[],
  factsOf: FactsOf,
  order: string | undefined,
): string {
  const has = (['user', 'session', 'type', 'time'] as const)
    .filter((field) => columns[field])
    .map((field) => `${field}=${columns[field]?.join('+')}`);
  const number = order ?? headers.find(isOrderId);
  if (number !== undefined) {
    return `it has orders (${number}) and not what was bought: its products stand in a table of the lines of orders. Join the two, a product a line: ${number},user_id,item_id,time`;
  }
  const ids = leftOver(columns, headers)
    .filter((header) => couldBeItem(header, factsOf))
    .slice(0, 4);
  const learns =
    'no product, and a model learns which products are seen, put into carts and bought';
  if (ids.length) {
    const which = ids.length > 1 ? `one of ${ids.join(', ')}` : ids[0];
    return `if ${which} is a product: --columns item=${ids[0]}. Else it has ${learns}`;
  }
  return has.length ? `it has ${has.join(', ')} and ${learns}` : `it has ${learns}`;
}

/** Ids, names and addresses that come again, and are not those of an event or a person. */
function couldBeItem(header: string, factsOf: FactsOf): boolean {
  const words = leafWords(header);
  const { values, distinct } = factsOf(header);
  return (
    distinct > 1 &&
    new Set(values.map(plainText)).size < values.length &&
    /(?:^| )(?:id|sku|code|name|title|url|uri|reference|referencia|ref|nummer|number|nr)$/.test(
      words,
    ) &&
    !/^(?:event|user|client|full user|ga client|player|form|form step|referrer|column) |^(?:type|event) name$/.test(
      words,
    ) &&
    !/referrer|error|status|country|currency|postal|zip|promo|coupon|city|region/.test(words)
  );
}

/** What a log without shoppers is told. */
export function noShopper(columns: Columns, headers: readonly string[]): string {
  return columns.time || columns.type
    ? `whose events they are is not in it. If one of ${leftOver(columns, headers).slice(0, 6).join(', ')} tells shoppers apart: --columns user=…`
    : 'it looks like a list of products, and no log of what shoppers did with them';
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
    (missing.includes('price') && isAmount(header, factsOf) ? 'price' : undefined) ??
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

/** Money by another name than price. */
const isAmount = (header: string, factsOf: FactsOf) =>
  /(?:^| )(?:cost|amount|betrag|montant|importe|importo|bedrag|kwota|сумма|金额|金額|금액)$/.test(
    leafWords(header),
  ) && share(factsOf(header), (value) => /\d/.test(plainText(value))) > 0.9;

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
