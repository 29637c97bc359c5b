import { own, ownView } from '../lib/own.js';
import { isObject } from './parse-field.js';
import { pruned } from './parse-item.js';
import type { RefusalReason } from './refusals.js';

/** At most this many items of one call are read. */
const MAX_ITEMS = 200;

/**
 * The forms of `track(type, what, extra)` as raw events for `parseEvent`, which checks them:
 * `('click', 'SKU-1')`, `('cart', { id, price, quantity })`, `('search', 'chairs')`,
 * `('category', 'Garden/Chairs')`, `('purchase', { order, items: [...] })` with one event an item.
 * @param refuse told how many items were beyond the limit.
 */
export function rawEvents(
  type: unknown,
  what: unknown,
  extra: unknown,
  refuse: (reason: RefusalReason, count: number) => void,
): unknown[] {
  try {
    const list = type !== 'category' && Array.isArray(what) ? what : own(what, 'items');
    if (Array.isArray(list) && list.length) {
      const shared = { ...eventFields(list === what ? {} : what), ...eventFields(extra), type };
      if (list.length > MAX_ITEMS) refuse('limit', list.length - MAX_ITEMS);
      // Price and quantity come from each item's own line: an order's total is no unit price.
      return list.slice(0, MAX_ITEMS).map((item) => ({
        ...shared,
        price: undefined,
        quantity: undefined,
        item,
        ...(isObject(item) && pruned({ item: own(item, 'item'), ...lineFields(ownView(item)) })),
      }));
    }
    const fields = { ...eventFields(what), ...eventFields(extra), type };
    if (isObject(what) && !Array.isArray(what)) {
      return [own(what, 'id') === undefined ? fields : { ...fields, item: what }];
    }
    const place = type === 'search' ? 'query' : type === 'category' ? 'category' : 'item';
    return [{ ...fields, [place]: what }];
  } catch {
    // A getter or a proxy threw: `parseEvent` refuses and counts it.
    return [undefined];
  }
}

function lineFields({ quantity, price, position }: Readonly<Record<string, unknown>>) {
  return { quantity, price, position };
}

/** Only the fields of an event: nothing else is copied. */
function eventFields(input: unknown): object {
  if (!isObject(input)) return {};
  const fields = ownView(input);
  const { item, query, category, list, order, ts } = fields;
  return pruned({ item, query, category, list, order, ts, ...lineFields(fields) });
}
