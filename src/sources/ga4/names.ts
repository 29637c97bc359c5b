import type { PageAction } from '../order-lines.js';

/**
 * GA4 event names; `null` shows items without an action. Others are not read.
 * https://developers.google.com/analytics/devguides/collection/ga4/ecommerce
 */
const ACTIONS: Readonly<Record<string, PageAction | null>> = {
  view_item: 'view',
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

export const isGa4Name = (name: unknown): name is string =>
  typeof name === 'string' && Object.hasOwn(ACTIONS, name);

export const actionOf = (name: string): PageAction | null => ACTIONS[name];

/** `addToCart`, `dl_add_to_cart` and `GA4 - Add To Cart` are meant as GA4's `add_to_cart`. */
export function meantAs(name: string): string | undefined {
  const words = name
    .slice(0, 100)
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^(?:ga4|dl|gtm|eec?|ecommerce)_/, '');
  return isGa4Name(words) ? words : undefined;
}
