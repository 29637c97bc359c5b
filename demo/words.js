// What events, actions, bands and stages are called on every page of the demo, and how numbers are written.

export const ACTIONS = {
  click: 'looks',
  cart: 'to basket',
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
  unlikely: 'Just looking',
};

export const STAGES = {
  arriving: 'Just arrived',
  exploring: 'Looking around',
  comparing: 'Comparing',
  basket: 'Basket filled',
  checkout: 'At the checkout',
  bought: 'Just bought',
};

/** What each stage means, for those who ask. */
export const STAGE_NOTES = {
  arriving: 'the first thing of a visit',
  exploring: 'a second thing, the basket empty',
  comparing: 'three different products of one kind looked at',
  basket: 'something lies in the basket',
  checkout: 'the checkout is open',
};

export const SHELVES = {
  nextaisle: 'Ours',
  popular: 'Popular',
  'recently viewed': 'Recently viewed',
  'also viewed': 'Also viewed',
};

export const percent = (share) =>
  !Number.isFinite(share)
    ? '–'
    : share >= 0.9995
      ? '100%'
      : share === 0
        ? '0%'
        : share < 0.001
          ? '<0.1%'
          : `${(share * 100).toFixed(share < 0.1 ? 1 : 0)}%`;

/** `12 to 15%` */
export const between = ({ low, high }, places = 1) =>
  `${(100 * Math.max(0, low)).toFixed(places)} to ${(100 * high).toFixed(places)}%`;

export const whole = (n) => Math.round(n).toLocaleString('en');

/** A sum of money, its currency left out. */
export const amount = (value) =>
  Number.isFinite(value) ? (value < 10 ? value.toFixed(2) : whole(value)) : '–';

export const euros = (value) => (Number.isFinite(value) ? `€${amount(value)}` : '–');

/** `1 visit`, `2 visits` */
export const count = (n, noun, nouns = `${noun}s`) =>
  `${whole(n)} ${Math.round(n) === 1 ? noun : nouns}`;

/** What a shopper did, as a sentence without its subject. @param name of the product, if there is one. */
export function did({ type, query, category }, name = '') {
  switch (type) {
    case 'click':
      return `looks at ${name}`;
    case 'cart':
      return `puts ${name} into the basket`;
    case 'purchase':
      return `buys ${name}`;
    case 'remove':
      return `removes ${name} from the basket`;
    case 'wishlist':
      return `saves ${name} for later`;
    case 'checkout':
      return 'goes to the checkout';
    case 'search':
      return query ? `searches “${query}”` : 'searches';
    case 'category':
      return category?.length ? `opens ${[category].flat().at(-1)}` : 'opens a department';
    default:
      return 'leaves';
  }
}
