import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, expect, test } from 'vitest';
import { type LoadOptions, loadLog } from './load-log.js';

const folder = mkdtempSync(join(tmpdir(), 'nextaisle-read-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const T = Date.UTC(2025, 0, 1, 12, 0, 1);
const ROWS = [
  { session: 'a', time: T, type: 'view', item: 'x', price: 5 },
  { session: 'a', time: T + 1000, type: 'cart', item: 'y', price: 7 },
  { session: 'b', time: T + 2000, type: 'view', item: 'x', price: 5 },
  { session: 'b', time: T + 3000, type: 'purchase', item: 'z, "large"', price: 9 },
];

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function separated(separator: string, end = '\n') {
  const quote = (value: unknown) => `"${String(value).replaceAll('"', '""')}"`;
  const lines = ROWS.map((row) => Object.values(row).map(quote).join(separator));
  return [Object.keys(ROWS[0]).join(separator), ...lines].join(end) + end;
}

async function parquet(): Promise<Uint8Array> {
  const column = (name: keyof (typeof ROWS)[0]) => ROWS.map((row) => row[name]);
  const buffer = parquetWriteBuffer({
    columnData: [
      { name: 'session', data: column('session'), type: 'STRING' },
      { name: 'time', data: ROWS.map((row) => new Date(row.time)), type: 'TIMESTAMP' },
      { name: 'type', data: column('type'), type: 'STRING' },
      { name: 'item', data: column('item'), type: 'STRING' },
      { name: 'price', data: column('price'), type: 'DOUBLE' },
    ],
    // Two groups, so that the second is read too.
    rowGroupSize: 3,
  });
  return new Uint8Array(buffer);
}

const json = () => ROWS.map((row) => JSON.stringify(row)).join('\n');

test.each<[string, () => string | Uint8Array | Promise<Uint8Array>]>([
  ['log.csv', () => separated(',')],
  ['crlf.csv', () => `\uFEFF${separated(',', '\r\n')}`],
  ['semicolon.csv', () => separated(';')],
  ['log.tsv', () => separated('\t')],
  ['log.csv.gz', () => gzipSync(separated(','))],
  ['not-named-so.csv', () => gzipSync(separated(','))],
  ['log.jsonl', json],
  ['log.jsonl.gz', () => gzipSync(json())],
  ['table.txt', () => separated('\t')],
  ['log.parquet', parquet],
  ['log.parquet.gz', async () => gzipSync(await parquet())],
])('reads %s', async (name, make) => {
  const { data, lines, refused } = await loadLog([write(name, await make())]);
  expect(refused).toEqual([]);
  expect(lines).toBe(4);
  expect(Array.from(data.item, (i) => data.itemIds[i])).toEqual(['x', 'y', 'x', 'z, "large"']);
  expect([...data.ts].map((ts) => ts - T)).toEqual([0, 1000, 2000, 3000]);
  expect([...data.action]).toEqual([0, 1, 0, 2]);
  expect([...data.sessionStart]).toEqual([1, 0, 1, 0]);
  expect([...data.price]).toEqual([5, 7, 5, 9]);
});

test('a sequence file has one session per line, in order, without times', async () => {
  const path = write('sequences.txt', '1 2 2\n\n3 4\n');
  const { data } = await loadLog([path]);
  expect(Array.from(data.item, (i) => data.itemIds[i]).join('')).toBe('12234');
  expect([...data.sessionStart]).toEqual([1, 0, 0, 1, 0]);
  expect(data.hasClock).toBe(false);
  const { data: users } = await loadLog([path], { columns: { user: ['first'] } });
  expect(Array.from(users.item, (i) => users.itemIds[i]).join('')).toBe('224');
});

test('files of different formats are read as one log', async () => {
  const first = write('first.csv', separated(','));
  const later = write('later.jsonl', JSON.stringify({ ...ROWS[0], session: 'c', time: T + 1e6 }));
  const { data } = await loadLog([later, first]);
  expect(data.sessions).toBe(3);
  expect(data.ts[4]).toBe(T + 1e6);
});

async function refusals(name: string, text: string, options: LoadOptions = {}) {
  const { refused, data } = await loadLog([write(name, text)], { allowRefused: 1, ...options });
  const said = refused.map(({ reason, count, places }) => [
    reason,
    count,
    places.map((place) => Number(place.slice(place.lastIndexOf(':') + 1))),
  ]);
  return { said, events: data.events };
}

test('a bad line is counted and shown with its number; reading goes on', async () => {
  const good = ['s,1735732801,view,x', 's,1735732802,view,y', 't,1735732803,view,y'];
  const lines = [
    'session,time,type,item',
    good[0],
    's,never,view,x',
    's,1735732803,view',
    good[1],
    good[2],
  ];
  for (let i = 0; i < 7; i++) lines.push(',1735732804,view,x');
  expect(await refusals('bad.csv', lines.join('\n'))).toEqual({
    events: 3,
    said: [
      ['no session or user', 7, [7, 8, 9, 10, 11]],
      ['another number of columns than the header', 1, [4]],
      ['time cannot be read', 1, [3]],
    ],
  });
});

test('a bad JSON line is counted and shown with its number', async () => {
  const text = [json(), 'not json', '[1]', 'null', '{"session":"a"}'].join('\n');
  expect(await refusals('bad.jsonl', text)).toEqual({
    events: 4,
    said: [
      ['not a JSON object', 3, [5, 6, 7]],
      ['unknown action (empty): say what it means with --actions (empty)=click', 1, [8]],
    ],
  });
});

test('a log whose actions are all unknown stops with each of them', async () => {
  const path = write('numbers.csv', 'session,operation,item\na,77,x\na,77,y\nb,77,y\n');
  await expect(loadLog([path])).rejects.toMatchObject({
    code: 'BAD_COLUMN',
    detail: expect.stringContaining('no action of operation is known: 77 3 times'),
  });
  const { data } = await loadLog([path], { actions: new Map([['77', 'cart']]) });
  expect([...data.action]).toEqual([1, 1, 1]);
});

test.each([
  ['empty.csv', '', 'NO_DATA'],
  ['header.csv', 'session,item\n', 'NO_DATA'],
  ['single.csv', 'session,item\na,x\nb,y\n', 'NO_DATA'],
  ['columns.csv', 'a,b\n1,2\n', 'BAD_COLUMN'],
  ['broken.parquet', 'PAR1 and nothing', 'BAD_LOG'],
  ['cut.csv.gz', gzipSync(separated(',').repeat(500)).subarray(0, 90), 'BAD_LOG'],
  ['cut.jsonl.gz', gzipSync(`${json()}\n`.repeat(500)).subarray(0, 90), 'BAD_LOG'],
])('%s is an error with a code', async (name, content, code) => {
  await expect(loadLog([write(name, content)])).rejects.toMatchObject({ code });
});

test('a missing file is an error with a code', async () => {
  await expect(loadLog([join(folder, 'none.csv')])).rejects.toMatchObject({ code: 'BAD_OPTION' });
});

test('a test file may hold prefixes or a log', async () => {
  const train = write('train.txt', '1 2\n2 3\n3 1\n');
  const prefixes = write('test.txt', '1 2\t3\n1\t2\nnonsense\n');
  const loaded = await loadLog([train], { test: prefixes, allowRefused: 0.5 });
  expect([...loaded.data.given]).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 2]);
  expect(loaded.refused).toMatchObject([{ reason: 'not prefix<TAB>target', count: 1 }]);
  const log = await loadLog([write('a.csv', separated(','))], {
    test: write('b.csv', `session,time,item\nz,${T + 1e7},x\nz,${T + 2e7},y\n`),
  });
  expect([...log.data.given]).toEqual([0, 0, 0, 0, 1, 1]);
});

const shared = process.env.NEXTAISLE_DATA ?? join(import.meta.dirname, '../../../../shared/data');
const real = test.skipIf(!existsSync(shared));
const skipped = existsSync(shared) ? '' : ' (skipped: ../shared/data is not there)';

real.each<[string, LoadOptions, object]>([
  ['rees46/2019-Oct-first-hours.csv.gz', {}, { events: 17_429, duplicates: 5 }],
  ['retailrocket/events.csv.gz', {}, { events: 9382, duplicates: 3 }],
  ['otto/sessions.jsonl.gz', {}, { events: 862 }],
  ['jdata-2017/events.csv.gz', {}, { events: 25_892 }],
  ['eshop-2008/e-shop-clothing-2008.csv.gz', {}, { events: 165_474, sessions: 24_026 }],
  ['beauty/sequences.txt.gz', { columns: { user: ['first'] } }, { events: 198_502 }],
])(`real log %s${skipped}`, async (path, options, expected) => {
  const { data, refused } = await loadLog([join(shared, path)], options);
  expect(refused).toEqual([]);
  expect(data).toMatchObject(expected);
});
