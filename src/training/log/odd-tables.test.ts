import { expect, test } from 'vitest';
import { planLog } from './log-plan.js';
import type { ReadRow } from './log-reader.js';
import { lines, readAll, refusal } from './read-lines.fixture.js';

type Values = Record<string, string>;

test("the number of an order's line is no product where another column is", () => {
  const order = (i: number) => ({
    item_id: `${i}`,
    order_id: `o${i >> 1}`,
    produto_id: `p${i % 7}`,
  });
  const { columns, said } = readAll(lines(40, order));
  expect(columns.item).toEqual(['produto_id']);
  expect(said).toContain('item_id is another in every line');
  expect(readAll(lines(40, order), { columns: { item: ['item_id'] } }).columns.item).toEqual([
    'item_id',
  ]);
  // Alone, and among few lines, it is what its name says.
  expect(readAll(lines(4, order)).columns.item).toEqual(['item_id']);
});

test('products without ids are told apart by their names, and it is said', () => {
  const shopify = (i: number) => ({
    Name: `#${i}`,
    Email: `${i % 5}@x.de`,
    'Created at': '2024-03-04 11:00:00 +0100',
    'Lineitem name': `Mug ${i % 3}`,
    'Lineitem sku': '',
  });
  const empty = readAll(lines(6, shopify));
  expect(empty.rows.map(({ item }) => item)).toEqual([
    'Mug 0',
    'Mug 1',
    'Mug 2',
    'Mug 0',
    'Mug 1',
    'Mug 2',
  ]);
  expect(empty.said).toContain('told apart by Lineitem name: Lineitem sku is empty');
  const some = readAll(lines(6, (i) => ({ ...shopify(i), 'Lineitem sku': i % 2 ? `S${i}` : '' })));
  expect(some.rows.map(({ item }) => item)).toEqual(['Mug 0', 'S1', 'Mug 2', 'S3', 'Mug 1', 'S5']);
  expect(some.said).toContain('where Lineitem sku is empty, Lineitem name');
  const named = readAll(
    lines(3, (i) => ({ user_id: 'u', product_name: `Mug ${i}`, action: 'view' })),
  );
  expect(named.rows[2].item).toBe('Mug 2');
  expect(named.said).toContain('there is no column of their ids');
});

test.each([
  'cancelled',
  'Cancelado',
  'storniert',
  'annulée',
  '已取消',
  'キャンセル',
  'отменён',
  'payment_failed',
])('an order that came to nothing (%s) is no purchase, and is counted', (word) => {
  const order = (i: number) => ({
    order_id: `o${i}`,
    user_id: 'u',
    sku: `p${i}`,
    status: i ? 'completed' : word,
  });
  const { rows, left } = readAll(lines(3, order));
  expect(rows.map(({ item }) => item)).toEqual(['p1', 'p2']);
  expect(left).toEqual([`order ${word.toLowerCase()}`]);
});

test('what was sent back had been bought', () => {
  const order = (i: number) => ({
    order_id: `o${i}`,
    user_id: 'u',
    sku: `p${i}`,
    status: i ? 'completed' : 'refunded',
  });
  expect(readAll(lines(2, order)).rows).toHaveLength(2);
});

test('lines with the time of an order are purchases', () => {
  const line = { user_id: 'u', product_id: 'p', purchase_date: '2024-03-04' };
  const { rows, said } = readAll([line]);
  expect(rows[0].type).toBe('purchase');
  expect(said).toContain(
    'each line is a purchase, as its time is that of an order (purchase_date)',
  );
  expect(readAll([line], { actions: new Map([['*', 'click']]) }).rows[0].type).toBe('click');
});

test('a table of sales is one of purchases, without what came back', () => {
  const sale = (i: number) => ({
    user: `u${i % 2}`,
    date: '2024-03-04',
    produit: `p${i}`,
    prix_unit: '9.50',
    quantite: i ? '2' : '-1',
    total: '19',
  });
  const { rows, left, said } = readAll(lines(3, sale));
  expect(rows.map(({ type, price }) => `${type} ${price}`)).toEqual([
    'purchase 9.5',
    'purchase 9.5',
  ]);
  expect(left).toEqual(['returned']);
  expect(said).toContain('each line is a purchase, as it has a quantity (quantite)');
});

