// What events, actions, bands and stages are called on every page of the demo, in English; `say` puts them
// into the language of the page. The inspector has the same words, and a test compares them.
import { say } from './lang/say.js';

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
};

export const BANDS = {
  likely: 'Likely to buy',
  undecided: 'Undecided',
  unlikely: 'Unlikely to buy',
};

export const STAGES = {
  arriving: 'Just arrived',
  exploring: 'Looking around',
  comparing: 'Comparing',
  basket: 'Cart filled',
  checkout: 'At the checkout',
  bought: 'Just bought',
};

/** What each stage means, for those who ask. */
export const STAGE_NOTES = {
  arriving: 'the first thing of a visit',
  exploring: 'a second thing, the cart empty',
  comparing: 'three different products of one kind viewed',
  basket: 'something lies in the cart',
  checkout: 'the checkout is open',
};

export const SHELVES = {
  nextaisle: 'Ours',
  popular: 'Popular',
  'recently viewed': 'Recently viewed',
  'also viewed': 'Also viewed',
};

/** What a shopper did, as a sentence without its subject. */
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
};

/** @param name of the product, if there is one. */
export function did({ type, query, category }, name = '') {
  if (type === 'search' && !query) return say(ACTIONS.search);
  if (type !== 'category') return say(DID[type] ?? DID.leave, { name, query });
  const path = [category ?? []].flat();
  return path.length ? say(DID.category, { name: say(path.at(-1)) }) : say('opens a department');
}

/** `12 to 15%`, of a share and what chance leaves open. */
export const between = ({ low, high }) =>
  say('{low.1} to {high.1}%', { low: 100 * Math.max(0, low), high: 100 * high });
