import { expect, test } from 'vitest';
import { LISTENERS } from './listeners.fixture.js';

type Platform = keyof typeof LISTENERS;
const item = (item_id: string, more: object = {}) => ({ item_id, ...more });
const cards = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    event: 'view_item',
    ecommerce: { items: [item(`card-${i}`)] },
  }));

async function told(platform: Platform, pushes: readonly unknown[]) {
  const { events, refusals, shown } = await LISTENERS[platform](pushes);
  const says = events.map(({ type, item: id, quantity, price, order }) =>
    [type, id ?? order, quantity && `x${quantity}`, price && `@${price}`].filter(Boolean).join(' '),
  );
  return { says, refusals: refusals(), shown };
}

test.each<[string, Platform, unknown[], string[]]>([
  [
    'two variants of one product in an order are of both together',
    'ga4',
    [
      {
        event: 'purchase',
        ecommerce: {
          transaction_id: 'T',
          items: [item('a', { quantity: 2 }), item('b'), item('a', { quantity: 3 })],
        },
      },
    ],
    ['purchase a x5', 'purchase b'],
  ],
  [
    'lines without a quantity are one each',
    'segment',
    [['Order Completed', { order_id: 'T', products: [{ product_id: 'a' }, { product_id: 'a' }] }]],
    ['purchase a x2'],
  ],
  [
    'two variants put into the cart at once',
    'snowplow',
    [
      [
        'trackAddToCart',
        {
          products: [
            { id: 'a', quantity: 1 },
            { id: 'a', quantity: 2 },
          ],
        },
      ],
    ],
    ['cart a x3'],
  ],
  [
    'Universal Analytics as it was in one order',
    'ga4',
    [
      {
        ecommerce: {
          purchase: {
            actionField: { id: 'T' },
            products: [{ id: 'a' }, { id: 'a', quantity: '2' }],
          },
        },
      },
    ],
    ['purchase a x3'],
  ],
  [
    'the price of a line, where all of them are the value',
    'ga4',
    [
      {
        event: 'add_to_cart',
        ecommerce: {
          value: 50,
          items: [item('a', { price: 30, quantity: 3 }), item('b', { price: 20, quantity: 1 })],
        },
      },
    ],
    ['cart a x3 @10', 'cart b x1 @20'],
  ],
  [
    'the price of one stays',
    'ga4',
    [
      {
        event: 'add_to_cart',
        ecommerce: { value: 90, items: [item('a', { price: 30, quantity: 3 })] },
      },
    ],
    ['cart a x3 @30'],
  ],
  [
    'the first ecommerce of Universal Analytics',
    'ga4',
    [
      {
        transactionId: '1234',
        transactionTotal: 38.26,
        transactionProducts: [
          { sku: 'DD44', name: 'T-Shirt', category: 'Apparel', price: 11.99, quantity: 1 },
          { sku: 'AA12', name: 'Socks', price: 9.99, quantity: 2 },
        ],
      },
    ],
    ['purchase DD44 x1 @11.99', 'purchase AA12 x2 @9.99'],
  ],
  [
    'gtag’s earlier name of a click',
    'ga4',
    [
      ['event', 'select_content', { content_type: 'product', items: [{ id: 'P12345' }] }],
      ['event', 'select_content', { content_type: 'product', content_id: 'P2' }],
      ['event', 'select_content', { content_type: 'menu', content_id: 'top' }],
    ],
    ['click P12345', 'click P2'],
  ],
])('%s (%s)', async (_, platform, pushes, expected) => {
  expect(await told(platform, pushes)).toMatchObject({ says: expected, refusals: {} });
});

test('a look at each card of a list is shown and refused', async () => {
  const { says, refusals, shown } = await told('ga4', cards(12));
  expect(says).toEqual([]);
  expect(refusals).toEqual({ list: 12 });
  expect(shown).toHaveLength(12);
});

test('an order and a look of one task keep their order, and the order waits for its products', async () => {
  const look = { event: 'view_item', ecommerce: { items: [item('x')] } };
  const bare = { event: 'purchase', ecommerce: { transaction_id: 'T' } };
  expect((await told('ga4', [bare, look])).says).toEqual(['purchase T', 'click x']);
  expect((await told('ga4', [look, bare])).says).toEqual(['click x', 'purchase T']);
});

test('a few looks told late are looks', async () => {
  expect((await told('ga4', cards(7))).says).toHaveLength(7);
});

test('what is done between looks tells them apart', async () => {
  const add = { event: 'add_to_cart', ecommerce: { items: [item('x')] } };
  const { says, refusals } = await told(
    'ga4',
    cards(8).flatMap((view) => [view, add]),
  );
  expect(says).toHaveLength(16);
  expect(refusals).toEqual({});
});

test('a click on a whole list is on none of them', async () => {
  const items = ['a', 'b', 'c'].map((id) => item(id));
  const { says, refusals, shown } = await told('ga4', [
    { event: 'select_item', ecommerce: { items } },
  ]);
  expect(says).toEqual([]);
  expect(refusals).toEqual({ list: 1 });
  expect(shown).toEqual(['a', 'b', 'c']);
});