test('a quantity and a price alone make no sale: an export of looks has them too', () => {
  const line = { user_id: 'u', sku: 'p', created_at: '2024-03-04', price: '9.50', quantity: '2' };
  const { rows, said } = readAll([line]);
  expect(rows[0].type).toBe('click');
  expect(said).toContain('--actions "*=purchase"');
  expect(readAll([{ ...line, quantity: '-1' }, line]).rows.map(({ type }) => type)).toEqual([
    'purchase',
  ]);
});

test('--actions "*=…" says what each line of a log without types is', () => {
  const line = { user_id: 'u', product_id: 'p', date: '2024-03-04' };
  expect(readAll([line]).rows[0].type).toBe('click');
  expect(readAll([line]).said).toContain('--actions "*=purchase"');
  const { rows, said } = readAll([line], { actions: new Map([['*', 'cart']]) });
  expect(rows[0].type).toBe('cart');
  expect(said).not.toContain('is read as a click');
});

test('a table of counts is refused: nobody knows in which order', () => {
  const counts = (i: number) => ({
    user_id: `u${i}`,
    produit_id: 'p',
    vue_produit: `${i}`,
    ajout_panier: '0',
    achat: '1',
  });
  expect(refusal(lines(5, counts))).toMatch(
    /^a table of counts: vue_produit, ajout_panier, achat say how often/,
  );
  const flags = (i: number) => ({
    session_id: `s${i}`,
    item_id: 'p',
    is_viewed: 'true',
    is_purchased: 'false',
  });
  expect(refusal(lines(5, flags))).toContain('is_viewed, is_purchased');
  expect(refusal(lines(5, counts), { actions: new Map([['*', 'click']]) })).toBe('read');
});

test.each<[string, Values, RegExp]>([
  [
    'an advertising funnel',
    { user: 'u', time: '2024-03-04 10:00', event: 'impression', campaign_id: 'c' },
    /^no item: .*user=user.*no product, and a model learns which products/,
  ],
  [
    'orders without their lines',
    { order_id: 'o', customer_id: 'u', order_date: '2024-03-04', total: '9' },
    /^no item: it has orders \(order_id\) and not what was bought: .*Join the two/,
  ],
  [
    'a list of products',
    { item_id: 'p', name: 'Mug', price: '9' },
    /^neither session nor user: it looks like a list of products/,
  ],
  [
    'readings of a sensor',
    { timestamp: '2024-03-04 10:00', temperature: '9', humidity: '3' },
    /^no item: it has time=timestamp and no product/,
  ],
  [
    'events without a shopper',
    { item_id: 'p', action: 'view', time: '2024-03-04 10:00', host: 'a' },
    /^neither session nor user: whose events they are is not in it. If one of host tells/,
  ],
])('%s is refused, with what is missing', (_, line, says) => {
  expect(refusal([line])).toMatch(says);
});

test('an id that comes again is offered as the product, and that of an event is not', () => {
  const event = (i: number) => ({
    event_id: `${i}`,
    user_id: 'u',
    action: 'view',
    poi_id: `${i % 3}`,
    time: '2024-03-04',
  });
  expect(refusal(lines(9, event))).toContain('if poi_id is a product: --columns item=poi_id');
});

test('of thousands of columns a few are shown', () => {
  const wide = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`col ${i}`, '1']));
  expect(refusal([wide])).toContain('and 2960 more');
  expect(refusal([wide]).length).toBeLessThan(1200);
});

const event = (i: number, more: Values = {}): Values => ({
  user: `u${i % 9}`,
  item: `p${i % 7}`,
  time: `2026-10-${10 + (i % 20)}T10:00:${10 + (i % 50)}Z`,
  ...more,
});

test('a column that says yes or no is no click in each line', () => {
  for (const [yes, no] of ['1 0', 'Y N', 'true false', 'ja nein'].map((two) => two.split(' '))) {
    const flag = (name: string) => lines(40, (i) => event(i, { [name]: i % 5 ? no : yes }));
    expect(refusal(flag('purchased'))).toMatch(/purchased says yes or no in each line/);
    expect(refusal(flag('is_clicked'))).toMatch(/is_clicked says yes or no/);
    expect(refusal(flag('label'))).toMatch(/label says yes or no/);
    // On sale is a price; a member buys as well.
    expect(refusal(flag('is_on_sale'))).toBe('read');
    expect(refusal(flag('is_member'))).toBe('read');
  }
  const words = { actions: new Map([['*', 'click' as const]]) };
  expect(
    refusal(
      lines(40, (i) => event(i, { purchased: `${i % 2}` })),
      words,
    ),
  ).toBe('read');
});

