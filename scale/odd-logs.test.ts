import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seededRandom } from '../src/lib/random.js';
import { type Engine, openEngine } from '../src/training/shards/engine.js';
import { quoted } from '../src/training/shards/sql-text.js';
import { bothWays, makeShards } from './shards.fixture.js';

const folder = mkdtempSync(join(tmpdir(), 'nextaisle-odd-'));
let engine: Engine;
beforeAll(async () => {
  engine = await openEngine(':memory:', join(folder, 'spill'));
});
afterAll(() => {
  engine.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Events a shopper, so that the lines behind them are none of the first 10,000. */
const FAR = 1300;
type Cells = Record<'user' | 'time' | 'event' | 'item' | 'price', string>;
const HEAD = ['user_id', 'event_time', 'event', 'product_id', 'price'];

/** Visits to a shop, in lines whose cells are written as `write` says. */
function rows(write: (cells: Cells, i: number) => Partial<Cells> = () => ({}), events = 9) {
  const random = seededRandom(5);
  const below = (n: number) => Math.floor(random() * n);
  const all: Cells[] = [];
  for (let shopper = 0; shopper < 8; shopper++) {
    let ts = 1.7e12 + below(20 * 86_400_000);
    for (let e = events + below(6); e > 0; e--) {
      ts += [1000, 40_000, 2_000_000][below(3)];
      const item = below(12);
      const cells = {
        user: `u${shopper}`,
        time: new Date(ts).toISOString(),
        event: ['view', 'view', 'cart', 'purchase'][below(4)],
        item: `sku-${item}`,
        price: `${5 + item}.5`,
      };
      all.push({ ...cells, ...write(cells, all.length) });
    }
  }
  return all.map(({ user, time, event, item, price }) => [user, time, event, item, price]);
}
const ms = ({ time }: Cells) => Date.parse(time);
const csv = (of: string[][], { mark = ',', head = HEAD, end = '\n' } = {}) =>
  [head, ...of].map((row) => row.join(mark)).join(end) + end;
const half = (of: string[][], second: boolean) =>
  second ? of.slice(of.length / 2) : of.slice(0, of.length / 2);

type Files = Record<string, string | Uint8Array | ((path: string) => Promise<void>)>;
/** Parquet of the usual log, with columns in the words of SQL. */
const parquet =
  (columns: Record<string, string>, of = rows()) =>
  async (path: string) => {
    const source = join(folder, 'source.csv');
    writeFileSync(source, csv(of));
    const list = Object.entries(columns).map(
      ([name, sql]) => `${sql} as "${name.replaceAll('"', '""')}"`,
    );
    await engine.run(
      `copy (select ${list.join(', ')} from read_csv(${quoted(source)}, all_varchar = true)) to ${quoted(path)} (format parquet)`,
    );
  };
const PLAIN = {
  user_id: 'user_id',
  event_time: 'cast(event_time as timestamp)',
  event: 'event',
  product_id: 'product_id',
  price: 'cast(price as double)',
};
const plus = (more: Record<string, string>, of = rows()) => parquet({ ...PLAIN, ...more }, of);
const both = (one: (path: string) => Promise<void>, other = one): Files => ({
  'a.parquet': one,
  'b.parquet': other,
});
const json = (of: string[][], more: object = {}) =>
  of
    .map((row) =>
      JSON.stringify({ ...Object.fromEntries(HEAD.map((name, i) => [name, row[i]])), ...more }),
    )
    .join('\n');
const wide = '\u{1F6CD}';

/** Each is read as `train` reads it: every column of the shards, what is refused, and why. */
const LOGS: Record<string, Files> = {
  'returns, by a quantity and by a price, far behind': {
    'a.csv': csv(
      rows((_, i) => ({ price: i > 10_100 && i % 50 === 0 ? '-5.5' : '7.5' }), FAR).map(
        (row, i) => [...row, i > 10_100 && i % 70 === 0 ? '-1' : '1'],
      ),
      { head: [...HEAD, 'quantity'] },
    ),
  },
  'gzipped CSV': { 'a.csv.gz': gzipSync(csv(rows())) },
  'gzip under the name of CSV': { 'a.csv': gzipSync(csv(rows())) },
  'CSV under the name of gzip': { 'a.csv.gz': csv(rows()) },
  'gzip in parts, one behind the other': {
    'a.csv.gz': Buffer.concat([
      gzipSync(csv(half(rows(), false))),
      gzipSync(csv(half(rows(), true)).split('\n').slice(1).join('\n')),
    ]),
  },
  'gzip in gzip': { 'a.csv.gz': gzipSync(gzipSync(csv(rows()))) },
  'files in several kinds': {
    'a.csv': csv(half(rows(), false)),
    'b.jsonl': json(half(rows(), true)),
  },
  'files with other columns': {
    'a.csv': csv(half(rows(), false)),
    'b.csv': csv(half(rows(), true), { head: ['user_id', 'event_time', 'event', 'sku', 'price'] }),
  },
  'files with times in other units': {
    'a.csv': csv(
      half(
        rows((cells) => ({ time: `${ms(cells)}` })),
        false,
      ),
    ),
    'b.csv': csv(
      half(
        rows((cells) => ({ time: `${Math.floor(ms(cells) / 1000)}` })),
        true,
      ),
    ),
  },
  'a part that is empty, and one with a header alone': {
    'a.csv': '',
    'b.csv': csv([]),
    'c.csv': csv(rows()),
  },
  'CSV in UTF-16': { 'a.csv': Buffer.from(`\uFEFF${csv(rows())}`, 'utf16le') },
  'CSV with a byte order mark': { 'a.csv': `\uFEFF${csv(rows())}` },
  'CSV in Windows-1252': {
    'a.csv': Buffer.from(csv(rows(({ item }) => ({ item: `${item}-sch\xF6n` }))), 'latin1'),
  },
  'one line in Windows-1252': {
    'a.csv': Buffer.concat([
      Buffer.from(csv(rows())),
      Buffer.from('u1,2023-11-20T10:00:00Z,view,sku-\xE9,5\n', 'latin1'),
    ]),
  },
  'CSV with semicolons and decimal commas': {
    'a.csv': csv(
      rows(({ price }) => ({ price: price.replace('.', ',') })),
      { mark: ';' },
    ),
  },
  'prices like 1.299,00 €': {
    'a.csv': csv(
      rows((_, i) => ({ price: `1.${200 + (i % 9)},00 €` })),
      { mark: ';' },
    ),
  },
  'CSV with tabs': { 'a.tsv': csv(rows(), { mark: '\t' }) },
  'CSV with line ends of Windows': { 'a.csv': csv(rows(), { end: '\r\n' }) },
  'CSV with line ends of old': { 'a.csv': csv(rows(), { end: '\r' }) },
  'quoted line ends, quotes and delimiters': {
    'a.csv': csv(
      rows(({ event, user }, i) => ({
        event: `"${event}"`,
        user: i % 7 ? user : `"${user},""x""\nand more"`,
      })),
    ),
  },
  'a quote in the middle, far behind': {
    'a.csv': `${csv(rows(({ event }) => ({ event: `"${event}"` }), FAR))}u1,2023-11-20T10:00:00Z,view,a 12" screen,5\n`,
  },
  'rows with fewer and more cells': {
    'a.csv': `${csv(rows())}u1,2023-11-20T10:00:00Z,view\n,,,,\nu1,2023-11-20T10:00:00Z,view,sku-1,5,6\n`,
  },
  'blank rows, and the header again': {
    'a.csv': `${csv(rows())}\n,,,,\n${csv(rows())}   \n`,
  },
  'epoch seconds': { 'a.csv': csv(rows((cells) => ({ time: `${Math.floor(ms(cells) / 1000)}` }))) },
  'epoch seconds with a fraction': {
    'a.csv': csv(rows((cells) => ({ time: `${ms(cells) / 1000}` }))),
  },
  'epoch milliseconds': { 'a.csv': csv(rows((cells) => ({ time: `${ms(cells)}` }))) },
  'epoch microseconds': { 'a.csv': csv(rows((cells) => ({ time: `${ms(cells)}999` }))) },
  'epoch nanoseconds': { 'a.csv': csv(rows((cells) => ({ time: `${ms(cells)}000000` }))) },
  'digits of a date': {
    'a.csv': csv(rows(({ time }) => ({ time: time.replace(/\D/g, '').slice(0, 14) }))),
  },
  'zones of all kinds': {
    'a.csv': csv(
      rows(({ time }, i) => ({
        time: [
          time,
          time.replace('Z', '+02:00'),
          time.replace('Z', '-0530'),
          time.replace('T', ' ').replace('Z', ' UTC'),
          time.slice(0, 19),
        ][i % 5],
      })),
    ),
  },
  'a zone that is none, far behind': {
    'a.csv': `${csv(rows(undefined, FAR))}u1,2023-11-20 10:00:00+99:00,view,sku-1,5\nu1,2023-11-20 24:00:00,view,sku-1,5\nu1,2023-11-20 10:00:60,view,sku-1,5\n`,
  },
  'days before months': {
    'a.csv': csv(
      rows(({ time }) => ({
        time: `${time.slice(8, 10)}/${time.slice(5, 7)}/${time.slice(0, 4)} ${time.slice(11, 19)}`,
      })),
    ),
  },
  ...Object.fromEntries(
    Object.entries({
      'a time of 1970': '1970-01-01T00:00:00.000Z',
      'a time of 1969': '1969-12-31 23:59:59',
      'a time of 1901': '1901-12-13 20:45:52',
      'a time of the year 1': '0001-01-01T00:00:00Z',
      'a time of the year 0': '0000-00-00 00:00:00',
      'a time of the year 9999': '9999-12-31T23:59:59.999Z',
      'a time of 2101': '2101-01-01 00:00:00+00:00',
      'an empty time': '',
      'a time of blanks': '  ',
      'a time that says it is none': 'NULL',
      'seconds among dates': '1700474400',
      'a negative number among dates': '-1',
    }).flatMap(([name, time]) => {
      const line = `u1,${time},view,sku-1,5\n`;
      return [
        [name, { 'a.csv': csv(rows()) + line }],
        [`${name}, far behind`, { 'a.csv': csv(rows(undefined, FAR)) + line }],
        [
          `${name}, in JSON`,
          { 'a.jsonl': `${json(rows())}\n${json([['u1', time, 'view', 'sku-1', '5']])}` },
        ],
      ];
    }),
  ),
  ...Object.fromEntries(
    Object.entries({
      'seconds among milliseconds': '1700474400',
      'microseconds among milliseconds': '1700474400000000',
      'milliseconds of the year 9999': '253402300799000',
      'milliseconds of 2101': '4133980800000',
      'a negative number among milliseconds': '-1',
      'a negative time among milliseconds': '-1700474400000',
      'a zero among milliseconds': '0',
      'a fraction among milliseconds': '0.5',
      'lost digits among milliseconds': '1.70047E+12',
      'a date among milliseconds': '2023-11-20T10:00:00Z',
      'a date of 1970 among milliseconds': '1970-01-01',
      'an empty cell among milliseconds': '',
    }).flatMap(([name, time]) => {
      const write = (cells: Cells) => ({ time: `${ms(cells)}` });
      const line = `u1,${time},view,sku-1,5\n`;
      return [
        [name, { 'a.csv': csv(rows(write, 20)) + line }],
        [`${name}, far behind`, { 'a.csv': csv(rows(write, FAR)) + line }],
      ];
    }),
  ),
  'a time of 1970 without a product': {
    'a.csv': `${csv(rows())}u1,1970-01-01T00:00:00Z,view,,5\nu1,9999-12-31T00:00:00Z,cart,,\n`,
  },
  'several odd times, and an order of days that a later line decides': {
    'a.csv': `${csv(
      rows(({ time }) => ({
        time: `${time.slice(5, 7)}/${time.slice(8, 10)}/${time.slice(0, 4)} ${time.slice(11, 19)}`,
      })),
    )}u1,01/01/1970 00:00:00,view,sku-1,5\nu1,12/31/9999 00:00:00,view,sku-1,5\nu1,01/02/1900,view,sku-1,5\n`,
  },
  'Parquet with a moment of 1970, one of 9999 and one of none': both(
    plus(
      {
        event_time:
          "case row_number() over () when 1 then timestamp '1970-01-01' when 2 then timestamp '9999-12-31' when 3 then null else cast(event_time as timestamp) end",
      },
      rows(undefined, 60),
    ),
  ),
  'Parquet with odd epochs': both(
    plus(
      {
        event_time:
          'case row_number() over () when 1 then 0 when 2 then -1 when 3 then 1700474400 when 4 then 253402300799000 when 5 then null else epoch_ms(cast(event_time as timestamp)) end',
      },
      rows(undefined, 60),
    ),
  ),
  'Parquet with odd seconds as doubles': both(
    plus(
      {
        event_time:
          "case row_number() over () when 1 then 0.5 when 2 then -1.0 when 3 then 'nan'::double when 4 then 1e12 when 5 then 1e10 else epoch_ms(cast(event_time as timestamp)) / 1000 end",
      },
      rows(undefined, 60),
    ),
  ),
  'another form of time, far behind': {
    'a.csv': `${csv(rows(undefined, FAR))}u1,20 Nov 2023 10:00:00,view,sku-1,5\n`,
  },
  'a time that nobody can read, far behind': {
    'a.csv': `${csv(rows(undefined, FAR))}u1,yesterday,view,sku-1,5\n`,
  },
  'ids with zeros in front, of twenty digits, of a spreadsheet': {
    'a.csv': csv(
      rows(({ user, item }, i) => ({
        user: `1234567890123456${user.slice(1).padStart(4, '0')}`,
        item: i % 2 ? `00${item.slice(4)}` : item.slice(4),
      })),
    ),
  },
  'ids written as 1000.0, and one with a fraction far behind': {
    'a.csv': `${csv(rows(({ item }) => ({ item: `${1000 + Number(item.slice(4))}.0` }), FAR))}`,
  },
  'ids with blanks of all kinds around them': {
    'a.csv': csv(rows(({ item }, i) => ({ item: `\u2028${item}${'\u2003\u1680\u00a0 '[i % 4]}` }))),
  },
  'ids of no one': {
    'a.csv': csv(
      rows(({ user }, i) => ({
        user: ['', 'NULL', 'unknown', 'null', '(not set)'][i % 130] ?? user,
      })),
    ),
  },
  'very long ids': {
    'a.csv': csv(
      rows(({ item }, i) => ({ item: i % 40 ? item : (i % 80 ? 'x' : wide).repeat(150) })),
    ),
  },
  'dates in the future': {
    'a.csv': csv(rows(({ time }) => ({ time: time.replace('2023', '2093') }))),
  },
  'all in one millisecond': { 'a.csv': csv(rows(() => ({ time: '2023-11-20T10:00:00.123Z' }))) },
  'reserved words for columns': {
    'a.csv': csv(rows(), { head: ['user', 'timestamp', 'type', 'item', 'price'] }),
    'b.csv': csv(rows(), { head: ['user', 'timestamp', 'type', 'item', 'price'] }),
  },
  'columns that SQL has names for': both(
    plus({ select: 'event', name: 'event', number: 'event', line: 'event', 'a "b"': 'event' }),
  ),
  'columns of our own names': both(plus({ file_row_number: 'event', log_path: 'event' })),
  'columns of the same name': {
    'a.csv': csv(
      rows().map((row) => [...row, 'x', 'y']),
      { head: [...HEAD, 'price', 'Price'] },
    ),
  },
  'Parquet with names that differ in their case': {
    'a.parquet': plus({ Event_Time: "'x'", EVENT: "'x'" }),
  },
  'a path with signs of a pattern': {
    "it's [a-b] *{x,y}?/a[1].parquet": plus({}),
    "it's [a-b] *{x,y}?/b*.csv": csv(rows()),
  },
  'CSV in a path with signs of a pattern': { "it's [a-b] ?/a[1]*.csv": csv(rows()) },
  'folders that give columns': {
    'day=2024-01-01/type=view/a.parquet': plus({}),
    'day=2024-01-02/type=view/a.parquet': plus({}),
  },
  'Parquet with times in a zone': both(plus({ event_time: 'cast(event_time as timestamptz)' })),
  'Parquet with nanoseconds': both(plus({ event_time: 'cast(event_time as timestamp_ns)' })),
  'Parquet with milliseconds': both(plus({ event_time: 'cast(event_time as timestamp_ms)' })),
  'Parquet with epochs': both(plus({ event_time: 'epoch_ms(cast(event_time as timestamp))' })),
  'Parquet with seconds as doubles': both(
    plus({ event_time: 'epoch_ms(cast(event_time as timestamp)) / 1000' }),
  ),
  'Parquet with decimals': both(plus({ price: 'cast(price as decimal(18, 4)) + 0.25' })),
  'Parquet with whole prices': both(plus({ price: 'cast(cast(price as double) as bigint)' })),
  'Parquet with prices as texts': both(plus({ price: "replace(price, '.', ',')" })),
  'Parquet with two prices, the first of them 0': both(
    plus({ price: '0.0', sale_price: 'cast(price as double)' }),
  ),
  'Parquet with ids as numbers': both(
    plus({
      product_id: "cast(replace(product_id, 'sku-', '') as bigint) + 9007199254740993",
      user_id: "cast(replace(user_id, 'u', '') as double)",
    }),
  ),
  'Parquet with ids as long decimals': both(
    plus({
      product_id:
        "cast('12345678901234567890' as decimal(38, 0)) + cast(replace(product_id, 'sku-', '') as int)",
    }),
  ),
  'Parquet with ids that have a fraction': both(
    plus({ product_id: "cast(replace(product_id, 'sku-', '') as double) + 0.5" }),
  ),
  'Parquet with bytes': both(plus({ product_id: 'encode(product_id)' })),
  'Parquet with huge integers': both(
    plus({ user_id: "cast(replace(user_id, 'u', '') as ubigint) + 9300000000000000000" }),
  ),
  'Parquet with a record inside': {
    'a.parquet': parquet({
      user_id: 'user_id',
      event_time: 'cast(event_time as timestamp)',
      event: 'event',
      product: "{'id': product_id, 'price': cast(price as double), 'category': 'Garden/Chairs'}",
    }),
  },
  'Parquet with a list of products': {
    'a.parquet': parquet({
      user_id: 'user_id',
      event_time: 'cast(event_time as timestamp)',
      event: 'event',
      items:
        "[{'item_id': product_id, 'price': cast(price as double)}, {'item_id': 'sku-x', 'price': 3.0}]",
    }),
  },
  'Parquet with enums and null': both(
    plus({
      event: "cast(event as enum('view', 'cart', 'purchase'))",
      price: "case when product_id <> 'sku-1' then cast(price as double) end",
    }),
  ),
  'Parquet files with other types': both(plus({}), plus({ price: 'price' })),
  'Parquet files with other columns': both(plus({}), plus({ brand: "'Acme'" })),
  NDJSON: { 'a.ndjson': json(rows()) },
  'JSON with products inside': {
    'a.jsonl': rows()
      .map(([user, time, event, item]) =>
        JSON.stringify({
          user_id: user,
          event_time: time,
          event,
          items: [{ item_id: item, price: 3 }, { item_id: 'z' }],
        }),
      )
      .join('\n'),
  },
  'JSON in a cell': {
    'a.csv': csv(
      rows(({ item, price }) => ({ item: `"{""id"":""${item}"",""price"":${price}}"`, price: '' })),
      { head: ['user_id', 'event_time', 'event', 'product', 'note'] },
    ),
  },
};

/** None of these is a log to learn from: `prepare` says what `train` says. */
const REFUSED: Record<string, Files> = {
  'another header, far behind': {
    'a.csv': `${csv(rows(undefined, FAR))}${csv(rows(), { head: ['event', 'user_id', 'event_time', 'sku', 'price'] })}`,
  },
  'several products in a cell, far behind': {
    'a.csv': csv(
      rows(
        ({ item }, i) => (i > 10_050 && i % 3 === 0 ? { item: `${item}|sku-${i % 12}` } : {}),
        FAR,
      ),
    ),
  },
  'times of another start': {
    'a.csv': csv(rows((cells) => ({ time: `${Math.floor(ms(cells) / 1000) - 978_307_200}` }))),
  },
  'an empty file': { 'a.csv': '' },
  'a header alone': { 'a.csv': csv([]) },
  'Parquet without rows': { 'a.parquet': parquet(PLAIN, []) },
  'a picture named .parquet': {
    'a.parquet': Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'),
  },
  'a zstd archive': { 'a.csv.zst': Buffer.from('\x28\xb5\x2f\xfd\0\0\0\0', 'latin1') },
  'a log without products': {
    'a.csv': csv(
      rows().map(([user, time, event]) => [user, time, event]),
      { head: ['user_id', 'event_time', 'event'] },
    ),
  },
  'gzip that breaks off': { 'a.csv.gz': gzipSync(csv(rows())).subarray(0, 500) },
  'Parquet that breaks off': { 'a.parquet': Buffer.from('PAR1 and no more') },
  'whole numbers that are none, far behind': {
    'a.csv': `${csv(rows(({ item }) => ({ item: `${1000 + Number(item.slice(4))}.0` }), FAR))}u1,2023-11-20T10:00:00Z,view,7.5,5\n`,
  },
};

async function written(name: string, files: Files): Promise<string> {
  const to = join(folder, name.replaceAll(/[^\w]+/g, '-'));
  for (const [file, content] of Object.entries(files)) {
    const path = join(to, file);
    mkdirSync(dirname(path), { recursive: true });
    if (typeof content === 'function') await content(path);
    else writeFileSync(path, content);
  }
  return to;
}

/** Each takes half a second: a gate runs some of them. */
const all = process.env.NEXTAISLE_ODD_LOGS === 'all';
const some = Object.entries(LOGS).filter((_, i) => all || i % 8 === 0);

test.each(some)('reads %s as train does', async (name, files) => {
  const log = await written(name, files);
  const out = `${log}-shards`;
  await makeShards([log], out);
  const { sql, train } = await bothWays([log], out);
  for (const column of Object.keys(train)) expect(sql[column], column).toEqual(train[column]);
  expect(sql.action.length).toBeGreaterThan(50);
  expect(sql.items.length).toBeGreaterThanOrEqual(12);
});

test.each(Object.entries(REFUSED))('refuses %s as train does', async (name, files) => {
  const log = await written(name, files);
  const said = await bothWays([log], '').catch((thrown: Error) => thrown.message);
  await expect(makeShards([log], `${log}-shards`)).rejects.toThrow(said as string);
});
