import type { ActionType } from '../events/event.js';
import type { Fields } from '../events/parse-field.js';
import { isObject, parseCategory } from '../events/parse-field.js';
import type { Sink } from './source.js';

const MAX_LINES = 200;

/** Actions that some platforms tell of one product, whose fields are not in a list. */
export const ONE_PRODUCT: readonly unknown[] = ['click', 'cart', 'remove', 'wishlist'];

/** An item as an event names it: its own quantity, place and list beside it. All of it is raw. */
export interface Line {
  item: unknown;
  quantity?: unknown;
  position?: unknown;
  list?: unknown;
}

export function fieldsOf(input: unknown): Fields {
  return isObject(input) ? input : {};
}

/** At most 200 of what should be an array of items; what is cut off is counted. */
export function readLines(found: unknown, readLine: (line: Fields) => Line, sink: Sink): Line[] {
  if (!Array.isArray(found)) return [];
  if (found.length > MAX_LINES) sink.refuse('limit', found.length - MAX_LINES);
  return found
    .slice(0, MAX_LINES)
    .map((line) => (isObject(line) ? readLine(line) : { item: line }));
}

/**
 * Tells of an action on items: one event a line, or one for all where the action has no item of its
 * own (`search`, `checkout`) and the items are only shown.
 * @param type `null` shows items without an act.
 */
export function tellLines(
  type: ActionType | null,
  lines: readonly Line[],
  about: { [field in 'order' | 'query' | 'category' | 'list']?: unknown },
  sink: Sink,
): void {
  const { query, list } = about;
  const order = type === 'purchase' ? about.order : undefined;
  if (type && type !== 'search' && type !== 'checkout' && lines.length) {
    for (const line of lines) sink.event({ type, order, ...line, list: line.list ?? list });
    return;
  }
  // A list of one category is a category the shopper opened; a mixed one is a shelf.
  const category = about.category ?? (list && sharedCategory(lines));
  if (type) sink.event({ type, order, query });
  else if (category) sink.event({ type: 'category', category, list });
  for (const { item } of lines) sink.item(item);
}

/** The category path that all items have in common, when there are at least two. */
function sharedCategory(lines: readonly Line[]): string[] | undefined {
  const paths = lines.map(({ item }) => parseCategory((item as Fields | null)?.category) ?? []);
  const shared: string[] = [];
  for (const [i, level] of (paths[1] ?? []).entries()) {
    if (paths.some((path) => path[i] !== level)) break;
    shared.push(level);
  }
  return shared.length ? shared : undefined;
}
