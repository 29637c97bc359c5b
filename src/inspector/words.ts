import type { NextAction, ShopEvent } from '../events/event.js';
import type { Band } from '../prediction/prediction.js';
import type { Phrase, Speech } from './speech.js';

/*
 * What actions, events and bands are called, in the words that the demo and its studio have too: a test
 * compares, in every language. The names that code uses stand beside them.
 */

export const ACTIONS = {
  click: 'views',
  cart: 'to cart',
  purchase: 'buys',
  checkout: 'checkout',
  remove: 'removes',
  wishlist: 'saves',
  search: 'searches',
  category: 'department',
  leave: 'leaves',
} as const satisfies Readonly<Record<NextAction, Phrase>>;

export const BANDS = {
  likely: 'Likely to buy',
  undecided: 'Undecided',
  unlikely: 'Unlikely to buy',
} as const satisfies Readonly<Record<Band, Phrase>>;

export const DID = {
  click: 'views {name}',
  cart: 'puts {name} into the cart',
  purchase: 'buys {name}',
  remove: 'removes {name} from the cart',
  wishlist: 'saves {name} for later',
  checkout: 'goes to the checkout',
  search: 'searches “{query}”',
  category: 'opens {name}',
  leave: 'leaves',
} as const satisfies Readonly<Record<NextAction, Phrase>>;

/** An action in words; one that is none of ours as it was given. */
export const named = (action: string, { say }: Pick<Speech, 'say'>): string =>
  Object.hasOwn(ACTIONS, action) ? say(ACTIONS[action as NextAction]) : action;

/** What a shopper did, as a sentence without its subject. @param nameOf the name of a product, else its id. */
export function did(
  { type, item, query = '', category = [] }: ShopEvent,
  nameOf: (id: string) => string,
  { say }: Pick<Speech, 'say'>,
): string {
  if (type === 'search' && !query) return say(ACTIONS.search);
  const name = item === undefined ? category.join(' / ') : nameOf(item);
  return say(DID[type], { name, query });
}
