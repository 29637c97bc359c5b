import { expect, test } from 'vitest';
import { createActionReader } from './action-names.js';
import { guessColumns, parseColumnOption } from './columns.js';
import { flattenRecord } from './flatten.js';
import { planLog } from './log-plan.js';

const T = Date.UTC(2019, 9, 1, 12, 30, 15);

/** Reads one line the way a whole log is read. */
function read(values: Record<string, unknown>, columns = {}) {
  return planLog([values], { columns }).read(values)[0];
}

test('reads REES46', () => {
  const line = {
    event_time: '2019-10-01 12:30:15 UTC',
    event_type: 'view',
    product_id: '3900821',
    category_id: '2053013552326770905',
    category_code: 'appliances.environment.water_heater',
    brand: 'aqua',
    price: '33.20',
    user_id: '554748717',
    user_session: '9333dfbd',
  };
  const row = {
    shopper: '554748717',
    session: '9333dfbd',
    time: T,
    type: 'click',
    item: '3900821',
    price: 33.2,
    category: ['appliances', 'environment', 'water_heater'],
    brand: 'aqua',
    name: undefined,
  };
  expect(read(line)).toEqual(row);
  // Most lines have no path: then the number stands for it.
  expect(read({ ...line, category_code: '' })).toEqual({ ...row, category: [line.category_id] });
});

test('reads RetailRocket', () => {
  const line = {
    timestamp: String(T),
    visitorid: '7',
    event: 'addtocart',
    itemid: '3',
    transactionid: '',
  };
  expect(read(line)).toMatchObject({ shopper: '7', time: T, type: 'cart', item: '3' });
  expect(read({ ...line, event: 'transaction' })).toMatchObject({ type: 'purchase' });
});

test('reads OTTO: its sessions last for weeks, so each is a shopper', () => {
  const [first, second] = flattenRecord({
    session: 12,
    events: [
      { aid: 1, ts: T, type: 'clicks' },
      { aid: 2, ts: T + 1, type: 'orders' },
    ],
  });
  expect(read(first)).toMatchObject({ shopper: '12', time: T, type: 'click', item: '1' });
  expect(read(first)).toHaveProperty('session', undefined);
  expect(read(second)).toMatchObject({ type: 'purchase', item: '2' });
});

test("reads GA4's export: one line per item, session in the parameters, microseconds", () => {
  const record = {
    event_timestamp: String(T * 1000),
    event_name: 'add_to_cart',
    user_pseudo_id: '1.2',
    event_params: [
      { key: 'page_title', value: { string_value: 'A', int_value: null } },
      { key: 'ga_session_id', value: { string_value: null, int_value: '99' } },
    ],
    items: [
      {
        item_id: 'A',
        item_name: 'Chair',
        item_brand: 'Oak',
        item_category: 'Garden',
        item_category2: 'Chairs',
        price: 5,
      },
      { item_id: 'B', item_name: 'Table' },
    ],
  };
  const lines = flattenRecord(record);
  expect(lines).toHaveLength(2);
  expect(read(lines[0])).toEqual({
    shopper: '1.2',
    session: '99',
    time: T,
    type: 'cart',
    item: 'A',
    price: 5,
    category: ['Garden', 'Chairs'],
    brand: 'Oak',
    name: 'Chair',
  });
  const [view] = flattenRecord({ ...record, event_name: 'page_view' });
  expect(read(view)).toEqual({ reason: 'page_view', ignored: true });
  // A list that is shown is one event without an item.
  const [list] = flattenRecord({ ...record, event_name: 'view_item_list' });
  expect(read(list)).toHaveProperty('item', undefined);
});

test('reads UCI clickstream 2008: a date in three columns, no user', () => {
  const line = {
    year: '2008',
    month: '4',
    day: '1',
    'order(sells)': '2',
    country: '29',
    'session ID': '1',
    'page 1 (main category)': '1',
    'page 2 (clothing model)': 'A16',
    price: '33',
    'price 2': '2',
  };
  expect(read(line)).toMatchObject({
    shopper: '1',
    session: '1',
    time: Date.UTC(2008, 3, 1),
    type: 'click',
    item: 'A16',
    price: 33,
    category: ['1'],
  });
});

