import { describe, expect, test } from 'vitest';
import { createHostile } from '../../events/hostile-values.fixture.js';
import { seededRandom } from '../../lib/random.js';
import { hear } from './layer.fixture.js';

const items = (...ids: string[]) => ids.map((item_id) => ({ item_id }));
const products = (...ids: string[]) => ids.map((id) => ({ id }));
const a = { ecommerce: { items: items('a') } };

describe.each(['before', 'after'] as const)('pushed %s our script', (when) => {
  const told = (...pushes: unknown[]) => {
    const { told, refusals } = when === 'before' ? hear(pushes) : hear([], pushes);
    return Object.keys(refusals).length ? [...told, refusals] : told;
  };

  test.each<[string, unknown[], unknown[]]>([
    ['an event tells of what was pushed before it', [a, { event: 'view_item' }], ['click a']],
    ['through events of others', [a, { event: 'gtm.dom' }, { event: 'view_item' }], ['click a']],
    [
      'in parts',
      [
        { ecommerce: { currency: 'EUR' } },
        { ecommerce: { items: items('a') } },
        { ecommerce: { items: [{ price: 5 }] } },
        { event: 'add_to_cart' },
      ],
      ['cart a'],
    ],
    ['null clears', [a, { ecommerce: null }, { event: 'add_to_cart' }], [{ item: 1 }]],
    ['undefined clears', [a, { ecommerce: undefined }, { event: 'add_to_cart' }], [{ item: 1 }]],
    ['_clear clears', [a, { _clear: true }, { event: 'add_to_cart' }], [{ item: 1 }]],
    ['a function may clear', [a, () => {}, { event: 'add_to_cart' }], [{ item: 1 }]],
    ['what comes after the event is late', [{ event: 'view_item' }, a], [{ item: 1 }]],
    [
      'an order after a list is an order of its own products',
      [
        { event: 'view_item_list', ecommerce: { items: items('x', 'y', 'z') } },
        { event: 'purchase', ecommerce: { transaction_id: 'T', items: items('b') } },
      ],
      ['purchase b'],
    ],
    [
      'and so is one after a list that no event told of',
      [
        { ecommerce: { items: items('x', 'y', 'z') } },
        { event: 'purchase', ecommerce: { transaction_id: 'T', items: items('b') } },
      ],
      ['purchase b'],
    ],
    [
      'on the page of a product, an act without one is about that one',
      [{ event: 'view_item', ...a }, { event: 'add_to_cart' }],
      ['click a', 'cart a'],
    ],
    [
      'after a list, it is not about any',
      [
        { event: 'view_item_list', ecommerce: { items: items('a', 'b') } },
        { event: 'add_to_cart' },
      ],
      [{ item: 1 }],
    ],
    [
      'an order without products is not about the product before',
      [
        { event: 'view_item', ...a },
        { event: 'purchase', ecommerce: { transaction_id: 'T' } },
      ],
      ['click a', 'purchase T'],
    ],
    [
      'items by index',
      [
        {
          event: 'add_to_cart',
          ecommerce: { items: { 0: { item_id: 'a' }, 2: { item_id: 'b' } } },
        },
      ],
      ['cart a', 'cart b'],
    ],
    [
      'items by id',
      [
        {
          event: 'add_to_cart',
          ecommerce: { items: { x: { item_id: 'a' }, y: { item_id: 'b' } } },
        },
      ],
      ['cart a', 'cart b'],
    ],
    ['one item', [{ event: 'add_to_cart', ecommerce: { items: { item_id: 'a' } } }], ['cart a']],
    ['a path as a key', [{ event: 'add_to_cart', 'ecommerce.items': items('a') }], ['cart a']],
    ['a list alone', [{ event: 'add_to_cart', ecommerce: items('a') }], ['cart a']],
    [
      'JSON',
      [{ event: 'add_to_cart', ecommerce: JSON.stringify({ items: items('a') }) }],
      ['cart a'],
    ],
    [
      'JSON inside',
      [{ event: 'add_to_cart', ecommerce: { items: '[{"item_id":"a"}]' } }],
      ['cart a'],
    ],
    [
      'broken JSON',
      [{ event: 'add_to_cart', ecommerce: { items: '[{"item_id":' } }],
      [{ item: 1 }],
    ],
    [
      'with an event of the shop itself, then one of GA4',
      [{ event: 'ready', ...a }, { event: 'view_item' }],
      ['click a'],
    ],
    [
      'a list with an event of the shop itself is in no cart',
      [{ event: 'ready', ecommerce: { items: items('a', 'b') } }, { event: 'add_to_cart' }],
      [{ item: 1 }],
    ],
    [
      'an order with an event of the shop itself, then the order',
      [
        { event: 'ready', ecommerce: { transaction_id: 'T', items: items('a', 'b') } },
        { event: 'purchase' },
      ],
      ['purchase a', 'purchase b'],
    ],
    ["gtag's own form", [{ event: 'view_item', eventModel: { items: items('a') } }], ['click a']],
    [
      'a name of an app',
      [
        { event: 'dl_view_item', ecommerce: { items: items('a') } },
        { event: 'addToCart', ecommerce: { items: items('a') } },
      ],
      ['click a', 'cart a'],
    ],
    [
      'an unfilled template',
      [{ event: 'view_item', ecommerce: { items: items('{{product.sku}}') } }],
      [{ placeholder: 1 }],
    ],
    [
      'a value without items',
      [['event', 'add_to_cart', { value: 20, currency: 'EUR' }]],
      [{ item: 1 }],
    ],
  ])('%s', (_, pushes, expected) => {
    expect(told(...pushes)).toEqual(expected);
  });

  test.each<[string, unknown[], unknown[]]>([
    ['detail', [{ ecommerce: { detail: { products: products('a') } } }], ['click a']],
    [
      'an event that follows is the same look',
      [{ ecommerce: { detail: { products: products('a') } } }, { event: 'productDetail' }],
      ['click a'],
    ],
    [
      'also under a name of GA4',
      [{ ecommerce: { detail: { products: products('a') } } }, { event: 'view_item' }],
      ['click a'],
    ],
    [
      'a click in a list',
      [
        {
          event: 'productClick',
          ecommerce: { click: { actionField: { list: 'Sale' }, products: products('a') } },
        },
      ],
      ['click a'],
    ],
    [
      'into the cart and out of it',
      [
        {
          event: 'addToCart',
          ecommerce: { currencyCode: 'EUR', add: { products: products('a') } },
        },
        { event: 'removeFromCart', ecommerce: { remove: { products: products('b') } } },
      ],
      ['cart a', 'remove b'],
    ],
    [
      'a checkout is one, whatever its steps',
      [1, 2, 3].map((step) => ({
        event: 'checkout',
        ecommerce: { checkout: { actionField: { step }, products: products('a') } },
      })),
      ['checkout'],
    ],
    [
      'an option of it and promotions are none',
      [
        { event: 'checkoutOption', ecommerce: { checkout_option: { actionField: { step: 2 } } } },
        { event: 'promo', ecommerce: { promoView: { promotions: products('p') } } },
        { event: 'refund', ecommerce: { refund: { actionField: { id: 'T' } } } },
      ],
      [],
    ],
    [
      'an order',
      [
        {
          event: 'transaction',
          ecommerce: {
            purchase: { actionField: { id: 'T', revenue: '30' }, products: products('a', 'b') },
          },
        },
      ],
      ['purchase a', 'purchase b'],
    ],
    [
      'an order in two pushes',
      [
        { ecommerce: { purchase: { actionField: { id: 'T' }, products: products('a') } } },
        { event: 'purchase' },
      ],
      ['purchase a'],
    ],
    [
      'beside GA4, in one push',
      [
        {
          event: 'view_item',
          ecommerce: { items: items('a'), detail: { products: products('a') } },
        },
      ],
      ['click a'],
    ],
    [
      'beside GA4, in two pushes',
      [
        { event: 'addToCart', ecommerce: { add: { products: products('a') } } },
        { ecommerce: null },
        { event: 'add_to_cart', ecommerce: { items: items('a') } },
      ],
      ['cart a', { duplicate: 1 }],
    ],
    [
      'twice in each dialect',
      [1, 2].flatMap(() => [
        { event: 'add_to_cart', ecommerce: { items: items('a') } },
        { event: 'addToCart', ecommerce: { add: { products: products('a') } } },
      ]),
      ['cart a', 'cart a', { duplicate: 2 }],
    ],
    [
      'a product without an id',
      [{ event: 'addToCart', ecommerce: { add: { products: [{ price: 5 }] } } }],
      [{ item: 1 }],
    ],
  ])('Universal Analytics: %s', (_, pushes, expected) => {
    expect(told(...pushes)).toEqual(expected);
  });
});

