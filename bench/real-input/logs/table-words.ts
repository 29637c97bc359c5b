import type { ActionType } from '../../../src/events/event.js';

export type Field =
  | 'user'
  | 'anonymous'
  | 'session'
  | 'time'
  | 'type'
  | 'item'
  | 'price'
  | 'quantity'
  | 'category'
  | 'brand'
  | 'name';

/** Words for each column, as lower-case words: the style of the header joins them. */
export const HEADERS: Record<Field, readonly string[]> = {
  user: ['user id', 'customer id', 'visitor id', 'client id', 'user'],
  anonymous: ['anonymous id'],
  session: ['session id', 'visit id', 'user session'],
  time: ['event time', 'timestamp', 'created at', 'action time', 'event timestamp', 'time'],
  type: ['event type', 'event name', 'action type', 'event', 'action'],
  item: ['item id', 'product id', 'sku', 'article id'],
  price: ['price', 'unit price', 'item price'],
  quantity: ['quantity'],
  category: ['category', 'category path', 'item category', 'category name'],
  brand: ['brand', 'item brand'],
  name: ['product name', 'item name', 'title'],
};

const capital = (word: string) => word[0].toUpperCase() + word.slice(1);
export const STYLES: Readonly<Record<string, (words: string[]) => string>> = {
  snake_case: (words) => words.join('_'),
  camelCase: (words) => words.map((word, i) => (i ? capital(word) : word)).join(''),
  PascalCase: (words) => words.map(capital).join(''),
  'Title Case': (words) => words.map(capital).join(' '),
  UPPER_CASE: (words) => words.join('_').toUpperCase(),
  'kebab-case': (words) => words.join('-'),
  'acronym ID': (words) => words.map((w) => (w === 'id' ? 'ID' : capital(w))).join(''),
  'prefix.': (words) => `event.${words.join('_')}`,
};

export const ACTIONS: Readonly<Record<string, Partial<Record<ActionType, string>>>> = {
  GA4: {
    click: 'view_item',
    cart: 'add_to_cart',
    purchase: 'purchase',
    remove: 'remove_from_cart',
    wishlist: 'add_to_wishlist',
    category: 'view_item_list',
    search: 'search',
  },
  Segment: {
    click: 'Product Viewed',
    cart: 'Product Added',
    purchase: 'Order Completed',
    remove: 'Product Removed',
    wishlist: 'Product Added to Wishlist',
    category: 'Product List Viewed',
    search: 'Products Searched',
  },
  short: {
    click: 'view',
    cart: 'cart',
    purchase: 'purchase',
    remove: 'remove_from_cart',
    wishlist: 'wishlist',
    category: 'category',
    search: 'search',
  },
  Taobao: { click: 'pv', cart: 'cart', purchase: 'buy', wishlist: 'fav' },
  RetailRocket: { click: 'view', cart: 'addtocart', purchase: 'transaction' },
  camelCase: {
    click: 'productView',
    cart: 'addToCart',
    purchase: 'purchase',
    remove: 'removeFromCart',
    wishlist: 'addToWishlist',
    search: 'search',
  },
  'Title Case': {
    click: 'View Item',
    cart: 'Add To Cart',
    purchase: 'Purchase',
    remove: 'Remove From Cart',
    wishlist: 'Add To Wishlist',
    search: 'Search',
  },
  'UPPER CASE': { click: 'VIEW', cart: 'ADD_TO_CART', purchase: 'PURCHASE', search: 'SEARCH' },
  numbers: { click: '1', cart: '2', purchase: '4', wishlist: '3' },
};

export const MISSING = [
  '',
  'NA',
  'N/A',
  'NULL',
  'null',
  '\\N',
  'nan',
  'NaN',
  'None',
  'undefined',
  '(not set)',
  '-',
];

export const PRICES: Readonly<Record<string, (price: number) => string>> = {
  plain: (price) => price.toFixed(2),
  'comma decimals': (price) => price.toFixed(2).replace('.', ','),
  '1.299,00 €': (price) => `${grouped(price, '.', ',')} €`,
  '$1,299.00': (price) => `$${grouped(price, ',', '.')}`,
  '1 299,00': (price) => grouped(price, '\u00a0', ','),
};

function grouped(price: number, thousands: string, decimal: string): string {
  const [whole, cents] = price.toFixed(2).split('.');
  return whole.replace(/\B(?=(\d{3})+$)/g, thousands) + decimal + cents;
}

export const CATEGORIES: Readonly<Record<string, (path: string[]) => string>> = {
  '/': (path) => path.join('/'),
  '>': (path) => path.join(' > '),
  '.': (path) => path.join('.'),
};