test('reads JData, Taobao, and columns named by hand', () => {
  const jdata = {
    user_id: '2-1',
    time: '2019-10-01 12:30:15',
    type: 'view',
    sku_id: '9',
    cate: '8',
    brand: '30',
  };
  expect(read(jdata)).toMatchObject({ shopper: '2-1', time: T, item: '9', category: ['8'] });
  const taobao = {
    user_id: '1',
    item_id: '2',
    category_id: '3',
    behavior: 'fav',
    timestamp: T / 1000,
  };
  expect(read(taobao)).toMatchObject({ time: T, type: 'wishlist', category: ['3'] });
  const hand = {
    session: 's',
    time: T,
    type: 'Add to Cart',
    item: 'x',
    category: 'Garden > Chairs',
  };
  expect(read(hand)).toMatchObject({ session: 's', type: 'cart', category: ['Garden', 'Chairs'] });
});

test('a JSON path matches a column by its last part', () => {
  const [line] = flattenRecord({
    anonymousId: 'a',
    event: 'Product Viewed',
    properties: { product_id: 'p' },
  });
  expect(read(line, { user: ['anonymousId'] })).toMatchObject({
    shopper: 'a',
    type: 'click',
    item: 'p',
  });
});

test('columns named by the user win over known names', () => {
  const line = { who: '1', what: 'B', when: '5', item_id: 'A', l1: '10', l2: '20' };
  const given = parseColumnOption('user=who,item=what,time=when,category=l1+l2');
  expect(read(line, given)).toMatchObject({
    shopper: '1',
    item: 'B',
    time: 5000,
    category: ['10', '20'],
    type: 'click',
  });
});

test('a missing column fails and lists the columns found', () => {
  const line = { a: '1', b: 'two' };
  const detail = 'found: a, b; first line: 1, two';
  const wrong = (given: string | undefined, starts: string) => {
    const columns = given === undefined ? {} : parseColumnOption(given);
    expect(() => guessColumns(['a', 'b'], columns, line)).toThrowError(
      expect.objectContaining({
        code: 'BAD_COLUMN',
        detail: expect.stringMatching(new RegExp(`^${starts}[:;] .*${detail}$`)),
      }),
    );
  };
  wrong(undefined, 'no item');
  wrong('item=a', 'neither session nor user');
  wrong('item=c', 'item=c');
});

test.each(['items=a', 'item', 'item=', '=a'])('--columns %s is refused', (text) => {
  expect(() => parseColumnOption(text)).toThrowError(
    expect.objectContaining({ code: 'BAD_OPTION' }),
  );
});

test.each([
  [{ session: '' }, 'no session or user'],
  [{ item: '' }, 'no item'],
  [{ item: 'x'.repeat(201) }, 'item id too long or broken'],
  [{ item: 'a\nb' }, 'item id too long or broken'],
  [{ time: 'yesterday' }, 'time cannot be read'],
  [{ time: '' }, 'no time'],
  [{ type: '' }, 'unknown action (empty): say what it means with --actions (empty)=click'],
  [{ type: 'zoom' }, 'unknown action zoom: say what it means with --actions zoom=click'],
])('a line with %j is refused: %s', (change, reason) => {
  const line = { session: 's', time: T, type: 'view', item: 'x' };
  const changed = { ...line, ...change };
  expect(planLog([line, changed], {}).read(changed)).toMatchObject([{ reason }]);
});

test.each([
  ['1,299.00 €', 1299],
  ['19,90', 19.9],
  ['0', undefined],
  ['free', undefined],
])('parses the price %s', (price, expected) => {
  expect(read({ session: 's', item: 'x', price })).toMatchObject({ price: expected });
});

test("reads the shop's own action names", () => {
  const own = createActionReader(
    new Map([
      ['9', 'cart'],
      ['view', 'ignored'],
      ['*', 'click'],
    ]),
  );
  expect(['9', 'view', '3', 'buy'].map(own)).toEqual(['cart', 'ignored', 'click', 'purchase']);
  expect(createActionReader()('constructor')).toBeUndefined();
});

test('reads the path of the product, not the category of the device or of a parameter', () => {
  const items = { 'items.item_category': 'Garden', 'items.item_category2': 'Chairs' };
  const headers = ['user_id', 'items.item_id', 'device.category', 'item_category'];
  const { category } = guessColumns([...headers, ...Object.keys(items)], {}, items);
  expect(category).toEqual(Object.keys(items));
});

test('reads the name of what an event is about', () => {
  const line = {
    user_id: '1',
    'event_properties.product_id': 'a',
    'event_properties.name': 'Chair',
  };
  expect(guessColumns(Object.keys(line), {}, line).name).toEqual(['event_properties.name']);
});