test("the fields of Universal Analytics' products and lists", () => {
  const product = {
    id: 'a',
    name: 'Chair',
    brand: 'Oak',
    category: 'Garden/Chairs',
    variant: 'red',
    price: '1.299,00',
    quantity: '2',
    list: 'Sale',
    position: 3,
  };
  const { events } = hear([{ ecommerce: { currencyCode: 'EUR', click: { products: [product] } } }]);
  expect(events).toMatchObject([
    { type: 'click', item: 'a', price: 1299, quantity: 2, list: 'Sale', position: 3 },
  ]);
  const shown = (list: string, ...ids: string[]) =>
    ids.map((id) => ({ id, list, category: 'Garden/Chairs' }));
  const impressions = [...shown('Chairs', 'a', 'b'), ...shown('Recently viewed', 'c', 'd')];
  const list = hear([{ ecommerce: { impressions } }]);
  expect([list.told, list.shown]).toEqual([['category Garden/Chairs'], ['a', 'b', 'c', 'd']]);
  const related = hear([{ ecommerce: { detail: { products: products('x') }, impressions } }]);
  expect(related.told).toEqual(['click x']);
});

test('a look at one product is one, whatever stands beside it', () => {
  const look = (found: object[], path?: string) =>
    hear([{ event: 'view_item', ecommerce: { items: found } }], [], path);
  expect(look(items('a', 'b', 'c'))).toMatchObject({ told: ['click a'], shown: ['b', 'c'] });
  const related = { item_list_name: 'Related' };
  expect(look([{ item_id: 'b', ...related }, { item_id: 'a' }]).told).toEqual(['click a']);
  expect(look(items('b-1', 'a-1'), '/products/A-1').told).toEqual(['click a-1']);
  const named = [
    { item_id: '1', item_name: 'Red chair' },
    { item_id: '2', item_name: 'Grey mug' },
  ];
  expect(look(named, '/p/grey-mug.html').told).toEqual(['click 2']);
});

