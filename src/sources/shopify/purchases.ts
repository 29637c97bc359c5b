import { isObject } from '../../events/parse-field.js';
import { guarded } from '../guarded.js';
import { firstOf } from '../order-lines.js';
import { shopifyId } from './products.js';
import type { Sink } from '../source.js';

/** Where the custom pixel of docs/guide/shopify.md leaves the orders. */
const KEY = 'nextaisle:bought';
const MAX_CHARS = 200_000;
const MAX_ORDERS = 20;

/**
 * Purchases: the checkout is another page where no script of the theme runs, but a custom pixel may
 * leave a note in the storage of the shop's origin. It is read once and removed, in whichever tab
 * comes first.
 * @returns the undo.
 */
export function pixelPurchases(host: Window, sink: Sink): () => void {
  const take = guarded(sink, () => {
    const text = taken(host);
    if (!text) return;
    if (text.length > MAX_CHARS) return sink.refuse('limit');
    const orders: unknown = JSON.parse(text);
    if (!Array.isArray(orders)) return sink.refuse('shape');
    for (const order of firstOf(orders, sink, MAX_ORDERS)) count(order);
  });
  const count = guarded(sink, (order: unknown) => {
    if (!isObject(order) || !Array.isArray(order.items)) return sink.refuse('shape');
    for (const item of firstOf<unknown>(order.items, sink)) {
      const id = isObject(item) && shopifyId(item.id);
      if (!id) {
        sink.refuse('item');
        continue;
      }
      const { quantity, price } = item;
      sink.event({
        type: 'purchase',
        item: { id },
        quantity,
        price,
        order: shopifyId(order.order),
        ts: order.ts,
      });
    }
  });
  const changed = (event: StorageEvent) => {
    if (event.key === KEY && event.newValue) take();
  };
  host.addEventListener('storage', changed);
  // A page that comes back from the back-forward cache got no event for what changed meanwhile.
  host.addEventListener('pageshow', take);
  take();
  return () => {
    host.removeEventListener('storage', changed);
    host.removeEventListener('pageshow', take);
  };
}

/** Removed before it is counted, so that another tab does not count it too. */
function taken(host: Window): string | null {
  try {
    const text = host.localStorage.getItem(KEY);
    if (text !== null) host.localStorage.removeItem(KEY);
    return text;
  } catch {
    // Storage is blocked: then no pixel could write to it either.
    return null;
  }
}