test('an amount or an order in some lines marks purchases', () => {
  const some = (name: string, value: string) =>
    lines(40, (i) => event(i, { [name]: i % 5 ? '' : value }));
  expect(refusal(some('revenue', '18.50'))).toMatch(
    /^revenue is filled in 8 of the first 40 lines/,
  );
  expect(refusal(some('order_id', 'o7'))).toMatch(/^order_id is filled in 8/);
  expect(refusal(some('coupon', 'SPRING'))).toBe('read');
});

test('what came back is no purchase, in a log with types too', () => {
  const types = ['view', 'purchase', 'purchase', 'purchase', 'view'];
  const prices = ['5', '5', '-5', '(5.00)', '-5'];
  const all = types.map((type, i) => event(i, { type, price: prices[i] }));
  expect(readAll(all).left).toEqual(['returned', 'returned']);
  const quantities = types.map((type, i) => event(i, { type, quantity: prices[i] }));
  expect(readAll(quantities).left).toEqual(['returned', 'returned']);
});

test('every column of the status of an order counts, and one that begins to cancel later', () => {
  const order = (i: number, more: Values): Values =>
    event(i, { order_id: `o${i}`, financial_status: 'paid', order_status: 'completed', ...more });
  const plan = planLog(
    lines(20, (i) => order(i, {})),
    {},
  );
  const read = (more: Values) =>
    plan.read(order(21, more)).map((row) => 'reason' in row && row.reason);
  expect(read({ order_status: 'wc-cancelled' })).toEqual(['order wc-cancelled']);
  expect(read({ financial_status: 'voided' })).toEqual(['order voided']);
  expect(read({ order_status: 'Draft' })).toEqual(['order draft']);
  expect(read({ order_status: 'refunded' })).toEqual([false]);
});

test('a cell of ids that stand alone elsewhere is a list', () => {
  const all = lines(40, (i) => event(i, i % 5 ? {} : { item: `p${i % 7}|p${(i + 1) % 7}` }));
  expect(readAll(all).rows).toHaveLength(48);
  // Parts that no line has alone are parts of an id.
  const whole = lines(40, (i) => event(i, i % 5 ? {} : { item: `p${i % 7}|red` }));
  expect(readAll(whole).rows).toHaveLength(40);
});

test('a price written the other way than the first ones is none, and counted', () => {
  const all = lines(40, (i) => event(i, { price: `${10 + i}.50` }));
  const plan = planLog(all, {});
  const price = (text: string) => plan.read(event(1, { price: text }))[0] as ReadRow;
  expect(price('1038,5').price).toBeUndefined();
  expect(price('1,038.50').price).toBe(1038.5);
  expect(plan.notes().join()).toMatch(/1 price \(price\) not read: the first is 1038,5/);
});

test('the time that tells events apart, and not the one of the export', () => {
  const all = lines(40, (i) => ({
    user: 'u1',
    item: `p${i}`,
    event_time: '2026-11-28 02:00:00',
    client_time: `2026-10-${10 + (i % 20)} 10:00:00`,
  }));
  expect(readAll(all).columns.time).toEqual(['client_time']);
});

test('an hour of its own beside the day', () => {
  const all = lines(40, (i) => ({
    user: 'u1',
    item: `p${i}`,
    date: '2026-10-20',
    hour: `${i % 24}`,
  }));
  expect(readAll(all).columns.time).toEqual(['date', 'hour']);
  expect(readAll(all).rows[7].time).toBe(Date.UTC(2026, 9, 20, 7));
});

test('lines that a column marks as no events are left out', () => {
  const left = (name: string, value: string, other: string) =>
    readAll(lines(40, (i) => event(i, { [name]: i % 8 ? other : value }))).left;
  for (const [name, value, other] of [
    ['cancelled_at', '2026-10-20', ''],
    ['is_deleted', 'true', 'false'],
    ['test', '1', '0'],
    ['is_bot', 'Y', 'N'],
    ['exclude_hit', '3', '0'],
  ]) {
    expect(left(name, value, other)).toHaveLength(5);
  }
  // Where they begin behind the first lines, too.
  const plan = planLog(
    lines(20, (i) => event(i, { cancelled_at: '', is_test: '0' })),
    {},
  );
  expect(plan.read(event(1, { cancelled_at: '2026-10-20', is_test: '0' }))).toEqual([
    { reason: 'marked as cancelled', ignored: true },
  ]);
  // A test of two groups, and an hour of opening.
  const groups = lines(40, (i) => event(i, { test: `${i % 2}`, closed_at: '2026-10-20' }));
  expect(readAll(groups).left).toEqual([]);
});