test('prices in cents, a path in one category, a currency beside', () => {
  const bought = (price: number, quantity: string) => ({
    item_id: `${price}`,
    item_category: 'Garden > Chairs',
    price,
    quantity,
  });
  const tell = (value: unknown, ...found: object[]) =>
    hear([
      { event: 'add_to_cart', currency: 'eur', ecommerce: { value, items: found } },
    ]).events.map(({ price, quantity }) => [price, quantity]);
  expect(tell(19.99, bought(1999, '1'))).toEqual([[19.99, 1]]);
  expect(tell('50.00', bought(1000, '3'), bought(2000, '1'))).toEqual([
    [10, 3],
    [20, 1],
  ]);
  expect(tell(1999, bought(1999, '1'))).toEqual([[1999, 1]]);
  expect(tell(undefined, bought(1999, '2'))).toEqual([[1999, 2]]);
  const list = { item_list_name: 'Chairs', items: [bought(1, '1'), bought(2, '1')] };
  expect(hear([['event', 'view_item_list', list]]).told).toEqual(['category Garden/Chairs']);
});

test('the price after a discount, as Google asks for it, or before it, as the value says', () => {
  const tell = (value: unknown, quantity?: unknown) =>
    hear([
      {
        event: 'view_item',
        ecommerce: { value, items: [{ item_id: 'a', price: '9.99', discount: 2.22, quantity }] },
      },
    ]).events.map(({ price }) => price);
  expect(tell(undefined)).toEqual([9.99]);
  expect(tell(29.97, 3)).toEqual([9.99]);
  expect(tell('7.77')).toEqual([7.77]);
  expect(tell(23.31, '3')).toEqual([7.77]);
  expect(tell(100)).toEqual([9.99]);
});

