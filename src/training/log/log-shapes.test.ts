import { expect, test } from 'vitest';
import { flattenRecord } from './flatten.js';
import { type LogWords, planLog } from './log-plan.js';
import type { ReadRow } from './log-reader.js';
import type { Refusal } from './log-row.js';

type Values = Record<string, unknown>;

/** A table, as its lines. */
function table(text: string): Values[] {
  const [head, ...rows] = text
    .trim()
    .split('\n')
    .map((line) => line.split(';').map((cell) => cell.trim()));
  return rows.map((cells) => Object.fromEntries(head.map((header, i) => [header, cells[i] ?? ''])));
}

function readAll(lines: Values[], words: LogWords = {}) {
  const plan = planLog(lines, words);
  const all = lines.flatMap((line) => plan.read(line));
  return {
    ...plan,
    all,
    rows: all.filter((row): row is ReadRow => 'type' in row),
    refused: all.filter((row): row is Refusal => 'reason' in row),
    said: plan.notes().join('\n'),
  };
}
/** `shopper type item` of each event. */
const short = (rows: ReadRow[]) =>
  rows.map(({ shopper, type, item = '' }) => `${shopper.split('\t').pop()} ${type} ${item}`.trim());

const T = '2024-03-04T10:00:00Z';
const segment = (event: object) =>
  flattenRecord({ type: 'track', timestamp: T, messageId: 'm', ...event });

test('Segment: a list of products and single ones, an account or else the browser, calls that are no events', () => {
  const lines = [
    ...segment({
      anonymousId: 'a',
      userId: null,
      event: 'Product Viewed',
      properties: { product_id: 'p1', sku: 's1', price: 5, name: 'Mug' },
    }),
    ...segment({
      anonymousId: 'a',
      userId: 'u',
      event: 'Product Added',
      properties: { product_id: 'p1', price: 5 },
    }),
    ...segment({
      anonymousId: 'a',
      userId: 'u',
      event: 'Order Completed',
      properties: {
        order_id: 'o',
        total: 99,
        products: [
          { product_id: 'p1', price: 5 },
          { product_id: 'p2', price: 7 },
        ],
      },
    }),
    ...segment({
      anonymousId: 'a',
      type: 'page',
      properties: { title: 'Home' },
      context: { page: { title: 'Home' } },
    }),
    ...segment({ anonymousId: 'a', type: 'identify', userId: 'u' }),
    ...segment({ anonymousId: 'a', event: 'Signed Up' }),
  ];
  const { rows, refused, columns } = readAll(lines);
  expect(short(rows)).toEqual(['a click p1', 'u cart p1', 'u purchase p1', 'u purchase p2']);
  expect(rows.map(({ price }) => price)).toEqual([5, 5, 5, 7]);
  expect(rows[1].also).toBe(rows[0].shopper);
  expect(refused.every(({ ignored }) => ignored)).toBe(true);
  expect(columns.user).toEqual(['userId', 'anonymousId']);
});

test("GA4: an item's own fields win over the event's parameters of the same name", () => {
  const lines = flattenRecord({
    event_name: 'purchase',
    event_timestamp: '1709546400000000',
    user_pseudo_id: '1.2',
    event_date: '20240304',
    event_params: [
      { key: 'ga_session_id', value: { int_value: 7 } },
      { key: 'item_id', value: { string_value: 'WRONG' } },
      { key: 'price', value: { double_value: 99 } },
      { key: 'item_name', value: { string_value: 'Wrong' } },
    ],
    items: [
      { item_id: 'A', item_name: 'Chair', price: 5 },
      { item_id: 'B', item_name: 'Table', price: 6 },
    ],
    traffic_source: { name: '(direct)' },
    device: { category: 'mobile' },
  });
  expect(readAll(lines).rows).toMatchObject([
    { item: 'A', price: 5, name: 'Chair', session: '7', type: 'purchase', time: Date.parse(T) },
    { item: 'B', price: 6, name: 'Table' },
  ]);
  expect(readAll(lines).rows[0].category).toBeUndefined();
});

