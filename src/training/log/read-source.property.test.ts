import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PredictorError } from '../../lib/errors.js';
import { type LogSource, type ReadOptions, readSource } from './read-source.js';

/** `NEXTAISLE_PROPERTIES=100000` tries more, and others each time. */
const MORE = Number(process.env.NEXTAISLE_PROPERTIES ?? 0);
const runs = (count: number) => (MORE ? { numRuns: MORE } : { numRuns: count, seed: 21 });

interface Read {
  rows: { line: number; values: Record<string, unknown> }[];
  broken: { line: number; reason: string }[];
  notes: string[];
}

/** @param cuts sizes of the pieces that the bytes come in, over and over. */
function sourceOf(bytes: Uint8Array, cuts: readonly number[]): LogSource {
  return {
    name: 'log',
    byteLength: bytes.length,
    slice: async (start, end) => bytes.slice(start, end).buffer as ArrayBuffer,
    async *chunks() {
      for (let at = 0, i = 0; at < bytes.length; i++) {
        const size = i ? cuts[i % cuts.length] : HEAD_BYTES;
        yield bytes.subarray(at, at + size);
        at += size;
      }
    },
    gunzip: () => expect.unreachable(),
    store: () => expect.unreachable(),
  };
}
/** What is read at once anyway, to tell the format. */
const HEAD_BYTES = 64 << 10;

/** What was read, or the code of the error. */
async function readAs(
  bytes: Uint8Array,
  cuts: readonly number[] = [1 << 20],
  options: ReadOptions = {},
): Promise<Read | string> {
  const read: Read = { rows: [], broken: [], notes: [] };
  try {
    await readSource(sourceOf(bytes, cuts), options, {
      take: ({ line, values }) => void read.rows.push({ line, values }),
      broken: (_, line, reason) => void read.broken.push({ line, reason }),
      note: (_, text) => void read.notes.push(text),
    });
  } catch (thrown) {
    if (thrown instanceof PredictorError) return `${thrown.code} ${thrown.detail}`;
    throw thrown;
  }
  return read;
}
const rowsOf = (read: Read | string) =>
  typeof read === 'string' ? read : read.rows.map(({ values }) => Object.values(values));

const LETTERS = [...'ab7 ,;"\'|\té€ß日😀{}[]:', '\n', '\r\n', '\r', '""', '","', 'ÿ', '\u2028'];
const cell = fc.string({ unit: fc.constantFrom(...LETTERS), maxLength: 8 });
const table = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 12 });
const pieces = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
const lineEnd = fc.constantFrom('\n', '\r\n', '\r');

/** More rows than are read at once. */
const many = Array.from({ length: 2400 }, (_, i) => [`user-${i % 90}`, `item-${i}`, 'plain text']);
const HEAD = ['user_id', 'item_id', 'note'];
const quoted = (text: string) =>
  /[",;|\t\\'\n\r]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
const csv = (rows: readonly string[][], end: string) =>
  [HEAD, ...rows].map((row) => row.map(quoted).join(',') + end).join('');
/** The reader has one line end, in a cell too. */
const plain = (text: string) => text.replaceAll(/\r\n?/g, '\n');

const utf16 = (isBig: boolean) => (text: string) => {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), !isBig);
  return bytes;
};
const ENCODINGS: Record<string, (text: string) => Uint8Array> = {
  'UTF-8': (text) => new TextEncoder().encode(text),
  'UTF-8 with a mark': (text) => new TextEncoder().encode(`\uFEFF${text}`),
  'UTF-16LE': utf16(false),
  'UTF-16LE with a mark': (text) => utf16(false)(`\uFEFF${text}`),
  'UTF-16BE': utf16(true),
  'UTF-16BE with a mark': (text) => utf16(true)(`\uFEFF${text}`),
};
const encoding = fc.constantFrom(...Object.keys(ENCODINGS));