test.each([
  ['add_to_cart', 2, ['cart'], {}],
  ['add_to_cart', '2 pcs', ['cart'], {}],
  ['add_to_cart', 0, [], { quantity: 1 }],
  ['add_to_cart', '-1', [], { quantity: 1 }],
  ['purchase', -2, [], { quantity: 1 }],
  ['remove_from_cart', -1, ['remove'], {}],
])('%s of %j', (event, quantity, types, refused) => {
  const ecommerce = { transaction_id: 'T', items: [{ item_id: 'a', quantity }] };
  const { events, refusals } = hear([{ event, ecommerce }]);
  expect([events.map(({ type }) => type), refusals]).toEqual([types, refused]);
  if (Number.parseInt(String(quantity), 10) === 2) expect(events).toMatchObject([{ quantity: 2 }]);
});

test.each([
  [{ item_id: '', sku: 'S', item_name: 'Mug' }, 'S'],
  [{ item_id: '(not set)', id: 7 }, '7'],
  [{ item_id: null, item_name: 'Mug' }, 'Mug'],
  [{ item_id: '{{sku}}', item_name: 'Mug' }, undefined],
  // JSON and JavaScript have lost its last digits.
  [{ item_id: 2 ** 60 }, undefined],
])('the id of %j', (item, id) => {
  const pushes = [{ event: 'add_to_cart', ecommerce: { items: [item] } }];
  expect(hear(pushes).events.map((event) => event.item)).toEqual(id ? [id] : []);
  expect(Object.keys(hear(pushes).refusals)).toHaveLength(id ? 0 : 1);
});

test('what a page tells several Google accounts is one act', () => {
  const to = (send_to: unknown, id: string, name = 'add_to_cart') => [
    'event',
    name,
    { send_to, items: [{ id }] },
  ];
  const copies = [
    to('G-1', 'SKU-1', 'view_item'),
    to('AW-1', 'shopify_DE_1_2', 'view_item'),
    to('G-1', 'SKU-1'),
    to(['AW-1', 'AW-2'], 'gla_7'),
    to('G-1', 'SKU-1'),
  ];
  const { told, refusals } = hear(copies);
  expect([told, refusals]).toEqual([['click SKU-1', 'cart SKU-1', 'cart SKU-1'], { duplicate: 2 }]);
});

test('an order that one tag tells without its products is told by the other', () => {
  const bare = ['event', 'purchase', { transaction_id: 'T', value: 20 }];
  const whole = ['event', 'purchase', { transaction_id: 'T', items: items('a', 'b') }];
  const names = ['purchase a', 'purchase b'];
  expect(hear([bare, whole], [], '/thanks').told.slice(0, 2)).toEqual(names);
  expect(hear([whole, bare], [], '/thanks').told.slice(0, 2)).toEqual(names);
  expect(hear([bare], [], '/thanks').told).toEqual(['purchase T']);
});

