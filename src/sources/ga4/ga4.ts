import type { ActionType } from '../../events/event.js';
import { type Fields, isObject, parsePrice } from '../../events/parse-field.js';
import { tapQueue } from '../../lib/page/tap-queue.js';
import type { WatchedPage } from '../../lib/page/watch-page.js';
import { whenGlobal } from '../../lib/page/when-global.js';
import { guarded } from '../guarded.js';
import { type OrderLine, readLines, reportLines } from '../order-lines.js';
import { type Sink, type Source, sinkAt } from '../source.js';

/**
 * GA4 event names; `null` shows items without an action. Others are not read.
 * https://developers.google.com/analytics/devguides/collection/ga4/ecommerce
 */
const ACTIONS: Readonly<Record<string, ActionType | null>> = {
  view_item: 'click',
  select_item: 'click',
  add_to_cart: 'cart',
  purchase: 'purchase',
  remove_from_cart: 'remove',
  add_to_wishlist: 'wishlist',
  begin_checkout: 'checkout',
  search: 'search',
  view_search_results: 'search',
  view_item_list: null,
  view_cart: null,
};

/**
 * GA4 and Tag Manager: what the page pushed to its data layer before we came, and what it pushes from
 * then on; also to another array that it puts in the place of the first.
 * @param host the window.
 * @param queueName the `l=` of the container, when it has one.
 */
export function ga4(host: object, queueName = 'dataLayer', page?: WatchedPage): Source {
  return {
    name: 'ga4',
    start(sink) {
      const seen = new WeakSet<object>();
      let replaying = false;
      const read = guarded(sink, (entry: unknown, ts?: number) => {
        if (!isObject(entry)) return;
        // Copied from the array before this one. What is pushed twice counts twice.
        if (replaying && seen.has(entry)) return;
        seen.add(entry);
        readEntry(entry, sinkAt(sink, ts));
      });
      const tap = () => {
        replaying = true;
        const stop = tapQueue(host, queueName, read);
        replaying = false;
        return stop;
      };
      try {
        // Made where the page has none, so that no push is missed.
        if (Reflect.get(host, queueName) == null) Reflect.set(host, queueName, []);
      } catch {
        // A getter threw.
      }
      return whenGlobal(host, queueName, tap, page);
    },
  };
}

function readEntry(entry: Fields, sink: Sink): void {
  // gtag pushes its arguments, Tag Manager objects. Only the ecommerce of the same push is read:
  // what an earlier push left behind belongs to another event.
  const isGtag = entry[0] === 'event';
  const name = isGtag ? entry[1] : entry.event;
  const found = isGtag ? entry[2] : entry.ecommerce;
  const params = isObject(found) ? found : entry;
  if (typeof name !== 'string' || !Object.hasOwn(ACTIONS, name)) return;
  const lines = readLines(params.items, (item) => readLine(item, params), sink);
  const facts = {
    order: params.transaction_id,
    query: params.search_term ?? entry.search_term,
    list: params.item_list_name ?? params.item_list_id,
  };
  reportLines(ACTIONS[name], lines, facts, sink);
}

function readLine(item: Fields, params: Fields): OrderLine {
  const price = parsePrice(item.price);
  return {
    item: {
      id: item.item_id ?? item.id ?? item.item_name ?? item.name,
      name: item.item_name ?? item.name,
      brand: item.item_brand ?? item.brand,
      category: item.item_category === undefined ? item.category : categoryOf(item),
      // GA4 reports the discount beside the price before it.
      price: price && Math.max(0, price - (parsePrice(item.discount) ?? 0)),
      currency: item.currency ?? params.currency,
    },
    quantity: item.quantity,
    position: item.index ?? item.position,
    list: item.item_list_name ?? item.list,
  };
}

function categoryOf(item: Fields): unknown[] {
  return ['', 2, 3, 4, 5].map((level) => item[`item_category${level}`]);
}
