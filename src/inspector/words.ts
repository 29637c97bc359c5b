import type { NextAction, ShopEvent } from '../events/event.js';
import type { Band } from '../prediction/prediction.js';

/*
 * What actions, events and bands are called, in the words that the demo and its studio have too: a test
 * compares. The names that code uses stand beside them.
 */

export const ACTIONS: Readonly<Record<NextAction, string>> = {
  click: 'views',
  cart: 'to cart',
  purchase: 'buys',
  checkout: 'checkout',
  remove: 'removes',
  wishlist: 'saves',
  search: 'searches',
  category: 'department',
  leave: 'leaves',
};

export const BANDS: Readonly<Record<Band, string>> = {
  likely: 'Likely to buy',
  undecided: 'Undecided',
  unlikely: 'Unlikely to buy',
};

export const DID: Readonly<Record<NextAction, string>> = {
  click: 'views {name}',
  cart: 'puts {name} into the cart',
  purchase: 'buys {name}',
  remove: 'removes {name} from the cart',
  wishlist: 'saves {name} for later',
  checkout: 'goes to the checkout',
  search: 'searches “{query}”',
  category: 'opens {name}',
  leave: 'leaves',
};

/** What a shopper did, as a sentence without its subject. @param nameOf the name of a product, else its id. */
export function did(
  { type, item, query = '', category = [] }: ShopEvent,
  nameOf: (id: string) => string,
): string {
  if (type === 'search' && !query) return ACTIONS.search;
  const name = item === undefined ? category.join(' / ') : nameOf(item);
  return DID[type].replace(/\{(\w+)\}/, (_, part) => (part === 'name' ? name : query));
}
