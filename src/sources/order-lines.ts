import type { ActionType } from '../events/event.js';
import type { Fields } from '../events/parse-field.js';
import { isObject, parseCategory } from '../events/parse-field.js';
import type { Sink } from './source.js';

const MAX_LINES = 200;

/** Actions for which some platforms put the fields of the one product beside those of the event. */
export const ONE_PRODUCT: readonly unknown[] = ['click', 'cart', 'remove', 'wishlist'];

/** A product as an order, a cart or a list has it: with its own quantity, position and list. All raw. */
export interface OrderLine {
  item: unknown;
  quantity?: unknown;
  position?: unknown;
  list?: unknown;
}

/** What an event says once for all of its lines. All raw. */
export type OrderFacts = { [field in 'order' | 'query' | 'category' | 'list']?: unknown };

export function fieldsOf(input: unknown): Fields {
  return isObject(input) ? input : {};
}

/** At most 200 of what should be an array of products; what is cut off is counted. */
export function readLines(
  found: unknown,
  readLine: (product: Fields) => OrderLine,
  sink: Sink,
): OrderLine[] {
  if (!Array.isArray(found)) return [];
  if (found.length > MAX_LINES) sink.refuse('limit', found.length - MAX_LINES);
  return found
    .slice(0, MAX_LINES)
    .map((product) => (isObject(product) ? readLine(product) : { item: product }));
}

/**
 * Reports an action: one event a line, or one event in all where the action is not about an item
 * (`search`, `checkout`), whose items are then impressions.
 * @param type `null` where the shopper did nothing: the items are impressions only.
 */
export function reportLines(
  type: ActionType | null,
  lines: readonly OrderLine[],
  facts: OrderFacts,
  sink: Sink,
): void {
  const { query, list } = facts;
  const order = type === 'purchase' ? facts.order : undefined;
  if (type && type !== 'search' && type !== 'checkout' && lines.length) {
    for (const line of lines) sink.event({ type, order, ...line, list: line.list ?? list });
    return;
  }
  // A list of one category is a category that the shopper opened; a mixed one is a shelf.
  const category = facts.category ?? (list && sharedCategory(lines));
  if (type) sink.event({ type, order, query });
  else if (category) sink.event({ type: 'category', category, list });
  for (const { item } of lines) sink.item(item);
}

/** The category path that all items have in common, when there are at least two. */
function sharedCategory(lines: readonly OrderLine[]): string[] | undefined {
  const paths = lines.map(({ item }) => parseCategory(fieldsOf(item).category) ?? []);
  const shared: string[] = [];
  for (const [i, level] of (paths[1] ?? []).entries()) {
    if (paths.some((path) => path[i] !== level)) break;
    shared.push(level);
  }
  return shared.length ? shared : undefined;
}