test('names that shops give to the words of a search and to an order', () => {
  const pushes = [
    { event: 'search', searchTerm: 'mug' },
    { event: 'search', search_query: 'cup' },
    { event: 'purchase', ecommerce: { transactionId: 'T', items: items('a') } },
  ];
  expect(hear(pushes).events).toMatchObject([{ query: 'mug' }, { query: 'cup' }, { order: 'T' }]);
});

test('no words are no search', () => {
  const search = (search_term?: string) => ({ event: 'search', search_term });
  expect(hear([search(' '), search('mug'), search()]).events).toMatchObject([
    { type: 'search', query: 'mug' },
    { type: 'search' },
  ]);
});

test('gtag keeps the currency that was set for all events', () => {
  const price = { item_id: 'a', price: '12.800' };
  const { events } = hear([
    ['set', { currency: 'IDR' }],
    ['event', 'view_item', { items: [price] }],
  ]);
  expect(events).toMatchObject([{ item: 'a', price: 12800 }]);
});

test('of 2,000 shoppers, pushed in every form, exactly what they did is read', () => {
  const random = seededRandom(5);
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)];
  const names = { click: 'view_item', cart: 'add_to_cart', remove: 'remove_from_cart' } as const;
  const measures = { click: 'detail', cart: 'add', remove: 'remove' } as const;
  const acts = ['click', 'cart', 'remove'] as const;
  const noise = [{ event: 'gtm.dom' }, ['config', 'G-1'], { user: 1 }, ['consent', 'default', {}]];
  for (let shopper = 0; shopper < 2000; shopper++) {
    const pushes: unknown[] = [];
    const truth: string[] = [];
    for (let act = 0; act < 6; act++) {
      const type = pick(acts);
      const id = `${shopper}-${act}`;
      truth.push(`${type} ${id}`);
      const own = { items: items(id) };
      const old = { [measures[type]]: { products: products(id) } };
      const forms: unknown[][] = [
        [['event', names[type], own]],
        [{ event: names[type], ecommerce: own }],
        [{ ecommerce: own }, ...(random() < 0.5 ? [pick(noise)] : []), { event: names[type] }],
        [{ ecommerce: null }, { event: names[type], ecommerce: own }],
        [{ event: names[type], ecommerce: { items: { ...own.items } } }],
        [{ event: names[type], ecommerce: JSON.stringify(own) }],
        [{ event: names[type], 'ecommerce.items': own.items }],
        [{ event: names[type], eventModel: own }],
        [{ event: pick(['x', 'EEproduct', 'gtm.dom']), ecommerce: old }],
        [{ ecommerce: old }],
        [{ ecommerce: old }, { event: pick(['x', names[type]]) }],
        [{ event: names[type], ecommerce: { ...own, ...old } }],
        [
          { event: 'x', ecommerce: old },
          { event: names[type], ecommerce: own },
        ],
        [
          { event: names[type], ecommerce: own },
          { event: 'x', ecommerce: old },
        ],
      ];
      pushes.push(...pick(forms), ...(random() < 0.3 ? [pick(noise)] : []));
    }
    const cut = Math.floor(random() * pushes.length);
    const { told, refusals } = hear(pushes.slice(0, cut), pushes.slice(cut));
    expect(told, JSON.stringify(pushes)).toEqual(truth);
    expect(Object.keys(refusals).filter((reason) => reason !== 'duplicate')).toEqual([]);
  }
});

test('hostile pushes never throw, and never hang', () => {
  const fields = [
    'event',
    'ecommerce',
    'items',
    'detail',
    'products',
    'impressions',
    '0',
    '1',
    '2',
  ];
  const hostile = createHostile(seededRandom(4), fields);
  const pushes = Array.from({ length: 1500 }, (_, i) =>
    i % 2 ? hostile.object() : hostile.value(),
  );
  expect(() => hear([], [...pushes, { event: 'add_to_cart', ...a }])).not.toThrow();
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});