test('Shopify: the later lines of an order leave out who and when', () => {
  const { rows, said } = readAll(
    table(`
Name;Email;Paid at;Total;Created at;Lineitem quantity;Lineitem name;Lineitem price;Lineitem compare at price;Lineitem sku;Cancelled at;Id;Vendor
#1001;a@x.de;2024-03-04 11:00:05 +0100;30;2024-03-04 11:00:00 +0100;1;Mug;10.00;12.00;MUG-1;;501;Oak
#1001;;;;;2;Cup;10.00;;CUP-1;;;
#1002;b@x.de;;9;2024-03-05 09:00:00 +0100;1;Cup;9.00;;CUP-1;;502;Oak`),
  );
  expect(short(rows)).toEqual([
    'a@x.de purchase MUG-1',
    'a@x.de purchase CUP-1',
    'b@x.de purchase CUP-1',
  ]);
  expect(rows[1]).toMatchObject({ time: Date.parse(T), price: 10, name: 'Cup', session: '#1001' });
  expect(said).toContain('a log of orders');
});

test("Shopify's orders.json: line items, and not the ids of the lines", () => {
  const lines = flattenRecord({
    id: 501,
    name: '#1001',
    email: 'a@x.de',
    created_at: T,
    updated_at: '2024-05-01T00:00:00Z',
    total_price: '30.00',
    user_id: null,
    customer: { id: 77 },
    line_items: [
      {
        id: 9001,
        product_id: 1,
        variant_id: 11,
        sku: 'MUG',
        title: 'Mug',
        price: '10.00',
        quantity: 1,
      },
      { id: 9002, product_id: 2, sku: 'CUP', title: 'Cup', price: '5.00', quantity: 2 },
    ],
    fulfillments: [{ line_items: [{ id: 9001, product_id: 1 }] }],
  });
  const { rows } = readAll(lines);
  expect(rows).toMatchObject([
    { item: '1', type: 'purchase', time: Date.parse(T), price: 10 },
    { item: '2', price: 5 },
  ]);
});

test('UCI online retail: invoices are purchases, credit notes are not, a customer is missing here and there', () => {
  const { rows, refused, said } = readAll(
    table(`
InvoiceNo;StockCode;Description;Quantity;InvoiceDate;UnitPrice;CustomerID;Country
536365;85123A;WHITE HANGING HEART;6;12/1/2010 8:26;2.55;17850.0;United Kingdom
536365;71053;WHITE METAL LANTERN;6;12/1/2010 8:26;3.39;17850.0;United Kingdom
C536379;D;Discount;-1;12/1/2010 9:41;27.5;14527.0;United Kingdom
536544;21773;DECORATIVE ROSE;1;12/13/2010 14:32;2.51;;United Kingdom`),
  );
  expect(short(rows)).toEqual([
    '17850 purchase 85123A',
    '17850 purchase 71053',
    '536544 purchase 21773',
  ]);
  expect(rows[0].undecided?.readings[rows[0].undecided.order()]).toBe(Date.UTC(2010, 11, 1, 8, 26));
  expect(refused).toEqual([{ reason: 'returned', ignored: true }]);
  expect(said).toMatch(/17850\.0: read as 17850/);
});

test('orders with all products in one cell', () => {
  const log = (cell: string) =>
    table(
      `order_id;customer_id;date;items\n1;7;2024-03-04 10:00;${cell}\n2;8;2024-03-05 11:00;CUP-1`,
    );
  expect(short(readAll(log('MUG-1, CUP-1')).rows)).toEqual([
    '7 purchase MUG-1',
    '7 purchase CUP-1',
    '8 purchase CUP-1',
  ]);
  expect(short(readAll(log('2 x MUG-1|CUP-1 x 3')).rows)).toEqual([
    '7 purchase MUG-1',
    '7 purchase CUP-1',
    '8 purchase CUP-1',
  ]);
  expect(() => readAll(log('Blue mug, large, Red cup'))).toThrowError(
    expect.objectContaining({ detail: expect.stringContaining('one product or several') }),
  );
  const woo = [
    {
      order_id: '1',
      date: '2024-03-04 10:00',
      customer_id: '7',
      line_items:
        'id:9|name:Mug|product_id:55|sku:MUG|quantity:1;id:10|name:Cup|product_id:56|sku:CUP|quantity:2',
    },
  ];
  expect(short(readAll(woo).rows)).toEqual(['7 purchase 55', '7 purchase 56']);
});

