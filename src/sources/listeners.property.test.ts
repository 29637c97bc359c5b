import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePrice } from '../events/parse-field.js';
import { backwards, hostileValue, objectOf, oddValue, runs } from '../lib/properties.fixture.js';
import { type Hear, LISTENERS } from './listeners.fixture.js';

type Name = keyof typeof LISTENERS;

const one = (text: string) => fc.constantFrom(...text.split(','));
/** Products under the names of every platform, near misses among their values. */
const PRODUCT =
  'id item_id item_name name brand category price discount quantity index product_id sku variant_id url image title handle vendor productType priceTotal SKU currency parent prices product merchandise selectedVariant';
const amount = fc.oneof(
  fc.nat(500),
  fc.constantFrom<unknown>('3', '12.50', '1.234,5', '-2', -2, 0.5, 0, true, null, '', [4]),
  hostileValue,
);
const inner = objectOf(PRODUCT, fc.oneof(amount, fc.string({ maxLength: 5 })));
const product = objectOf(PRODUCT, fc.oneof(amount, fc.string({ maxLength: 5 }), inner));
const products = fc.oneof(
  fc.array(product, { maxLength: 4 }),
  fc.dictionary(one('0,1,5,A'), product),
  product,
  hostileValue,
);
const holder = (names: string, more: fc.Arbitrary<unknown> = hostileValue) =>
  fc.oneof(
    { weight: 9, arbitrary: objectOf(names, fc.oneof(products, amount, more)) },
    hostileValue,
  );
const call = (names: string, payload: fc.Arbitrary<unknown>) =>
  fc.tuple(fc.oneof({ weight: 9, arbitrary: one(names) }, hostileValue), payload);

const GA4 = 'view_item,add_to_cart,addToCart,purchase,remove_from_cart,view_item_list,search';
const ecommerce = holder(
  'items value currency transaction_id item_list_name detail add purchase impressions search_term',
  holder('products actionField items'),
);
const commerce = holder('productViews productListAdds purchases order', holder('value purchaseID'));
const context = holder('items products units sku name orderId phrase urlPath pricing product');
/** At most three of the fields; what an earlier push said stays said. */
const someOf = (fields: Record<string, fc.Arbitrary<unknown>>) =>
  fc
    .subarray(Object.keys(fields), { maxLength: Math.min(3, Object.keys(fields).length) })
    .chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, fields[name]]))));
const contexts = someOf({ productContext: context, shoppingCartContext: context });
const cart = holder('merchandise quantity id product', product);

const PUSHES: Record<Name, fc.Arbitrary<unknown>> = {
  ga4: fc.oneof(
    fc.tuple(one('event,set,config'), fc.oneof(one(GA4), hostileValue), ecommerce),
    fc.record(
      {
        event: fc.oneof(one(GA4), hostileValue),
        ecommerce,
        'ecommerce.items': products,
        items: products,
      },
      { requiredKeys: [] },
    ),
    fc.constant({ ecommerce: null }),
    hostileValue,
  ),
  segment: call(
    'Product Viewed,Product Added,Order Completed,Products Searched,Product List Viewed',
    fc.oneof(holder('products order_id query list_id category currency'), product),
  ),
  snowplow: call(
    'trackProductView,trackAddToCart,trackTransaction,trackCheckoutStep:sp,trackSelfDescribingEvent',
    fc.oneof(holder('products product transaction_id step event context name'), product),
  ),
  adobe: fc
    .tuple(
      fc.oneof(
        one(
          'product-page-view,add-to-cart,place-order,commerce.purchases,commerce.productListAdds,x',
        ),
        hostileValue,
      ),
      // A few: with all nine, of thousands of values each, most of the time went into making them.
      someOf({
        eventInfo: fc.oneof(contexts, hostileValue),
        productContext: context,
        changedProductsContext: context,
        shoppingCartContext: context,
        orderContext: context,
        commerce,
        productListItems: products,
        xdm: holder('commerce productListItems eventType', commerce),
      }),
    )
    .map(([event, fields]) => ({ event, ...fields })),
  hydrogen: call(
    'product_viewed,collection_viewed,search_viewed,product_added_to_cart,product_removed_from_cart',
    holder('products collection searchTerm currentLine prevLine', cart),
  ),
  'standard events': call(
    'product:view,product:select,collection:view,search:update,cart:lines-update',
    holder(
      'product context collection search action lines promise',
      fc.oneof(cart, one('page,add,remove,update')),
    ),
  ),
  'product page': holder(
    'product page currency',
    holder('pageType id variants vendor type', product),
  ),
  'pixel purchases': fc.oneof(
    fc.array(holder('items order ts', fc.oneof(products, fc.nat()))),
    hostileValue,
    fc.string(),
  ),
  woocommerce: call(
    'cart-add-item,cart-remove-item,product-view-link,product-search,product-list-render',
    holder('product quantity searchTerm products', product),
  ),
};

