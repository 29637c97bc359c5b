import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, describe, expect, test } from 'vitest';
import { type LoadOptions, loadLog } from './load-log.js';

const folder = mkdtempSync(join(tmpdir(), 'nextaisle-dialects-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

/** `s i1 i2 | s …`: the items of each session, in the order in which the shoppers came. */
async function read(name: string, content: string | Uint8Array, options: LoadOptions = {}) {
  return readPaths([write(name, content)], options);
}
async function readPaths(paths: string[], options: LoadOptions = {}) {
  const { data, notes, refused } = await loadLog(paths, options);
  const sessions: string[][] = [];
  data.item.forEach((item, e) => {
    if (data.sessionStart[e]) sessions.push([]);
    sessions.at(-1)?.push(data.itemIds[item]);
  });
  return { items: sessions.map((s) => s.join(' ')).join(' | '), notes, refused, data };
}
const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const utf16 = (text: string, isBig = false) => {
  const buffer = Buffer.from(text, 'utf16le');
  return new Uint8Array(isBig ? buffer.swap16() : buffer);
};

const LINES = ['session,item', 'a,größe 1', 'a,größe 2', 'b,café', 'b,größe 1', ''];
const CSV = LINES.join('\n');
const TRUTH = 'größe 1 größe 2 | café größe 1';

describe('encodings', () => {
  test.each<[string, Uint8Array, RegExp | undefined]>([
    ['utf-8.csv', Buffer.from(CSV), undefined],
    ['bom.csv', Buffer.from(`\uFEFF${CSV}`), undefined],
    ['bom-16le.csv', utf16(`\uFEFF${CSV}`), /UTF-16LE/],
    ['bom-16be.csv', utf16(`\uFEFF${CSV}`, true), /UTF-16BE/],
    ['16le.csv', utf16(CSV), /UTF-16LE/],
    ['16be.csv', utf16(CSV, true), /UTF-16BE/],
    ['latin-1.csv', latin1(CSV), /4 lines not in UTF-8: read as Windows-1252.*line 2.*--encoding/],
    [
      'mixed.csv',
      Buffer.concat([
        Buffer.from(LINES.slice(0, 3).join('\n')),
        latin1(`\n${LINES.slice(3).join('\n')}`),
      ]),
      /2 lines not in UTF-8, others are.*line 4/,
    ],
  ])('reads %s', async (name, content, note) => {
    const { items, notes } = await read(name, content);
    expect(items).toBe(TRUTH);
    if (note) expect(notes.join()).toMatch(note);
    else expect(notes.join()).not.toMatch(/UTF|1252/);
  });

  test('reads an encoding that was named', async () => {
    // In Shift JIS, as its bytes.
    const content = latin1('session,item\na,\x83J\x83b\x83v\na,mug\nb,mug\n');
    const found = await read('sjis.csv', content, { reading: { encoding: 'shift_jis' } });
    expect(found.items).toBe('カップ mug | mug');
    await expect(read('sjis.csv', latin1('session,item\na,\x8f\x90\na,\x81\n'))).rejects.toThrow(
      /neither UTF-8 nor Windows-1252: name it with --encoding/,
    );
  });

  test('says that letters were lost before', async () => {
    const { notes } = await read('lost.csv', 'session,item\na,gr\uFFFDn\na,x\nb,x\n');
    expect(notes.join()).toMatch(
      /1 line with the sign \uFFFD.*two ids may have become one.*line 2/,
    );
  });

  test('refuses a line with a broken letter or a zero', async () => {
    const content = Buffer.concat([
      Buffer.from(`${CSV}b,caf`),
      latin1('\xc3\nb,gr\xc3\xbcn \xc3\nb,z\0ro\n'),
    ]);
    const { items, refused } = await read('broken.csv', content, { allowRefused: 1 });
    expect(items).toBe(`${TRUTH} cafÃ`);
    expect(refused.map(({ reason, places: [at] }) => [reason, at.split(':').at(-1)])).toEqual([
      ['a broken letter: not UTF-8 as the rest', '7'],
      ['a zero byte', '8'],
    ]);
  });
});

describe('tables', () => {
  test.each<[string, string]>([
    ['crlf', CSV.replaceAll('\n', '\r\n')],
    ['cr', CSV.replaceAll('\n', '\r')],
    ['mixed line ends', LINES.join('\r').replace('\r', '\n')],
    ['sep=', `sep=;\n${CSV.replaceAll(',', ';')}`],
    ['semicolon', CSV.replaceAll(',', ';')],
    ['tab', CSV.replaceAll(',', '\t')],
    ['bar', CSV.replaceAll(',', '|')],
    ["Hive's", CSV.replaceAll(',', '\x01')],
    ['a header with blanks', CSV.replace('session,item', ' Session ID , "Item ID" ')],
    ['a last delimiter', CSV.replace(/(?<=[^\n])$/gm, ',')],
    ['a last delimiter in the rows', CSV.replace(/(?<=[^\n])$/gm, ',').replace('item,', 'item')],
    ['empty rows', CSV.replaceAll('\n', '\n\n,\n')],
    ['comments', `# from the shop\n\n${CSV.replace('\nb', '\n# the others\nb')}`],
    [
      'a header behind #',
      `# ${CSV.replace('größe 1', 'größe 1').replace(/\na/g, '\n1').replace(/\nb/g, '\n2')}`,
    ],
    ['a title', `Events of March,\n\n${CSV}`],
    ['a title in one cell', `Events of March\n\n${CSV}`],
    ['all quoted', CSV.replace(/[^,\n]+/g, '"$&"')],
    ["quoted by '", CSV.replace(/[^,\n]+/g, "'$&'")],
    ['blanks around quotes', CSV.replace(/[^,\n]+/g, ' "$&" ')],
    ['="…"', CSV.replace(/größe \d/g, '="$&"')],
    ['joined files', `${CSV}${CSV.split('\n')[0]}\n`],
    [
      'joined files, columns in another order',
      `${LINES.slice(0, 3).join('\n')}\n\uFEFFitem,session\ncafé,b\ngröße 1,b\n`,
    ],
  ])('reads a table with %s', async (name, text) => {
    const { items, refused } = await read(`${name.replace(/\W/g, '-')}.csv`, text);
    expect(refused).toEqual([]);
    expect(items).toBe(TRUTH);
  });

  test('reads quotes and line ends in quotes', async () => {
    const text = [
      'session,item,name',
      'a,x,"a 12"" screen, flat"',
      'a,y,"two',
      '',
      'lines, ""really"""',
      String.raw`b,z,"say \"x\", then"`,
      'b,w,"a 12" screen"',
      '',
    ].join('\n');
    const { data, refused, items } = await read('quotes.csv', text);
    expect(refused).toEqual([]);
    expect(items).toBe('x y | z w');
    expect(data.items.map(({ name }) => name?.replace(/\s+/g, ' '))).toEqual([
      'a 12" screen',
      'a 12" screen, flat',
      'two lines, "really"',
      'say "x", then',
    ]);
  });

  test.each([
    ['unclosed', 'a,"x,1', 'a quote that is not closed'],
    ['unclosed in the last column', 'a,x,"1', 'a quote that is not closed'],
    ['not opened', 'a,x",1', 'a quote in the middle of a value'],
    ['not closed where all are', '"a","x,"1"', 'a quote in the middle of a value'],
    ['too few', 'a,x', 'another number of columns than the header'],
    ['too many', 'a,x,1,2', 'another number of columns than the header'],
  ])('a line with a quote that is %s costs that line only', async (name, line, reason) => {
    const rows = Array.from({ length: 2000 }, (_, i) => `${i >> 1},"p, ${i % 7}",${i}`);
    rows.splice(20, 0, line);
    const text = ['session,item,price', ...rows, ''].join('\n');
    const { refused, data } = await read(`${name.replace(/\W/g, '-')}.csv`, text);
    expect(refused).toMatchObject([{ reason, count: 1, texts: [line] }]);
    expect(refused[0].places[0]).toMatch(/:22$/);
    expect(data.events).toBe(2000);
  });

  test.each([
    [
      "Taobao's",
      '1,2268318,2520377,pv,1511544070\n1,2333346,2520771,buy,1511544170\n2,1,2,fav,1511561734\n',
      'taobao',
    ],
    [
      "Yoochoose's",
      '1,2014-04-07T10:51:09.277Z,2053,0\n1,2014-04-07T10:54:09.868Z,2052,S\n2,2014-04-07T10:54:09.868Z,2052,S\n',
      'yoochoose',
    ],
  ])('knows %s columns without a header', async (_, text, name) => {
    const { notes, data } = await read(`${name}.dat`, text);
    expect(notes.join()).toMatch(/no header: read as/);
    expect(data.events).toBe(text.trim().split('\n').length);
    expect(data.hasClock).toBe(true);
  });

  test('asks for the columns of other tables without a header, and takes them in order', async () => {
    const text = 'u1;7;x;view;1735732801\nu1;8;y;cart;1735732802\nu2;9;x;view;1735732803\n';
    await expect(read('bare.csv', text)).rejects.toThrow(
      /bare.csv has no header: its first line is u1;7;x;view;1735732801\. .*--columns user,item/,
    );
    const order = ['user', '', 'item', 'type', 'time'];
    const { items, data } = await read('bare.csv', text, { reading: { order } });
    expect(items).toBe('x y | x');
    expect([...data.action]).toEqual([0, 1, 0]);
    const headed = await read('headed.csv', `who;n;item;type;time\n${text}`, {
      reading: { order: ['user', '', 'item', 'type', 'time'] },
    });
    expect(headed.items).toBe('x y | x');
  });

  test('takes a delimiter that was named', async () => {
    const { items } = await read('colons.dat', CSV.replaceAll(',', '::'), {
      reading: { delimiter: '::' },
    });
    expect(items).toBe(TRUTH);
  });

  test('reads columns with blanks between them', async () => {
    const { items } = await read('blanks.txt', 'session   item\na   x\na y\nb  z\nb x\n');
    expect(items).toBe('x y | z x');
  });
});

describe('what is no log of events', () => {
  test.each([
    [
      'ga4.csv',
      '# ----------------------------------------\n# Items\n# Account: Shop\n# ----\nItem ID,Item views\nx,3\n',
      /Google Analytics.*BigQuery/,
    ],
    [
      'totals.csv',
      'Item ID,Session source,Sessions,Total users,Views\nx,google,5,4,9\ny,bing,3,3,5\n',
      /report: it holds totals \(Sessions, Total users, Views\)/,
    ],
    [
      'words.txt',
      'Dear Sir or Madam\nplease find attached\nthe log\n',
      /text without columns.*--format sequences/,
    ],
    [
      'pairs.txt',
      '1 2\n'.repeat(30),
      /2 values in every line.*--columns user,item.*--format sequences/,
    ],
    ['one.csv', 'item\nx\ny\n', /one column only/],
    ['python.jsonl', "{'session': 'a', 'item': 'x'}\n", /Python's way of writing, not JSON/],
  ])('%s is refused', async (name, text, says) => {
    await expect(read(name, text)).rejects.toThrow(says);
  });
});

describe('JSON', () => {
  const events = [
    { session: 'a', item: 'x' },
    { session: 'a', item: 'y' },
    { session: 'b', item: 'z', items: undefined },
    { session: 'b', item: 'x' },
  ];
  const one = (value: unknown) => JSON.stringify(value);
  const pretty = (value: unknown) => JSON.stringify(value, null, 2);

  test.each<[string, string]>([
    ['lines', events.map(one).join('\n')],
    ['lines with blanks', `\n${events.map(one).join('\n\n')}\n`],
    ['an array', one(events)],
    ['an indented array', pretty(events)],
    ['an array a line each', `[\n${events.map(one).join(',\n')}\n]\n`],
    ['indented objects', events.map(pretty).join('\n')],
    ['a list in events', pretty({ shop: 'x', events })],
    ['a list in data', one({ data: events, page: { next: 2 } })],
    ['an indented list in data', pretty({ meta: { pages: 3 }, data: events, page: { next: 2 } })],
    ['a list within hits', pretty({ took: 3, hits: { total: 4, hits: events } })],
    ['pages', [events.slice(0, 2), events.slice(2)].map((data) => one({ data })).join('\n')],
    ['two arrays', `${pretty(events.slice(0, 2))}\n${pretty(events.slice(2))}`],
    ['a byte order mark', `\uFEFF${pretty(events)}`],
    ['NaN', events.map(one).join('\n').replaceAll('}', ',"price":NaN}')],
  ])('reads %s, whatever the name', async (name, text) => {
    for (const ending of ['json', 'txt']) {
      const { items, refused } = await read(`${name.replace(/\W/g, '-')}.${ending}`, text);
      expect(refused).toEqual([]);
      expect(items).toBe('x y | z x');
    }
  });

  const many = Array.from({ length: 3000 }, (_, i) => ({
    session: i >> 2,
    item: `p${i % 9}`,
    n: { i },
  }));
  test.each<[string, string]>([
    ['lines', many.map(one).join('\n')],
    ['an array', one(many)],
    ['an indented array', pretty(many)],
    ['a list in events', pretty({ events: many })],
    ['a list in data on one line', one({ data: many })],
  ])('a missing brace in %s costs one record', async (name, text) => {
    const at = text.indexOf('}', text.indexOf('"i":40'));
    const broken = text.slice(0, at) + text.slice(at + 1);
    const { data, refused } = await read(`brace-${name.replace(/\W/g, '-')}.json`, broken);
    expect(refused).toMatchObject([{ reason: 'not a JSON object', count: 1 }]);
    expect(data.events).toBe(2999);
  });

  test('a long list in one line is read in pieces', async () => {
    const list = Array.from({ length: 30_000 }, (_, i) => ({ session: i >> 2, item: `p${i % 9}` }));
    for (const whole of [list, { data: list }, { shop: 1, events: list }]) {
      const { data } = await read('long.json', one(whole));
      expect(data.events).toBe(30_000);
    }
  });
});

describe('files and folders', () => {
  const rows = [
    { session: 'a', item: 'x', time: 1735732801 },
    { session: 'a', item: 'y', time: 1735732802 },
    { session: 'b', item: 'z', time: 1735732803 },
    { session: 'b', item: 'x', time: 1735732804 },
  ];
  const parquet = (part: typeof rows) =>
    new Uint8Array(
      parquetWriteBuffer({
        columnData: [
          { name: 'session', data: part.map((row) => row.session), type: 'STRING' },
          { name: 'item', data: part.map((row) => row.item), type: 'STRING' },
          { name: 'time', data: part.map((row) => row.time), type: 'INT32' },
        ],
      }),
    );
  const csv = (
    part: typeof rows,
    columns: (keyof (typeof rows)[0])[] = ['session', 'item', 'time'],
  ) => [columns, ...part.map((row) => columns.map((column) => row[column]))].join('\n');

  test('reads Parquet by another name, and gzip within gzip', async () => {
    expect((await read('parquet.csv', parquet(rows))).items).toBe('x y | z x');
    expect((await read('part.pq', parquet(rows))).items).toBe('x y | z x');
    const twice = gzipSync(gzipSync(csv(rows)));
    expect((await read('twice.csv', twice)).items).toBe('x y | z x');
    // Two that were joined.
    const joined = Buffer.concat([
      gzipSync(`${csv(rows.slice(0, 2))}\n`),
      gzipSync(csv(rows.slice(2))),
    ]);
    expect((await read('joined.csv.gz', joined)).items).toBe('x y | z x');
  });

  test("reads a folder of Spark's", async () => {
    write('spark/_SUCCESS', '');
    write('spark/._SUCCESS.crc', 'crc');
    write('spark/.part-00000.snappy.parquet.crc', 'crc');
    write('spark/part-00000-c0ffee.c000.snappy.parquet', parquet(rows.slice(0, 2)));
    write('spark/part-00001-c0ffee.c000.snappy.parquet', parquet(rows.slice(2)));
    const found = await readPaths([join(folder, 'spark')]);
    expect(found.items).toBe('x y | z x');
    expect(found.notes.filter((note) => /left out/.test(note))).toEqual([]);
  });

  test('the names of partition folders are columns', async () => {
    write('days/type=view/part-0.csv', csv(rows.slice(0, 2)));
    write('days/type=add%5Fto%5Fcart/part-0.csv', csv(rows.slice(2)));
    write('days/readme.md', 'what this is');
    const { data, notes } = await readPaths([join(folder, 'days')]);
    expect([...data.action]).toEqual([0, 0, 1, 1]);
    expect(notes.join()).toMatch(/readme.md: left out: no log by its name/);
  });

  test('reads several files, each by its own columns', async () => {
    write('several/a.csv', csv(rows.slice(0, 2)));
    write('several/b.csv', csv(rows.slice(2), ['time', 'item', 'session']));
    write('several/c.csv', '');
    write('several/d.csv', 'sku,session\nw,b\n');
    const { items, notes } = await readPaths([join(folder, 'several/{a,b,c}.csv')]);
    expect(items).toBe('x y | z x');
    expect(notes.join('\n')).toMatch(/c.csv: it is empty/);
    const [a, d] = ['a', 'd'].map((name) => join(folder, `several/${name}.csv`));
    expect((await readPaths([a, d, a])).notes.join('\n')).toMatch(
      /d.csv: it has no column of times, and .*a.csv has dates: the whole log is taken in the order of its lines\n.*d.csv: columns: session=session, item=sku/,
    );
    expect((await readPaths([join(folder, 'several/[ab]*')])).items).toBe('x y | z x');
    expect((await readPaths([join(folder, '**/b.csv'), a])).items).toBe(
      'z x | x y'.split(' | ').reverse().join(' | '),
    );
  });

  test.each<[string, string, RegExp]>([
    ['none.csv', 'BAD_OPTION', /none.csv is not there/],
    ['none-*.csv', 'BAD_OPTION', /none-\*.csv matches no file/],
    ['hollow', 'BAD_LOG', /hollow is a folder without a log .*it holds notes.md/],
  ])('%s is said', async (name, code, message) => {
    write('hollow/notes.md', 'x');
    await expect(loadLog([join(folder, name)])).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  test('a file that breaks off is refused, with what was read', async () => {
    const long = csv(
      Array.from({ length: 20_000 }, (_, i) => ({ ...rows[i & 3], time: i * 7919 })),
    );
    const cut = gzipSync(long);
    await expect(read('cut.csv.gz', cut.subarray(0, cut.length - 9000))).rejects.toThrow(
      /cut.csv.gz is a gzip file that breaks off .* [\d,]{5,} lines were read/,
    );
    await expect(read('cut.parquet', parquet(rows).subarray(0, 200))).rejects.toThrow(/breaks off/);
    await expect(read('cut16.csv', utf16(CSV).subarray(0, -1))).rejects.toThrow(/breaks off/);
    expect((await read('cut.csv', csv(rows))).notes.join()).toMatch(/last line has no line end/);
  });
});

test('another header within a file is refused, and an error says in which file it is', async () => {
  const rows = ['user,item,event', 'a,1,view', 'a,2,view', 'item,user,action', '1,b,view'];
  await expect(read('joined.csv', rows.join('\n'))).rejects.toThrow(
    /joined.csv has another header in line 4: item,user,action. Two files were joined/,
  );
  const same = [
    'user,item,event',
    'a,1,view',
    'a,2,view',
    'item,user,event',
    '1,b,view',
    '2,b,view',
  ];
  expect((await read('same.csv', same.join('\n'))).items).toBe('1 2 | 1 2');
  await expect(
    readPaths([write('two/a.csv', CSV), write('two/b.csv', 'colour,shape\nred,round\n')]),
  ).rejects.toThrow(/b.csv: no item/);
});