test('cells that hold JSON, and lists of ids', () => {
  const lines = [
    {
      event: 'Product Viewed',
      distinct_id: 'd',
      time: 1709546400,
      properties: '{"product_id":"p","price":3}',
    },
  ];
  expect(short(readAll(lines).rows)).toEqual(['d click p']);
  const ids = flattenRecord({
    event: 'purchase',
    user_id: 'u',
    ts: 1709546400,
    product_ids: ['a', 'b'],
  });
  expect(short(readAll(ids).rows)).toEqual(['u purchase a', 'u purchase b']);
  const python = [{ event: 'purchase', user_id: 'u', product_ids: "['a', 'b']" }];
  expect(short(readAll(python).rows)).toEqual(['u purchase a', 'u purchase b']);
});

test('Snowplow, Mixpanel and Matomo', () => {
  const snowplow = flattenRecord({
    event: 'unstruct',
    event_name: 'snowplow_ecommerce_action',
    domain_userid: 'd',
    user_id: null,
    domain_sessionid: 's',
    derived_tstamp: T,
    collector_tstamp: '2024-03-05T00:00:00Z',
    unstruct_event_com_snowplowanalytics_snowplow_ecommerce_snowplow_ecommerce_action_1: {
      type: 'add_to_cart',
    },
    contexts_com_snowplowanalytics_snowplow_ecommerce_product_1: [
      { id: 'p', price: 3, name: 'Mug' },
    ],
  });
  expect(short(readAll(snowplow, { actions: new Map() }).rows)).toEqual(['d cart p']);
  const mixpanel = flattenRecord({
    event: 'Product Added',
    properties: { distinct_id: 'd', time: 1709546400, product_id: 'p', $browser: 'X' },
  });
  expect(
    short(
      readAll([
        ...mixpanel,
        ...flattenRecord({
          event: '$mp_web_page_view',
          properties: { distinct_id: 'd', time: 1709546401 },
        }),
      ]).rows,
    ),
  ).toEqual(['d cart p']);
});

test('one odd event among the first does not decide the columns', () => {
  const lines: Values[] = [
    { user_id: 'u', event: 'view', ts: 1709546400, sku: 'x', item_id: 'promo' },
  ];
  for (let i = 1; i < 300; i++)
    lines.push({ user_id: 'u', event: 'view', ts: 1709546400 + i, sku: `x${i}` });
  expect(readAll(lines).columns.item).toEqual(['sku']);
});

test('words for nothing are missing, and counted', () => {
  for (const word of [
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
    '(none)',
    '-',
    '""',
    '<NA>',
    '#N/A',
    '',
    ' ',
  ]) {
    const { rows, refused } = readAll([
      { user: 'u', event: 'view', item: 'x', brand: word },
      { user: word, event: 'view', item: 'x' },
      { user: 'u', event: 'view', item: word },
    ]);
    expect(short(rows), word).toEqual(['u click x']);
    expect(rows[0].brand).toBeUndefined();
    expect(refused.map(({ reason }) => reason)).toEqual(['no session or user', 'no item']);
  }
});

test('ids that a spreadsheet made numbers of', () => {
  const ids = (...items: unknown[]) =>
    readAll(items.map((item) => ({ user: 'u', type: 'view', item }))).all.map((row) =>
      'type' in row ? row.item : row.reason,
    );
  expect(ids('1000.0', '1001.0', '1000')).toEqual(['1000', '1001', '1000']);
  expect(ids('1.5', '2.0', 'A')).toEqual(['1.5', '2.0', 'A']);
  expect(ids('1.5', '2.0')).toEqual(['1.5', '2.0']);
  expect(ids('="00123"', 'A')).toEqual(['00123', 'A']);
  expect(ids('A1', '1.23E+12')).toEqual(['A1', 'item has lost digits in a spreadsheet']);
  const plan = planLog([{ user: 'u', item: '1.0' }], {});
  plan.read({ user: 'u', item: '2.0' });
  expect(() => plan.read({ user: 'u', item: '2.5' })).toThrowError(
    /a whole number, and then came 2\.5/,
  );
});

test('nobody is no shopper', () => {
  const lines: Values[] = Array.from({ length: 60 }, (_, i) => ({
    user_id: i % 2 ? '0' : String(i + 5),
    type: 'view',
    item: 'x',
  }));
  const { rows, refused } = readAll([...lines, { user_id: '-1', type: 'view', item: 'x' }]);
  expect(rows).toHaveLength(30);
  expect(refused).toHaveLength(31);
  // A shopper may have the number 0.
  expect(
    readAll([
      { user_id: '0', type: 'view', item: 'x' },
      { user_id: '1', type: 'view', item: 'x' },
    ]).rows,
  ).toHaveLength(2);
});

