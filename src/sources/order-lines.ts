import type { ActionType } from '../events/event.js';
import type { Fields } from '../events/parse-field.js';
import {
  isObject,
  parseCategory,
  parseId,
  parseNumber,
  parsePrice,
} from '../events/parse-field.js';
import type { PageActs } from './page-acts.js';
import { isNamedIn } from './page-address.js';
import type { Sink } from './source.js';

const MAX_LINES = 200;

/** `view` is the page of a product, `click` a product opened from a list: to the history both are clicks. */
export type PageAction = ActionType | 'view';

/** Actions for which some platforms put the fields of the one product beside those of the event. */
export const ONE_PRODUCT: readonly unknown[] = ['view', 'click', 'cart', 'remove', 'wishlist'];

/** A product as an order, a cart or a list has it: with its own quantity, position and list. All raw. */
export interface OrderLine {
  item: unknown;
  quantity?: unknown;
  /** Of one, beside the price. */
  discount?: unknown;
  position?: unknown;
  list?: unknown;
}

/** What an event says once for all of its lines. All raw. */
export type OrderFacts = { [field in 'order' | 'query' | 'category' | 'list']?: unknown };

export function fieldsOf(input: unknown): Fields {
  return isObject(input) ? input : {};
}

/**
 * At most 200 of what should be an array of products, or an object of them, or one product; what is cut
 * off is counted.
 */
export function readLines(
  found: unknown,
  readLine: (product: Fields) => OrderLine,
  sink: Sink,
): OrderLine[] {
  return firstOf(listOf(found), sink).map((product) =>
    isObject(product) ? readLine(product) : { item: product },
  );
}

/** The first of these fields that is an id: pages leave some empty, or with a placeholder. */
export function idIn(product: Fields, ...names: readonly string[]): unknown {
  const ids = names.map((name) => product[name]);
  return ids.map(parseId).find(Boolean) ?? ids.find((id) => id != null);
}

/** `2`, `'2'`, `'2,0'`, `'2 pcs'`. */
export const countOf = (quantity: unknown): number | undefined =>
  parseNumber(quantity, -1e6, 1e6) ?? parsePrice(quantity);

/** At most 200, or `most`; what is cut off is counted. */
export function firstOf<One>(list: readonly One[], sink: Sink, most = MAX_LINES): readonly One[] {
  if (list.length > most) sink.refuse('limit', list.length - most);
  return list.slice(0, most);
}

function listOf(found: unknown): readonly unknown[] {
  if (Array.isArray(found)) return found;
  if (!isObject(found)) return [];
  // `{ 0: …, 2: … }`, as PHP writes an array with gaps, or products by their ids; else it is one product.
  const keys = Object.keys(found);
  const products = keys.filter((key) => isObject(valueIn(found, key)));
  const indexes = products.filter((key) => /^\d{1,6}$/.test(key));
  // One product, whatever else it has.
  if (!indexes.length && products.length < keys.length) return [found];
  return (indexes.length ? indexes : products).map((key) => found[key]);
}

/** A getter that throws is of no product. */
function valueIn(found: Fields, key: string): unknown {
  try {
    return found[key];
  } catch {
    return undefined;
  }
}

/**
 * Reports an action: one event a line, or one event in all where the action is not about an item
 * (`search`, `checkout`), whose items are then impressions. A shopper looks at one product at a time: the
 * others of a `view` or `click` stand beside it.
 * @param type `null` where the shopper did nothing: the items are impressions only.
 */
export function reportLines(
  type: PageAction | null,
  lines: readonly OrderLine[],
  facts: OrderFacts,
  sink: PageActs,
): void {
  const { query } = facts;
  const order = type === 'purchase' ? facts.order : undefined;
  // Some name the list with each product.
  const list = facts.list ?? lines[0]?.list;
  if (type && type !== 'search' && type !== 'checkout' && lines.length) {
    const isLook = type === 'view' || type === 'click';
    const joined = joinLines(lines);
    const acted = isLook ? lookedAt(joined, type, sink) : joined;
    for (const line of acted) {
      const quantity = countOf(line.quantity);
      // Nothing was put in, or something was given back.
      if (/^(cart|purchase)$/.test(type) && Number(quantity) <= 0) {
        sink.refuse('quantity');
        sink.item(line.item);
      } else {
        const of = joined.length;
        sink.event({ type, order, of, ...line, quantity, list: line.list ?? facts.list });
      }
    }
    for (const line of joined) if (!acted.includes(line)) sink.item(line.item);
    return;
  }
  // A list of one category is a category that the shopper opened; a mixed one is a shelf.
  const shared = list && !facts.category ? sharedCategory(lines) : undefined;
  const category = facts.category ?? shared;
  // A category told by what finds it is no search: Adobe Commerce does so, with no words.
  const isBlank = typeof query === 'string' && !query.trim();
  if (type && !isBlank) sink.event({ type, order, query, of: 1 });
  else if (category) {
    const shown = shared && lines.map(({ item }) => fieldsOf(item).id);
    sink.event({ type: 'category', category, list, shown });
  }
  for (const { item } of lines) sink.item(item);
}

/** Variants may have one id: two lines of one product are one, of as many as both. */
function joinLines(lines: readonly OrderLine[]): OrderLine[] {
  const byId = new Map<unknown, OrderLine>();
  for (const line of lines) {
    const key = parseId(fieldsOf(line.item).id) ?? line;
    const before = byId.get(key);
    const quantity = before && numberOf(before) + numberOf(line);
    byId.set(key, before ? { ...before, quantity } : line);
  }
  return [...byId.values()];
}

const numberOf = ({ quantity }: OrderLine): number => countOf(quantity) ?? 1;

/**
 * The one that the address names, else the first that is not of another list. A click on all of a list may be
 * on any of them.
 */
function lookedAt(lines: readonly OrderLine[], type: PageAction, sink: PageActs): OrderLine[] {
  const path = sink.path();
  const named = lines.filter(({ item }) => isNamedIn(path, item));
  if (named.length === 1) return named;
  if (type === 'view' || lines.length < 2) return [lines.find(({ list }) => !list) ?? lines[0]];
  sink.refuse('list');
  return [];
}

/** The category path that all items have in common. */
function sharedCategory(lines: readonly OrderLine[]): string[] | undefined {
  const paths = lines.map(({ item }) => parseCategory(fieldsOf(item).category) ?? []);
  const shared: string[] = [];
  for (const level of paths[paths.length - 1] ?? []) {
    if (paths.some((path) => path[shared.length] !== level)) break;
    shared.push(level);
  }
  return shared.length ? shared : undefined;
}
