import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ACTION_TYPES } from '../../events/event.js';
import type { DataSet } from '../data/data-set.js';
import { type LoadOptions, loadLog } from './load-log.js';

const folder = mkdtempSync(join(tmpdir(), 'nextaisle-oddities-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Reads files, which come with their text; what is said comes back as one text. */
async function read(files: Record<string, string>, options: LoadOptions = {}) {
  const paths = Object.entries(files).map(([name, text]) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  });
  const loaded = await loadLog(paths, options);
  const { data, columns, notes } = loaded;
  const times = [...data.ts].map((ms) => (Number.isNaN(ms) ? '' : new Date(ms).toISOString()));
  const types = [...data.action].map((action) => ACTION_TYPES[action]);
  return { ...loaded, columns, times, types, said: notes.join('\n') };
}
/** The number of the shopper who saw an item. */
const shopperOf = (data: DataSet, id: string) =>
  data.shopper[data.item.indexOf(data.itemIds.indexOf(id))];
const table = (...lines: string[]) => `${lines.join('\n')}\n`;
const jsonl = (...records: object[]) => table(...records.map((one) => JSON.stringify(one)));

describe('a date and a clock beside it are one time', () => {
  test.each<[string, string, string, (i: number) => string, (i: number) => string]>([
    ['German', 'Datum', 'Uhrzeit', () => '13.01.2024', (i) => `23:36:0${i}`],
    ['English', 'date', 'time', () => '2024-01-13', (i) => `23:36:0${i}`],
    ['of an order', 'order_date', 'order_time', () => '01/13/2024', (i) => `11:36:0${i} PM`],
    ['Finnish', 'Päivä', 'Kello', () => '13.1.2024', (i) => `23:36:0${i}`],
    ['Turkish', 'Tarih', 'Saat', () => '13.01.2024', (i) => `23:36:0${i}`],
    ['Japanese', '日付', '時刻', () => '2024/01/13', (i) => `23:36:0${i}`],
    ['without colons', 'date', 'time', () => '20240113', (i) => `23360${i}`],
    ['of a spreadsheet', 'date', 'time', () => '45304', (i) => String((84960 + i) / 86400)],
  ])('%s: %s, %s', async (_, day, clock, dates, clocks) => {
    const rows = [0, 1, 2, 3].map((i) => `u1;p${i};${dates(i)};${clocks(i)};view;00:03:1${i}`);
    const log = table(
      `user;product_id;${day};${clock};event;visit_duration`,
      ...rows,
      ...rows.map((row) => row.replace('u1', 'u2')),
    );
    const { columns, times } = await read({ 'clock.csv': log });
    expect(columns.time).toEqual([day, clock]);
    expect(times.slice(0, 4)).toEqual([0, 1, 2, 3].map((i) => `2024-01-13T23:36:0${i}.000Z`));
  });
});

test("Yoochoose's buys are purchases, its clicks are clicks", async () => {
  const at = (i: number) => `2014-04-06T18:4${i}:00.100Z`;
  const rows = [0, 1, 2, 3].map((i) => `${i >> 1},${at(i)},21453${i},12462,1`);
  const buys = await read({ 'buys.dat': table(...rows) });
  expect(buys.types).toEqual(Array(4).fill('purchase'));
  expect(buys.said).toMatch(/read as Yoochoose's buys/);
  expect(buys.said).not.toMatch(/read as a click/);
  const clicks = await read({
    'clicks.dat': table(...rows.map((row) => row.replace('12462,1', '0'))),
  });
  expect(clicks.types).toEqual(Array(4).fill('click'));
});

test.each<[string, (record: object) => string]>([
  ['lines', (record) => JSON.stringify(record)],
  ['a list over several lines', (record) => JSON.stringify(record, null, 1)],
])('JSON numbers longer than a computer counts keep their digits: %s', async (how, write) => {
  const ids = [
    '9007199254740993',
    '9007199254740992',
    '-12345678901234567',
    '18446744073709551615',
  ];
  const records = ids.flatMap((id, i) =>
    ['u1', 'u2'].map((user) =>
      write({
        user,
        ts: 1704067200000 + i,
        name: `"1234567890123456789", x\\`,
        price: 0.5,
        id: '#',
      })
        .replace(/"id": ?"#"/, `"product_id": ${id}`)
        .replace('0.5', '0.12345678901234567890'),
    ),
  );
  const text = how === 'lines' ? table(...records) : `[${records.join(',\n')}]`;
  const { data, refused } = await read({ 'long.json': text });
  expect(refused).toEqual([]);
  expect([...data.itemIds].sort()).toEqual([...ids].sort());
  expect(data.items[0].name).toBe(`"1234567890123456789", x\\`);
  expect(data.price[0]).toBeCloseTo(0.123456);
});

describe('users with gaps', () => {
  const row = (who: string, i: number) => `${who},s${i >> 1},${1704067200 + i},view,p${i}`;

  test('a client, or else the browser, before a session', async () => {
    const header = 'client_id,anonymous_id,session_id,time,event,item_id';
    const log = table(
      header,
      ...[0, 1, 2, 3, 4, 5].map((i) => row(i % 3 ? ',a1' : 'c1,a1', i)),
      ...[6, 7, 8, 9].map((i) => row(',a2', i)),
    );
    const { columns, facts } = await read({ 'client.csv': log });
    expect(columns.user).toEqual(['client_id', 'anonymous_id']);
    expect(facts.shoppers).toBe(2);
  });

  test('an account before a browser that is not always known', async () => {
    const log = table(
      'user_pseudo_id,user_id,time,event,item_id',
      ...['b1,', 'b1,u1', ',u1', 'b2,u1', 'b3,', ',u2', 'b3,'].map(
        (who, i) => `${who},${1704067200 + i},view,p${i}`,
      ),
    );
    const { columns, data, facts } = await read({ 'pseudo.csv': log });
    expect(columns.user).toEqual(['user_id', 'user_pseudo_id']);
    expect(facts.shoppers).toBe(3);
    expect(shopperOf(data, 'p0')).toBe(shopperOf(data, 'p3'));
  });

  const header = 'customer_id,anonymous_id,session_id,time,event,item_id';
  const bare = table(header, ...[0, 1, 2, 3].map((i) => row(',7', i)));
  const full = table(header, ...[4, 5, 6, 7].map((i) => row('c1,7', i)));
  const other = table(header, ...[8, 9].map((i) => row('7,9', i)));
  test.each<[string, string[]]>([
    ['the first file knows no account', [bare, full, other]],
    ['the first file knows all accounts', [full, bare, other]],
    ['an account has the number of a browser', [other, full, bare]],
  ])('one shopper in several files: %s', async (_, texts) => {
    const { facts, data } = await read(
      Object.fromEntries(texts.map((text, i) => [`part-${i}.csv`, text])),
    );
    expect(facts.shoppers).toBe(2);
    const of = (id: string) => shopperOf(data, id);
    expect(of('p0')).toBe(of('p4'));
    expect(of('p8')).not.toBe(of('p4'));
  });

  test('an account that the records of the first file leave out', async () => {
    const one = (i: number, more: object) => ({
      anonymous_id: '7',
      ...more,
      time: 1704067200 + i,
      event: 'view',
      item_id: `p${i}`,
    });
    const { facts, data } = await read({
      'a.jsonl': jsonl(one(0, {}), one(1, {})),
      'b.jsonl': jsonl(
        one(2, { customer_id: 'c' }),
        one(3, { customer_id: 'c' }),
        one(4, { customer_id: '7', anonymous_id: '9' }),
        one(5, { customer_id: '7', anonymous_id: '9' }),
      ),
    });
    expect(facts.shoppers).toBe(2);
    expect(shopperOf(data, 'p0')).toBe(shopperOf(data, 'p2'));
    expect(shopperOf(data, 'p4')).not.toBe(shopperOf(data, 'p0'));
  });
});

describe('columns beside the product are its own', () => {
  test.each(['event.', 'event_', 'payload.data.', 'row__', 'x/'])('under %s', async (prefix) => {
    const fields = ['sku', 'category_path', 'title', 'brand', 'price'];
    const log = table(
      `user,time,event_type,${fields.map((field) => prefix + field).join(',')}`,
      ...[0, 1, 2, 3].map((i) => `u${i >> 1},${1704067200 + i},view,p${i},a/b,Mug ${i},Acme,5`),
    );
    const { columns } = await read({ 'prefix.csv': log });
    expect(columns).toMatchObject({
      item: [`${prefix}sku`],
      category: [`${prefix}category_path`],
      name: [`${prefix}title`],
      brand: [`${prefix}brand`],
      price: [`${prefix}price`],
    });
  });

  test("Segment: the category of a list's product and of a single one; never another thing's", async () => {
    const event = (i: number, name: string, properties: object) => ({
      anonymousId: `a${i >> 1}`,
      type: 'track',
      event: name,
      properties,
      timestamp: `2024-01-13T10:00:0${i}Z`,
      context: { device: { category: 'mobile' } },
    });
    const { data, columns } = await read({
      'segment.jsonl': jsonl(
        event(0, 'Product Viewed', { product_id: 'p0', category: 'garden' }),
        event(1, 'Order Completed', {
          category: 'wrong',
          products: [{ product_id: 'p1', category: 'kitchen' }, { product_id: 'p2' }],
        }),
        event(2, 'Product Viewed', { product_id: 'p3', category: 'garden' }),
        event(3, 'Product Added', { product_id: 'p3', category: 'garden' }),
      ),
    });
    expect(columns.category).toEqual(['properties.products.category']);
    const of = (id: string) => data.items[data.itemIds.indexOf(id)]?.category;
    expect(['p0', 'p1', 'p2', 'p3'].map((id) => of(id)?.join('/') ?? '')).toEqual([
      'garden',
      'kitchen',
      '',
      'garden',
    ]);
  });

  test('what looks like a field and is not read is said', async () => {
    const log = table(
      'user,time,event_type,sku,page.category,seller.name,stamp_of_x',
      ...[0, 1, 2, 3].map((i) => `u${i >> 1},${1704067200 + i},view,p${i},a,Mug ${i},`),
    );
    const { said } = await read({ 'unread.csv': log });
    expect(said).toMatch(
      /left unread: page\.category.*seller\.name.*--columns category=page\.category/,
    );
    expect(said).not.toMatch(/stamp_of_x/);
  });
});

describe('a row of totals', () => {
  test.each(['Total', 'Grand total', 'Summe', 'TOTAL:', 'Total (6)', 'Итого', '合計'])(
    '%s',
    async (word) => {
      const log = table(
        'user,product_id,date,event,price',
        ...[0, 1, 2, 3, 4, 5].map((i) => `${i >> 1}.0,${1000 + i}.0,2024-01-13 10:0${i},view,5.00`),
        `${word},,,,30.00`,
      );
      const { data, refused, said } = await read({ 'total.csv': log }, { allowRefused: 0.3 });
      expect(data.itemIds).toContain('1000');
      expect(data.itemIds).not.toContain('1000.0');
      expect(refused).toMatchObject([{ reason: 'a row of totals', count: 1 }]);
      expect(said).toMatch(/ids \(user\) are whole numbers written like 0\.0: read as 0/);
    },
  );

  test('under the product, and under no field', async () => {
    const rows = [0, 1, 2, 3].map((i) => `u${i >> 1},${1000 + i}.0,2024-01-13 10:0${i},view,`);
    const log = table(
      'user,product_id,date,event,note',
      ...rows,
      'u9,Total,2024-01-19,view,',
      ',,,,Sum',
    );
    const { data, refused } = await read({ 'total.csv': log }, { allowRefused: 0.5 });
    expect([...data.itemIds].sort()).toEqual(['1000', '1001', '1002', '1003']);
    expect(refused).toMatchObject([{ reason: 'a row of totals', count: 2 }]);
  });
});

test.each<[string, string[]]>([
  [
    'words',
    [
      'citrus fruit,whole milk,margarine',
      'tropical fruit,yogurt',
      'whole milk',
      'whole milk,margarine,rolls/buns,beef',
      'beef,yogurt',
    ],
  ],
  ['alike', ['milk,bread,beer', 'beer,milk,rice', 'bread,milk,beer', 'rice,beer,milk']],
  ['numbers', ['1,2,3', '4,5', '1,2,3,4,5', '2,9,7,1', '5,1']],
])('a basket a line, of %s', async (_, lines) => {
  await expect(read({ 'baskets.csv': table(...lines) })).rejects.toThrow(
    /baskets\.csv has no header and no shopper: .*a basket a line.*order_id,item_id/,
  );
});

test('an empty file is said once', async () => {
  await expect(read({ 'nothing.csv': '' })).rejects.toThrow(/nothing\.csv: it is empty\.$/);
});

test('0 as a shopper with far more events than others is pointed at', async () => {
  const row = (who: number, i: number) => `${who},${1704067200 + i * 60},view,p${i % 7}`;
  const of = (who: number, count: number) => Array.from({ length: count }, (_, i) => row(who, i));
  const header = 'user_id,time,event,item_id';
  const others = Array.from({ length: 30 }, (_, who) => of(who + 1, 10)).flat();
  const { said } = await read({ 'zero.csv': table(header, ...of(0, 60), ...others) });
  expect(said).toMatch(/shopper 0 has 17% of the events: .*stands for nobody/);
  const { said: alike } = await read({ 'alike.csv': table(header, ...of(0, 12), ...others) });
  expect(alike).not.toMatch(/stands for nobody/);
});

test('a price whose beginning is damaged is none, and is said', async () => {
  const cells = ['"116,52 €"', '"broken,52 €"', '"1.632,14 €"', '"9,50 €"'];
  const log = table(
    'user,time,event,item_id,price',
    ...cells.map((cell, i) => `u${i >> 1},${1704067200 + i},view,p${i},${cell}`),
  );
  const { data, said } = await read({ 'prices.csv': log });
  expect([...data.price].map((price) => price.toFixed(2))).toEqual([
    '116.52',
    'NaN',
    '1632.14',
    '9.50',
  ]);
  expect(said).toMatch(/1 price \(price\) not read: the first is broken,52 €/);
});

describe('odd times in a log of dates are refused and counted, and it stays a log of dates', () => {
  const day = (i: number) => `2024-01-${10 + (i % 9)} 10:00:0${i % 10}`;
  const lines = (n: number, write = day) =>
    Array.from({ length: n }, (_, i) => `u${i % 9},${write(i)},view,sku-${i % 5}`);
  const header = 'user_id,time,event,item_id';

  test.each([
    ['1970-01-01 00:00:00', 'time is before 1973'],
    ['1969-12-31T23:59:59Z', 'time is before 1973'],
    ['01 Jan 1900', 'time is before 1973'],
    ['9999-12-31 00:00:00', 'time is after 2100'],
    ['0000-00-00 00:00:00', 'time cannot be read'],
    ['-1', 'time cannot be read'],
    ['', 'no time'],
  ])('%j: %s', async (time, reason) => {
    const log = table(header, ...lines(60), `u1,${time},view,sku-1`);
    const { data, refused, facts } = await read({ 'dates.csv': log });
    expect(refused).toMatchObject([{ reason, count: 1, places: [expect.stringMatching(/:62$/)] }]);
    expect(data).toMatchObject({ events: 60, hasClock: true });
    expect(facts).toMatchObject({ firstDay: '2024-01-10', lastDay: '2024-01-18' });
  });

  test('a log that counts from a start of its own is read as before', async () => {
    const own = lines(60, (i) => String(i * 40));
    const { data, refused, facts } = await read({ 'own.csv': table(header, ...own) });
    expect(refused).toEqual([]);
    expect(facts.firstDay).toBeUndefined();
    expect(data.ts[1]).toBeGreaterThan(data.ts[0]);
    const early = lines(60, (i) => `1970-01-01 00:${10 + (i % 50)}:00`);
    expect((await read({ 'early.csv': table(header, ...early) })).data.events).toBe(60);
  });

  test('files with dates and files without cannot be put in one order', async () => {
    const dated = table(header, ...lines(60));
    const bare = table('user_id,event,item_id', 'u1,view,sku-1', 'u2,view,sku-2');
    const own = table(header, ...lines(60, (i) => String(i * 40)));
    await expect(read({ 'a.csv': dated, 'b.csv': bare })).rejects.toThrow(
      /b\.csv has no column of times, and .*a\.csv has dates: .* --columns time=…/,
    );
    await expect(read({ 'a.csv': dated, 'b.csv': own })).rejects.toThrow(
      /b\.csv has times from a start of its own, and .*a\.csv has dates/,
    );
  });
});