test('a table: every cell as it was written, in any encoding, with any line end, cut at any byte', async () => {
  await fc.assert(
    fc.asyncProperty(table, lineEnd, encoding, pieces, async (cells, end, code, cuts) => {
      const rows = [...many, ...cells.map(([a, b], i) => [`u${i}`, `p${a}`, b])];
      const bytes = ENCODINGS[code](csv(rows, end));
      const read = await readAs(bytes, cuts);
      expect(read).toMatchObject({ broken: [] });
      expect((rowsOf(read) as unknown[]).slice(many.length)).toEqual(
        rows.slice(many.length).map((row) => row.map(plain)),
      );
      expect(read).toEqual(await readAs(bytes));
    }),
    runs(30),
  );
});

const field = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const records = fc.array(fc.record({ item_id: fc.string({ minLength: 1 }), note: field }), {
  minLength: 1,
  maxLength: 8,
});
const WRITERS: Record<string, (list: object[], end: string) => string> = {
  'a record a line': (list, end) => list.map((one) => JSON.stringify(one) + end).join(''),
  'a list': (list) => JSON.stringify(list),
  'a list over many lines': (list, end) => JSON.stringify(list, null, 1).replaceAll('\n', end),
  'within an object': (list, end) =>
    JSON.stringify({ total: 3, data: list }, null, 2).replaceAll('\n', end),
};

test.each(Object.entries(WRITERS))(
  'JSON, %s: every record as it was written, in any encoding, cut at any byte',
  async (_, writeAs) => {
    await fc.assert(
      fc.asyncProperty(records, lineEnd, encoding, pieces, async (list, end, code, cuts) => {
        const all = [
          ...many.slice(0, 1400).map(([user_id, item_id, note]) => ({ user_id, item_id, note })),
          ...list.map((one, i) => ({ user_id: `u${i}`, ...one })),
        ];
        const bytes = ENCODINGS[code](writeAs(all, end));
        const read = await readAs(bytes, cuts);
        expect(read).toMatchObject({ broken: [] });
        expect((read as Read).rows.map(({ values }) => values).slice(1400)).toMatchObject(
          all.slice(1400),
        );
        expect(read).toEqual(await readAs(bytes));
      }),
      runs(10),
    );
  },
);

/** Without the notes: whether a line that is broken was UTF-8 until then is one of its pieces. */
const parsed = (read: Read | string) =>
  typeof read === 'string' ? read : { rows: read.rows, broken: read.broken };

test('anything: read, refused with a code, or counted, and the same wherever it is cut', async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc
      .array(
        fc.constantFrom(
          'a,b',
          '"',
          '\r',
          '\n',
          '{"a":',
          '}',
          '[',
          ']',
          '\0',
          '\\',
          'é',
          '\xff',
          'x',
        ),
        {
          maxLength: 60,
        },
      )
      .map((parts) => Uint8Array.from(parts.join(''), (letter) => letter.charCodeAt(0))),
  );
  const begin = fc.constantFrom(csv(many, '\n'), WRITERS['a list'](many, '').slice(0, -1), '');
  await fc.assert(
    fc.asyncProperty(begin, bytes, pieces, async (first, rest, cuts) => {
      const head = new TextEncoder().encode(first);
      const all = new Uint8Array([...head, ...rest]);
      expect(parsed(await readAs(all, cuts))).toEqual(parsed(await readAs(all)));
    }),
    runs(40),
  );
});

test('columns of any name, twice or none: each has a name of its own', async () => {
  const name = fc.constantFrom(
    'a',
    'a (2)',
    'a (3)',
    '',
    'column 4',
    '__proto__',
    'constructor',
    'b',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(name, { maxLength: 7 }), async (more) => {
      const names = ['user_id', 'item_id', ...more, 'last'];
      const row = names.map((_, i) => `v${i}`);
      const text = `${[names, row, row.map((one) => `${one}x`)].map((one) => one.join(',')).join('\n')}\n`;
      const read = (await readAs(new TextEncoder().encode(text))) as Read;
      expect(rowsOf(read)).toEqual([row, row.map((one) => `${one}x`)]);
    }),
    runs(60),
  );
});