test.each<[string, string, unknown[], (number | undefined)[]]>([
  ['German', 'price', ['1.299,00', '1.299', '19,90'], [1299, 1299, 19.9]],
  ['English', 'price', ['1,299.00', '1,299', '19.90'], [1299, 1299, 19.9]],
  ['thousands only', 'price', ['1.299', '899'], [1299, 899]],
  ['unclear', 'price', ['1.299', '2.499'], [undefined, undefined]],
  ['Swiss', 'price', ["1'299.00", 'CHF 5.50'], [1299, 5.5]],
  ['cents', 'price_in_cents', [1999, '550'], [19.99, 5.5]],
  ['numbers', 'price', [1.299, 5], [1.299, 5]],
])('prices: %s', (_, header, prices, expected) => {
  const { rows } = readAll(
    prices.map((price) => ({ user: 'u', type: 'view', item: 'x', quantity: 3, [header]: price })),
  );
  expect(rows.map(({ price }) => price)).toEqual(expected);
});

test('a log without types or times says so first, with the columns that are left over', () => {
  const { said } = readAll([{ user: 'u', item: 'x', was: 'geraten', wann: 'gestern' }]);
  expect(said).toMatch(
    /^no column of types was found: every line is read as a click \(columns left over: was, wann\).*\nno column of times was found/,
  );
});

test('actions by any name: numbers are asked for with their counts', () => {
  expect(() => readAll([1, 1, 1, 3].map((type) => ({ user: 'u', type, item: 'x' })))).toThrowError(
    expect.objectContaining({
      code: 'BAD_COLUMN',
      detail: expect.stringMatching(/1 3 times, 3 1 time\..*--actions 1=…,3=…/),
    }),
  );
  const names = {
    AddToCart: 'cart',
    addToCart: 'cart',
    'ADD-TO-CART': 'cart',
    'Product Added': 'cart',
    addtocart: 'cart',
    'product.viewed': 'click',
    ViewContent: 'click',
    'Order Completed': 'purchase',
    removeFromCart: 'remove',
    'Product Removed from Wishlist': undefined,
    'ecommerce.purchase': 'purchase',
    InitiateCheckout: 'checkout',
  };
  const lines = [
    { user: 'u', type: 'view', item: 'x' },
    ...Object.keys(names).map((type) => ({ user: 'u', type, item: 'x' })),
  ];
  expect(
    readAll(lines)
      .all.slice(1)
      .map((row) => ('type' in row ? row.type : undefined)),
  ).toEqual(Object.values(names));
});

test('a date and a clock are found by what stands in them', () => {
  const { rows, columns } = readAll(
    table('user;item;date;time\nu;x;2024-03-04;10:00:00\nu;y;2024-03-04;10:05:00'),
  );
  expect(columns.time).toEqual(['date', 'time']);
  expect(rows[0].time).toBe(Date.parse(T));
});

test('values with their kind around them, as databases write them', () => {
  const lines = flattenRecord({
    user_id: { S: 'u1' },
    ts: { $date: { $numberLong: '1792470877000' } },
    product: { id: { $oid: 'p1' }, price: { amount: { $numberDecimal: '5.5' }, currency: 'EUR' } },
  });
  expect(lines).toEqual([
    {
      user_id: 'u1',
      ts: '1792470877000',
      'product.id': 'p1',
      'product.price.amount': '5.5',
      'product.price.currency': 'EUR',
    },
  ]);
  expect(planLog(lines, {}).columns).toMatchObject({ price: ['product.price.amount'] });
});

test('prices in a list beside the ids are those of the products, a category is not', () => {
  expect(
    flattenRecord({ product_ids: ['a', 'b'], prices: [5, 7], category: ['Shoes', 'Running'] }),
  ).toEqual([
    { product_ids: 'a', prices: 5, category: ['Shoes', 'Running'] },
    { product_ids: 'b', prices: 7, category: ['Shoes', 'Running'] },
  ]);
  const lines = flattenRecord({ user_id: 'u', product_ids: ['a', 'b'], prices: [5, 7] });
  expect(planLog(lines, {}).columns.price).toEqual(['prices']);
});
