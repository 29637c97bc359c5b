import { expect, test } from 'vitest';
import { lines, readAll, refusal } from './read-lines.fixture.js';

type Values = Record<string, unknown>;

const view = (i: number): Values => ({
  user_id: `u${i % 4}`,
  event: i % 5 ? 'view' : 'purchase',
  product_id: `p${i % 7}`,
  timestamp: `2026-03-04T10:${10 + (i % 50)}:00Z`,
});

test('an order line of none is no purchase, unless no line says how many', () => {
  const order = (i: number) => ({
    order_id: `o${i}`,
    customer_id: `u${i}`,
    sku: `p${i}`,
    quantity: i % 4 ? '2' : '0',
  });
  const { rows, left } = readAll(lines(8, order));
  expect(rows.map(({ item }) => item)).toEqual(['p1', 'p2', 'p3', 'p5', 'p6', 'p7']);
  expect(left).toEqual(['a quantity of 0', 'a quantity of 0']);
  expect(readAll(lines(8, (i) => ({ ...order(i), quantity: '0' }))).rows).toHaveLength(8);
});

test.each<[string, (i: number) => Values, string]>([
  [
    'deletions of a change log',
    (i) => ({ op: i % 6 ? 'c' : 'd' }),
    'marked as deleted or replaced',
  ],
  [
    'what stood there before a change',
    (i) => ({ _change_type: i % 6 ? 'insert' : 'update_preimage' }),
    'marked as deleted or replaced',
  ],
  ['Kafka’s deletions', (i) => ({ __deleted: i % 6 ? 'false' : 'true' }), 'marked as deleted'],
  [
    'rows of a staging system',
    (i) => ({ environment: i % 6 ? 'production' : 'staging' }),
    'marked as of another system than the shop',
  ],
  [
    'rows of a staging host',
    (i) => ({ hostname: i % 6 ? 'www.shop.de' : 'staging.shop.de' }),
    'marked as of another system than the shop',
  ],
])('%s are left out and counted', (_, mark, reason) => {
  const { rows, left } = readAll(lines(30, (i) => ({ ...view(i), ...mark(i) })));
  expect(rows).toHaveLength(25);
  expect(left).toEqual(Array(5).fill(reason));
});

test.each<[string, (i: number) => Values]>([
  ['hosts of shops', (i) => ({ hostname: i % 2 ? 'www.shop.de' : 'm.shop.de' })],
  ['two groups of a test', (i) => ({ environment: i % 2 ? 'prod' : 'b' })],
  ['updates', (i) => ({ op: i % 2 ? 'c' : 'u' })],
  ['a test shop alone', () => ({ environment: 'staging' })],
])('%s stay', (_, mark) => {
  expect(readAll(lines(30, (i) => ({ ...view(i), ...mark(i) }))).rows).toHaveLength(30);
});

test('a payment that failed is no purchase, beside actions too', () => {
  const tried = (i: number) => ({ ...view(i), payment_status: i % 5 ? '' : i ? 'paid' : 'failed' });
  const { rows, left } = readAll(lines(30, tried));
  expect(rows.filter(({ type }) => type === 'purchase')).toHaveLength(5);
  expect(rows).toHaveLength(29);
  expect(left).toEqual(['order failed']);
  const account = (i: number) => ({ ...view(i), account_status: i % 5 ? 'active' : 'expired' });
  expect(readAll(lines(30, account)).rows).toHaveLength(30);
});

test('a line of which all was cancelled is no purchase', () => {
  const order = (i: number) => ({
    order_id: `o${i}`,
    customer_id: `u${i}`,
    product_id: `p${i}`,
    qty_ordered: '2.0000',
    qty_canceled: ['2.0000', '1.0000', '0.0000'][i % 3],
  });
  const { rows, left } = readAll(lines(6, order));
  expect(rows.map(({ item }) => item)).toEqual(['p1', 'p2', 'p4', 'p5']);
  expect(left).toEqual(['marked as cancelled', 'marked as cancelled']);
});

test('the time of an event comes before that of its envelope', () => {
  const kafka = (i: number) => {
    const { timestamp, ...rest } = view(i);
    const own = Object.entries({ ...rest, ts: timestamp }).map(([key, one]) => [
      `value.${key}`,
      one,
    ]);
    return {
      topic: 'clicks',
      offset: i,
      timestamp: 1_772_700_000_000 + i,
      ...Object.fromEntries(own),
    };
  };
  expect(readAll(lines(30, kafka)).columns.time).toEqual(['value.ts']);
});

test('a category that is the device’s is none', () => {
  const device = (i: number) => ({ ...view(i), category: ['mobile', 'desktop', 'tablet'][i % 3] });
  const { rows, said } = readAll(lines(30, device));
  expect(rows[0].category).toBeUndefined();
  expect(said).toMatch(/category is left out: it says which device was used/);
  expect(said).not.toMatch(/left unread/);
  const given = readAll(lines(30, device), { columns: { category: ['category'] } });
  expect(given.rows[0].category).toEqual(['mobile']);
  // A shop of devices.
  const shop = (i: number) => ({ ...view(i), category: ['phone', 'laptop', 'console'][i % 3] });
  expect(readAll(lines(30, shop)).rows[0].category).toEqual(['phone']);
});

test('prices of several currencies are said', () => {
  const column = (i: number) => ({ ...view(i), price: 10 + i, currency: i % 9 ? 'EUR' : 'USD' });
  expect(readAll(lines(30, column)).said).toMatch(/several currencies \(currency: USD, EUR\)/);
  const written = (i: number) => ({ ...view(i), price: i % 9 ? `${10 + i},50 €` : `$${10 + i}` });
  expect(readAll(lines(30, written)).said).toMatch(/prices \(price\) are of several currencies/);
  const one = (i: number) => ({
    ...view(i),
    price: `${10 + i},50 €`,
    currency: i % 2 ? 'EUR' : 'eur',
  });
  expect(readAll(lines(30, one)).said).not.toMatch(/currencies/);
});

test('days of a spreadsheet are shown, so that those of 1904 are seen', () => {
  const { said } = readAll(lines(30, (i) => ({ ...view(i), timestamp: `${44_000 + i}.5` })));
  expect(said).toMatch(/44000.5 is 2020-06-18. Some of a Mac count from 1904/);
});

test('lists of products, none of which stands alone, are asked for', () => {
  const list = (i: number) => ({
    ...view(i),
    product_id: `p${i % 7},p${(i + 2) % 7},p${(i + 3) % 7}`,
  });
  expect(refusal(lines(40, list))).toMatch(/can be one product or several/);
  const variant = (i: number) => ({
    ...view(i),
    product_id: `p${i % 7},${['red', 'blue'][i % 2]}`,
  });
  expect(readAll(lines(40, variant)).rows[0].item).toBe('p0,red');
});

test('numbers of events that go down where the lines go up are said', () => {
  const numbered = (i: number) => ({
    ...view(0),
    user_id: `u${i >> 2}`,
    timestamp: '2026-03-04',
    hit_number: i % 2 ? i % 4 : 4 - (i % 4),
  });
  expect(readAll(lines(40, numbered)).said).toMatch(/hit_number numbers the events of a visit/);
});
