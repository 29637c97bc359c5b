import type { ActionType } from '../../../src/events/event.js';
import type { Dice } from '../dice.js';
import { TIME_FORMATS, type TimeFormat } from './time-formats.js';
import { rowOf, type Told, type ToldRow, tellItem } from './told.js';
import { createLogTruth, type IdStyle, type LogEvent } from './truth.js';

/** A cell as text for CSV, and as a value for JSON and Parquet. */
export interface Cell {
  text: string;
  value: string | number | null;
}

export interface Table {
  header: string[];
  rows: Cell[][];
}

/** A log in some dialect, before it becomes bytes. */
export interface WrittenLog {
  told: Told;
  kinds: string[];
  /** Rows of plain values, or else nested records. */
  table?: Table;
  records?: object[];
  /** Options that the user would give. */
  options: string[];
}

type Field =
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
const HEADERS: Record<Field, readonly string[]> = {
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
const STYLES: Readonly<Record<string, (words: string[]) => string>> = {
  snake_case: (words) => words.join('_'),
  camelCase: (words) => words.map((word, i) => (i ? capital(word) : word)).join(''),
  PascalCase: (words) => words.map(capital).join(''),
  'Title Case': (words) => words.map(capital).join(' '),
  UPPER_CASE: (words) => words.join('_').toUpperCase(),
  'kebab-case': (words) => words.join('-'),
  'acronym ID': (words) => words.map((w) => (w === 'id' ? 'ID' : capital(w))).join(''),
  'prefix.': (words) => `event.${words.join('_')}`,
};

const ACTIONS: Readonly<Record<string, Partial<Record<ActionType, string>>>> = {
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

const PRICES: Readonly<Record<string, (price: number) => string>> = {
  plain: (price) => price.toFixed(2),
  'comma decimals': (price) => price.toFixed(2).replace('.', ','),
  '1.299,00 €': (price) => `${grouped(price, '.', ',')} €`,
  '$1,299.00': (price) => `$${grouped(price, ',', '.')}`,
  '1 299,00': (price) => grouped(price, '\u00a0', ','),
};

export function grouped(price: number, thousands: string, decimal: string): string {
  const [whole, cents] = price.toFixed(2).split('.');
  return whole.replace(/\B(?=(\d{3})+$)/g, thousands) + decimal + cents;
}

const CATEGORIES: Readonly<Record<string, (path: string[]) => string>> = {
  '/': (path) => path.join('/'),
  '>': (path) => path.join(' > '),
  '.': (path) => path.join('.'),
};

/** A log with a row an event, as a table. Most draws are the usual; one to three are not. */
export function tableDialect(dice: Dice): WrittenLog {
  const kinds: string[] = [];
  const odd = new Set(
    dice
      .shuffled(['time', 'header', 'ids', 'missing', 'actions', 'shape', 'noise', 'price', 'who'])
      .slice(0, dice.whole(0, 3)),
  );
  const drawn = <T>(what: string, table: Readonly<Record<string, T>>, usual: string): T => {
    const name = odd.has(what) ? dice.pick(Object.keys(table)) : usual;
    if (odd.has(what)) kinds.push(`${what}: ${name}`);
    return table[name];
  };
  const format = drawn('time', TIME_FORMATS, dice.pick(['ISO, no zone', 'Unix milliseconds']));
  // Dots are German, and so day first; of slashes nobody can tell.
  const early = format.ordered !== undefined && dice.chance(0.3);
  if (early) kinds.push('time: day or month first?');
  const idStyles = ['sku', 'number', 'zeros', 'gtin', 'case', 'spoken', 'comma'] as const;
  const ids: IdStyle = odd.has('ids') ? dice.pick(idStyles) : dice.pick(['sku', 'number']);
  if (odd.has('ids')) kinds.push(`ids: ${ids}`);
  const truth = createLogTruth(dice, ids, early);
  const style = drawn('header', STYLES, 'snake_case');
  const names = drawn('actions', ACTIONS, 'GA4');
  const price = drawn('price', PRICES, 'plain');
  const category = dice.pick(Object.values(CATEGORIES));
  const missing = odd.has('missing') ? dice.pick(MISSING) : '';
  if (odd.has('missing')) kinds.push(`missing: ${missing || '(empty)'}`);
  const floats = ids === 'number' && dice.chance(0.3);
  if (floats) kinds.push('ids: 1000.0');
  const shape = odd.has('shape')
    ? dice.pick([
        'clicks only',
        'no users',
        'no times',
        'date+time',
        'no sessions',
        'no items named',
      ])
    : '';
  if (shape) kinds.push(`shape: ${shape}`);
  const who = odd.has('who') ? dice.pick(['user or anonymous', 'user or session']) : '';
  if (who) kinds.push(`who: ${who}`);

  const has = {
    user: shape !== 'no users',
    anonymous: who === 'user or anonymous',
    session:
      shape === 'no users' ||
      shape === 'no times' ||
      who === 'user or session' ||
      (shape !== 'no sessions' && dice.chance(0.5)),
    type: shape !== 'clicks only',
    time: shape !== 'no times',
    price: odd.has('price') || dice.chance(0.7),
    quantity: dice.chance(0.3),
    category: dice.chance(0.7),
    brand: dice.chance(0.5),
    name: shape !== 'no items named' && dice.chance(0.6),
  };
  if (!has.user) has.anonymous = false;
  const fields = (
    [
      'time',
      'user',
      'anonymous',
      'session',
      'type',
      'item',
      'price',
      'quantity',
      'category',
      'brand',
      'name',
    ] as const
  ).filter((field) => field === 'item' || has[field]);
  const order = dice.chance(0.5) ? fields : dice.shuffled(fields);
  const headerOf = new Map(
    order.map((field) => [field as Field, style(dice.pick(HEADERS[field]).split(' '))]),
  );
  const header = order.flatMap((field) =>
    field === 'time' && shape === 'date+time'
      ? [style(['date']), style(['time'])]
      : [headerOf.get(field) ?? ''],
  );

  const told: Told = {
    rows: [],
    items: new Map(),
    clock: !has.time ? 'none' : shape === 'date+time' ? 'full' : format.clock,
    toleranceMs: format.write(0).includes('25569') ? 1000 : 1,
    hasSessions: has.session,
    headers: {},
  };
  for (const field of ['price', 'name', 'brand', 'category'] as const) {
    if (has[field]) told.headers[field] = headerOf.get(field);
  }
  const anonymous = new Set(
    truth.events.map(({ shopper }) => shopper).filter(() => who && dice.chance(0.4)),
  );
  const known = truth.events.filter(({ type }) => names[type] && (has.type || type === 'click'));
  // A log without days out of order keeps its order; others may be in any.
  const isShuffled = told.clock === 'full' && has.time && dice.chance(0.2);
  if (isShuffled) kinds.push('shape: in any order');
  const events = isShuffled ? dice.shuffled(known) : known;
  const rows = events.map((event) => writeRow(event));
  if (odd.has('noise')) addNoise();
  const options = shape === 'date+time' && dice.chance(0.5) ? dateAndTime() : [];
  if (early && format.ordered && dice.chance(0.5)) {
    kinds.push('time: order by option');
    options.push('--dates', format.ordered);
  }
  return { told, kinds, table: { header, rows }, options };

  function dateAndTime(): string[] {
    kinds.push('shape: date+time by option');
    return ['--columns', `time=${style(['date'])}+${style(['time'])}`];
  }

  function writeRow(event: LogEvent): Cell[] {
    const { item } = event;
    const row: ToldRow = { ...rowOf(event), item: item?.id };
    row.time = has.time
      ? shape === 'date+time'
        ? Math.floor(event.time / 1000) * 1000
        : Math.floor(event.time / format.resolutionMs) * format.resolutionMs
      : undefined;
    if (!has.session) row.session = undefined;
    if (!has.price) row.price = undefined;
    if (!has.user) row.shopper = event.session;
    const isAnonymous = anonymous.has(event.shopper);
    if (isAnonymous && who === 'user or session') row.shopper = `session ${event.session}`;
    const lacks = (share: number) => odd.has('missing') && dice.chance(share);
    const facts = {
      name: has.name && !lacks(0.1) ? item?.name : undefined,
      brand: has.brand && !lacks(0.2) ? item?.brand : undefined,
      category: has.category && !lacks(0.2) ? item?.category : undefined,
    };
    if (has.price && lacks(0.2)) row.price = undefined;
    const noItem = item !== undefined && lacks(0.08);
    const noUser = has.user && !who && !has.session && lacks(0.05);
    if (!noItem && !noUser) {
      told.rows.push(row);
      if (item) tellItem(told, item.id, facts);
    }
    return order.flatMap((field): Cell[] => {
      switch (field) {
        case 'time':
          return shape === 'date+time' ? dateTimeCells(event.time) : [timeCell(event.time, format)];
        case 'user':
          return [isAnonymous || noUser ? gap() : numberCell(event.shopper)];
        case 'anonymous':
          return [textCell(`anon-${event.shopper}`)];
        case 'session':
          return [textCell(`s${event.session}`)];
        case 'type':
          return [textCell(names[event.type] ?? '')];
        case 'item':
          return [item && !noItem ? itemCell(item.id) : gap()];
        case 'price':
          return [item && row.price !== undefined ? priceCell(item.price) : gap()];
        case 'quantity':
          return [item ? numberCell(String(event.quantity)) : gap()];
        case 'category':
          return [facts.category ? textCell(category(facts.category)) : gap()];
        case 'brand':
          return [facts.brand ? textCell(facts.brand) : gap()];
        case 'name':
          return [facts.name ? textCell(facts.name) : gap()];
      }
    });
  }

  function gap(): Cell {
    return { text: missing, value: missing === '' || dice.chance(0.5) ? null : missing };
  }

  function itemCell(id: string): Cell {
    if (!floats) return ids === 'number' ? numberCell(id) : textCell(id);
    return { text: `${id}.0`, value: Number(id) };
  }

  function priceCell(amount: number): Cell {
    const text = price(amount);
    return { text, value: price === PRICES.plain ? amount : text };
  }

  /** Rows that are no acts of a shopper in a shop. */
  function addNoise(): void {
    const noise = dice.pick([
      'page views',
      'header again',
      'totals',
      'unknown action',
      'empty rows',
    ]);
    kinds.push(`noise: ${noise}`);
    const blank = (): Cell[] => header.map(() => ({ text: '', value: null }));
    const typeAt =
      order.indexOf('type') +
      (shape === 'date+time' && order.indexOf('time') < order.indexOf('type') ? 1 : 0);
    for (let count = dice.whole(1, 3); count > 0; count--) {
      const at = dice.whole(1, rows.length);
      const row = blank();
      if (noise === 'header again')
        header.forEach((name, i) => {
          row[i] = textCell(name);
        });
      else if (noise === 'totals') {
        row[0] = textCell('Total');
        row[row.length - 1] = numberCell('48210');
        rows.push(row);
        return;
      } else if (noise !== 'empty rows' && has.type) {
        const like = rows[at - 1];
        like.forEach((cell, i) => {
          row[i] = cell;
        });
        row[typeAt] = textCell(noise === 'page views' ? 'page_view' : 'newsletter_popup');
      }
      rows.splice(at, 0, row);
    }
  }
}

const textCell = (text: string): Cell => ({ text, value: text });
const numberCell = (text: string): Cell => ({ text, value: Number(text) });
const timeCell = (time: number, { write, value }: TimeFormat): Cell => ({
  text: write(time),
  value: value ? value(time) : write(time),
});
const dateTimeCells = (time: number): Cell[] => {
  const [date, clock] = TIME_FORMATS['ISO, no zone'].write(time).split(' ');
  return [textCell(date), textCell(clock)];
};