/** Every text and number in what was pushed, also in JSON that is pushed as text. */
function leavesOf(given: unknown, found = new Set<unknown>()): Set<unknown> {
  if (found.has(given) || typeof given === 'function') return found;
  found.add(given);
  try {
    if (typeof given === 'string' && /^\s*[[{]/.test(given)) leavesOf(JSON.parse(given), found);
    if (typeof given !== 'object' || given === null) return found;
    const fields = Object.getOwnPropertyDescriptors(given);
    for (const [name, { value }] of Object.entries(fields))
      if (name !== 'constructor') leavesOf(value, found);
    leavesOf(Object.getPrototypeOf(given), found);
  } catch {}
  return found;
}

const NAMES = Object.keys(LISTENERS) as Name[];

test.each(NAMES)(
  '%s: whatever is pushed, nothing is thrown, nothing invented, in whatever order its keys are',
  async (name) => {
    const hear: Hear = LISTENERS[name];
    await fc.assert(
      fc.asyncProperty(fc.array(PUSHES[name], { maxLength: 4 }), async (pushes) => {
        const { events, shown } = await hear(pushes);
        const leaves = [...leavesOf(pushes)].filter((leaf) =>
          /^(number|string)$/.test(typeof leaf),
        );
        const texts = leaves.map((leaf) => String(leaf).trim());
        const numbers = leaves.map(Number);
        for (const { item, quantity, order, price } of events) {
          // Shopify's ids are the end of an address.
          for (const id of [item, order])
            if (id) expect(texts.some((text) => text === id || text.includes(`/${id}`))).toBe(true);
          // A variant of which three were in the cart, and now are five: two.
          if (quantity !== undefined)
            expect(
              numbers.some((n) => n === quantity || numbers.includes(n - quantity)) ||
                name === 'hydrogen',
            ).toBe(true);
          if (price !== undefined && /segment|snowplow|pixel/.test(name))
            expect(leaves.map((leaf) => parsePrice(leaf))).toContain(price);
        }
        const again = await hear(pushes.map(backwards));
        const told = (list: typeof events) => list.map(({ ts: _, session: __, ...event }) => event);
        expect(told(again.events)).toEqual(told(events));
        expect([...again.shown].sort()).toEqual([...shown].sort());
      }),
      runs(name === 'adobe' ? 80 : 40),
    );
  },
);

type Action = 'click' | 'cart' | 'purchase' | 'remove';
interface Line {
  id: string;
  name: string;
  price?: number;
  quantity?: number;
}
/** What a shopper did, before a platform dresses it. */
interface Meaning {
  action: Action;
  lines: Line[];
  order: string;
}
const line = fc.record(
  {
    id: fc.oneof(fc.nat(1e9).map(String), one('SKU-1,a b,日本,0,007')),
    name: one('Oak chair,Kaffee & Tee,x'),
    price: fc.oneof(
      fc.nat(5000),
      fc.nat(500_000).map((cents) => cents / 100),
    ),
    quantity: fc.integer({ min: 1, max: 40 }),
  },
  { requiredKeys: ['id', 'name'] },
);
const meaning: fc.Arbitrary<Meaning> = fc
  .record({
    action: fc.constantFrom<Action>('click', 'cart', 'purchase', 'remove'),
    lines: fc.uniqueArray(line, { minLength: 1, maxLength: 3, selector: ({ id }) => id }),
    order: one('1001,A-7'),
  })
  .map((told) => (told.action === 'click' ? { ...told, lines: told.lines.slice(0, 1) } : told));

/** One way in which a page may write each kind of value. */
interface Clothes {
  id(id: string): unknown;
  number(value: number | undefined): unknown;
  /** Around the fields that are read: what no mapping has, in any order. */
  fields(fields: object): object;
  list<T>(list: T[]): unknown;
}
const isNumeric = (id: string) => /^[1-9]\d*$/.test(id);
const habits = fc.record({
  id: fc.constantFrom('text', 'number', 'blanks'),
  number: fc.constantFrom('number', 'text', 'blanks'),
  list: fc.constantFrom('list', 'numbered', 'single'),
  junk: fc.dictionary(one('dimension1,metric7,affiliate_x,userId,extra,toString,,$'), oddValue),
  isBackwards: fc.boolean(),
  isTrapped: fc.boolean(),
  none: fc.constantFrom<unknown>(undefined, null, ''),
});
const wear = (how: typeof habits extends fc.Arbitrary<infer How> ? How : never): Clothes => ({
  id: (id) =>
    how.id === 'number' && isNumeric(id) ? Number(id) : how.id === 'blanks' ? ` ${id} ` : id,
  number: (value) =>
    value === undefined
      ? how.none
      : how.number === 'number'
        ? value
        : how.number === 'text'
          ? String(value)
          : ` ${value} `,
  fields: (fields) => {
    const all = { ...how.junk, ...fields };
    const turned = how.isBackwards ? Object.fromEntries(Object.entries(all).reverse()) : all;
    const trap = () => expect.unreachable();
    return how.isTrapped
      ? Object.defineProperty(turned, 'secret', { get: trap, enumerable: true })
      : turned;
  },
  list: (list) =>
    how.list === 'list'
      ? list
      : how.list === 'single' && list.length === 1
        ? list[0]
        : Object.fromEntries(list.map((one, i) => [i * 2, one])),
});

type Dress = (meaning: Meaning, clothes: Clothes) => unknown[];
/** Each way of saying it, by platform. */
const DRESSES: [name: string, platform: Name, dress: Dress][] = [
  [
    'GA4 by gtag',
    'ga4',
    ({ action, lines, order }, as) => [
      [
        'event',
        {
          click: 'view_item',
          cart: 'add_to_cart',
          remove: 'remove_from_cart',
          purchase: 'purchase',
        }[action],
        as.fields({
          transaction_id: order,
          items: as.list(lines.map((line) => ga4Item(line, as))),
        }),
      ],
    ],
  ],
  [
    'GA4 by Tag Manager',
    'ga4',
    ({ action, lines, order }, as) => [
      as.fields({
        event: {
          click: 'view_item',
          cart: 'addToCart',
          remove: 'dl_remove_from_cart',
          purchase: 'purchase',
        }[action],
        ecommerce: as.fields({
          transaction_id: order,
          items: as.list(lines.map((line) => ga4Item(line, as))),
        }),
      }),
    ],
  ],
  [
    'Universal Analytics',
    'ga4',
    ({ action, lines, order }, as) => [
      as.fields({
        event: 'shop',
        ecommerce: as.fields({
          [{ click: 'detail', cart: 'add', remove: 'remove', purchase: 'purchase' }[action]]:
            as.fields({
              actionField: { id: order },
              products: as.list(
                lines.map(({ id, name, price, quantity }) =>
                  as.fields({
                    id: as.id(id),
                    name,
                    price: as.number(price),
                    quantity: as.number(quantity),
                  }),
                ),
              ),
            }),
        }),
      }),
    ],
  ],
  [
    'Segment',
    'segment',
    ({ action, lines, order }, as) => [
      [
        {
          click: 'Product Viewed',
          cart: 'Product Added',
          remove: 'Product Removed',
          purchase: 'Order Completed',
        }[action],
        as.fields({
          order_id: order,
          products: as.list(
            lines.map(({ id, name, price, quantity }) =>
              as.fields({
                product_id: as.id(id),
                name,
                price: as.number(price),
                quantity: as.number(quantity),
              }),
            ),
          ),
        }),
      ],
    ],
  ],
  [
    'Snowplow',
    'snowplow',
    ({ action, lines, order }, as) => {
      const products = lines.map(({ id, name, price, quantity }) =>
        as.fields({ id: as.id(id), name, price: as.number(price), quantity: as.number(quantity) }),
      );
      const command = {
        click: 'trackProductView',
        cart: 'trackAddToCart:sp',
        remove: 'trackRemoveFromCart',
        purchase: 'trackTransaction',
      }[action];
      return [
        [
          command,
          action === 'click'
            ? products[0]
            : as.fields({ transaction_id: order, products: as.list(products) }),
        ],
      ];
    },
  ],
  [
    'XDM',
    'adobe',
    ({ action, lines, order }, as) => [
      as.fields({
        event: 'web',
        xdm: as.fields({
          commerce: {
            [{
              click: 'productViews',
              cart: 'productListAdds',
              remove: 'productListRemovals',
              purchase: 'purchases',
            }[action]]: { value: as.number(1) },
            order: { purchaseID: order },
          },
          productListItems: as.list(
            lines.map(({ id, name, price, quantity }) =>
              as.fields({
                SKU: as.id(id),
                name,
                priceTotal: as.number(price && price * (quantity ?? 1)),
                quantity: as.number(quantity),
              }),
            ),
          ),
        }),
      }),
    ],
  ],
];
function ga4Item({ id, name, price, quantity }: Line, as: Clothes) {
  return as.fields({
    item_id: as.id(id),
    item_name: name,
    price: as.number(price),
    quantity: as.number(quantity),
  });
}

test.each(DRESSES)('%s in odd clothes is read as what it says', async (_, platform, dress) => {
  await fc.assert(
    fc.asyncProperty(meaning, habits, async (told, how) => {
      const { events } = await LISTENERS[platform](dress(told, wear(how)));
      const expected = told.lines.map(({ id, price, quantity }) => ({
        type: told.action,
        item: id,
        price: price === undefined ? undefined : expect.closeTo(price, 6),
        quantity,
        order: told.action === 'purchase' ? told.order : undefined,
      }));
      expect(
        events.map(({ type, item, price, quantity, order }) => ({
          type,
          item,
          price,
          quantity,
          order,
        })),
      ).toEqual(expected);
    }),
    runs(60),
  );
});

const lineOf = (quantity: unknown) => ({
  quantity,
  merchandise: { id: 7, product: { id: 1, title: 'Chair' } },
});
const lines = { lines: [{ id: 7, merchandise: { id: 7, product: { id: 1 } } }] };
const update = (quantity: unknown, action = 'update') => [
  'cart:lines-update',
  {
    action,
    lines: [{ id: 7, merchandiseId: 7, quantity }],
    promise: Promise.resolve({ cart: lines }),
  },
];
const block = (fields: object) => ['cart-add-item', { product: { id: 1, ...fields } }];
const xdm = (value: unknown, line: object) => ({
  event: 'web',
  commerce: { productListAdds: { value } },
  productListItems: [{ SKU: 1, ...line }],
});

test.each<[string, Name, unknown, object[]]>([
  [
    'three, where one was',
    'hydrogen',
    ['product_added_to_cart', { currentLine: lineOf(3), prevLine: lineOf(1) }],
    [{ quantity: 2 }],
  ],
  [
    'no number that was',
    'hydrogen',
    ['product_added_to_cart', { currentLine: lineOf(3), prevLine: lineOf([]) }],
    [{ quantity: undefined }],
  ],
  [
    'true for a number',
    'hydrogen',
    ['product_added_to_cart', { currentLine: lineOf(true) }],
    [{ quantity: undefined }],
  ],
  ['a line that is now none', 'standard events', update(0), [{ type: 'remove' }]],
  ['a line of which the number is not said', 'standard events', update(null), []],
  ['a line of which the number is empty', 'standard events', update(''), []],
  ['a variation', 'woocommerce', block({ parent: 5 }), [{ item: '5' }]],
  ['a product that has no parent', 'woocommerce', block({ parent: '0' }), [{ item: '1' }]],
  ['minor units', 'woocommerce', block({ prices: { price: '1999' } }), [{ price: 19.99 }]],
  [
    'minor units of no known size',
    'woocommerce',
    block({ prices: { price: '1999', currency_minor_unit: 'x' } }),
    [{ price: undefined }],
  ],
  [
    'the price of two',
    'adobe',
    xdm(1, { priceTotal: 30, quantity: '2' }),
    [{ price: 15, quantity: 2 }],
  ],
  [
    'the price of nobody knows how many',
    'adobe',
    xdm(1, { priceTotal: 30, quantity: 'two' }),
    [{ price: undefined }],
  ],
  ['a measure that is set', 'adobe', xdm('1', {}), [{ type: 'cart' }]],
  ['a measure of none, as text', 'adobe', xdm('0', {}), []],
])('nothing is made of what cannot be read: %s', async (_, platform, push, expected) => {
  const { events } = await LISTENERS[platform]([push]);
  expect(
    events.map((event, i) =>
      Object.fromEntries(Object.keys(expected[i] ?? event).map((key) => [key, Object(event)[key]])),
    ),
  ).toEqual(expected);
});
