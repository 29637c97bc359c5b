import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { seededRandom } from '../../lib/random.js';
import { type LogSource, readSource } from '../log/read-source.js';
import { createGunzip } from 'node:zlib';
import { pipeline, Readable } from 'node:stream';

// A log whose events are known, written as any program might write it, whole or damaged. What is read are those
// events; or something is said of what is not.

const FIELDS = ['session', 'time', 'type', 'item', 'price', 'name'] as const;
type Row = Record<(typeof FIELDS)[number], string>;
type Pick = <T>(choices: readonly T[]) => T;

function createPick(seed: number) {
  const random = seededRandom(seed);
  const below = (n: number) => Math.floor(random() * n);
  const pick: Pick = (choices) => choices[below(choices.length)];
  return { below, pick, chance: (share: number) => random() < share };
}

const ITEMS = {
  plain: ['mug-1', 'mug-2', '00123', 'SKU 7', 'a.b/c', '4711'],
  marks: ['x, large', 'a;b', 'tea "best"', '12" screen', "o'neil", 'a|b', 'C:\\x'],
  western: ['größe 1', 'größe 2', 'café', 'naïve—x', '€ 5', 'Ærø'],
  wide: ['マグ', '杯子', 'чашка', 'größe 😀'],
};

function truth({ below, pick }: ReturnType<typeof createPick>, letters: keyof typeof ITEMS): Row[] {
  const items = [
    ...ITEMS.plain,
    ...ITEMS.marks,
    ...(letters === 'wide' ? ITEMS.wide : []),
    ...ITEMS.western,
  ];
  const pool = letters === 'plain' ? ITEMS.plain : letters === 'marks' ? items.slice(0, 13) : items;
  return Array.from({ length: 6 + below(40) }, (_, i) => ({
    session: `s${i >> 2}`,
    time: String(1735732800000 + i * 1000 + below(900)),
    type: pick(['view', 'cart', 'purchase']),
    item: pick(pool),
    price: (below(9000) / 100).toFixed(2),
    name: pick(pool),
  }));
}

interface Written {
  how: string;
  text: string;
  isJson: boolean;
}

function asTable(rows: Row[], { below, pick, chance }: ReturnType<typeof createPick>): Written {
  const delimiter = pick([',', ',', ';', '\t', '|', '\x01']);
  const end = pick(['\n', '\n', '\r\n', '\r']);
  const quoting = pick(['least', 'least', 'all', 'names']);
  const inner = pick(['""', '""', '\\"']);
  const last = pick(['', '', delimiter]);
  const blank = chance(0.1);
  const hasLines = chance(0.2);
  const quoted = (cell: string, always: boolean) =>
    always || /["\n\r]/.test(cell) || cell.includes(delimiter)
      ? `"${cell.replaceAll('"', inner)}"`
      : cell;
  const cellsOf = (row: Row) =>
    FIELDS.map((field) => {
      const cell =
        field === 'name' && hasLines && row.name.length > 4
          ? `${row.name}\n${row.name}`
          : row[field];
      if (field === 'name') row.name = cell.replaceAll(/\r\n|\r/g, '\n');
      return quoted(cell, quoting === 'all' || (quoting === 'names' && field === 'name'));
    });
  const header = pick([
    FIELDS.join(delimiter),
    FIELDS.map((field) => `"${field}"`).join(delimiter),
    FIELDS.map((field) => ` ${field} `).join(delimiter),
    FIELDS.map((field) => field.toUpperCase()).join(delimiter),
  ]);
  const before = pick(['', '', '', `sep=${delimiter}${end}`, `# of the shop${end}`, end]);
  const lines = rows.map((row) => cellsOf(row).join(delimiter) + last);
  if (blank) lines.splice(below(lines.length), 0, '', delimiter.repeat(FIELDS.length - 1));
  const text =
    before + [header + (chance(0.5) ? last : ''), ...lines].join(end) + (chance(0.8) ? end : '');
  return {
    how: JSON.stringify({ delimiter, end, quoting, inner, last, before }),
    text,
    isJson: false,
  };
}

function asJson(rows: Row[], { pick }: ReturnType<typeof createPick>): Written {
  const shape = pick([
    'lines',
    'array',
    'indented',
    'each',
    'events',
    'data',
    'indented data',
    'objects',
  ] as const);
  const one = (value: unknown) => JSON.stringify(value);
  const text = {
    lines: () => `${rows.map(one).join('\n')}\n`,
    array: () => one(rows),
    indented: () => JSON.stringify(rows, null, 2),
    each: () => `[\n${rows.map(one).join(',\n')}\n]`,
    events: () => one({ shop: 'a', events: rows }),
    data: () => one({ data: rows, next: { page: 2 } }),
    'indented data': () => JSON.stringify({ meta: { pages: 1 }, data: rows }, null, 2),
    objects: () => rows.map((row) => JSON.stringify(row, null, 2)).join('\n'),
  }[shape]();
  return { how: shape, text, isJson: true };
}

/** Those that the items have and Latin-1 has not. */
const WINDOWS = new Map([
  ['€', 0x80],
  ['—', 0x97],
]);

function encode(text: string, encoding: string): Uint8Array {
  if (encoding === 'windows-1252')
    return Uint8Array.from(text, (letter) => WINDOWS.get(letter) ?? letter.charCodeAt(0));
  if (encoding.startsWith('utf-8'))
    return Buffer.from((encoding.endsWith('bom') ? '\uFEFF' : '') + text);
  const buffer = Buffer.from((encoding.endsWith('bom') ? '\uFEFF' : '') + text, 'utf16le');
  return encoding.includes('be') ? buffer.swap16() : buffer;
}

const ENCODINGS = [
  'utf-8',
  'utf-8',
  'utf-8 bom',
  'utf-16le',
  'utf-16le bom',
  'utf-16be',
  'utf-16be bom',
  'windows-1252',
];

function source(bytes: Uint8Array, size: number): LogSource {
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
  }
  return {
    name: 'log',
    byteLength: bytes.length,
    chunks,
    slice: (start, end) => Uint8Array.from(bytes.subarray(start, end)).buffer,
    gunzip(packed) {
      const text = createGunzip();
      pipeline(Readable.from(packed, { objectMode: false }), text, () => {});
      return text;
    },
    store: () => Promise.reject(new Error('not needed')),
  };
}

/** An opening quote, and the delimiter behind the type. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: Hive's delimiter
const OPENS = /(["\w][,;\t|\x01]|[\n\r])"(?!")/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: Hive's delimiter
const AFTER_TYPE = /((?:view|cart|purchase)"?)[,;\t|\x01]/;

type Damage = 'none' | 'cut' | 'quote' | 'delimiter' | 'zero' | 'brace' | 'half';

/** The text with one mistake in a row of its own, not the first. */
function damaged(
  written: Written,
  damage: Damage,
  { below }: ReturnType<typeof createPick>,
): string {
  const { text, isJson } = written;
  const middle = Math.floor(text.length * 0.4) + below(Math.floor(text.length * 0.5));
  // Marks between values: one within a value is a letter like another.
  const without = (around: RegExp) => {
    const found = around.exec(text.slice(middle));
    if (!found) return text;
    const at = middle + found.index + found[1].length;
    return text.slice(0, at) + text.slice(at + 1);
  };
  if (damage === 'quote') {
    return isJson ? without(/([,{]\s*)"/) : without(OPENS);
  }
  if (damage === 'delimiter') {
    return isJson ? without(/("item")/) : without(AFTER_TYPE);
  }
  if (damage === 'zero') return `${text.slice(0, middle)}\0${text.slice(middle)}`;
  if (damage === 'brace') return isJson ? without(/()}/) : text;
  if (damage === 'half') return text.slice(0, middle);
  return text;
}

interface Outcome {
  how: string;
  verdict: 'right' | 'loud' | 'silent';
  wrong?: unknown;
}

async function tryOne(seed: number, damages: readonly Damage[]): Promise<Outcome> {
  const dice = createPick(seed);
  const { pick, below, chance } = dice;
  const encoding = pick(ENCODINGS);
  const letters = pick(
    encoding === 'windows-1252'
      ? (['plain', 'marks', 'western'] as const)
      : (['plain', 'marks', 'western', 'wide'] as const),
  );
  const rows = truth(dice, letters);
  const written =
    chance(0.65) || encoding === 'windows-1252' ? asTable(rows, dice) : asJson(rows, dice);
  const damage = pick(damages);
  let bytes = encode(damaged(written, damage, dice), encoding);
  const layers = pick([0, 0, 0, 1, 2]);
  for (let i = 0; i < layers; i++) bytes = gzipSync(bytes, { level: 1 });
  if (damage === 'cut')
    bytes = bytes.subarray(0, Math.floor(bytes.length * (0.4 + 0.55 * (below(100) / 100))));
  const how = `${seed}: ${written.how} ${encoding} gzip×${layers} ${damage}`;

  const read: string[] = [];
  const said: string[] = [];
  const asText = (row: Record<string, unknown>) =>
    FIELDS.map((field) => String(row[field] ?? row[field.toUpperCase()]).trim()).join('¦');
  try {
    await readSource(
      source(bytes, pick([7, 64, 1000, 1 << 16])),
      {},
      {
        take: ({ values }) => read.push(asText(values)),
        broken: (_, line, reason) => said.push(`${line}: ${reason}`),
        note: (_, text) => said.push(text),
      },
    );
  } catch (thrown) {
    said.push(`refused: ${thrown}`);
  }
  const wanted = rows.map(asText);
  const isRight = read.length === wanted.length && read.every((row, i) => row === wanted[i]);
  if (isRight) return { how, verdict: 'right' };
  const loud = said.filter((one) => !/Windows-1252|UTF-16/.test(one));
  // Cut between two lines: what is left is a whole file.
  const isWhole =
    (damage === 'half' || (damage === 'cut' && !layers)) &&
    (!written.isJson || /lines|objects/.test(written.how)) &&
    read.every((row, i) => row === wanted[i]);
  if (isWhole) return { how, verdict: 'right' };
  const known = new Set(wanted);
  // What a mistake has spared is read, and one mistake costs two records at most, or its own field.
  const lost =
    damage === 'cut' || damage === 'half' ? 0 : wanted.filter((row) => !read.includes(row)).length;
  const made = read.filter((row) => !known.has(row));
  if (loud.length && lost <= 2 && made.length <= 1) return { how, verdict: 'loud' };
  return {
    how,
    verdict: 'silent',
    wrong: { said, lost, made, missing: wanted.filter((row) => !read.includes(row)).slice(0, 2) },
  };
}

const CASES = Number(process.env.NEXTAISLE_CASES ?? 1000);

async function tally(from: number, damages: readonly Damage[]) {
  const counts = { right: 0, loud: 0, silent: 0 };
  const silent: Outcome[] = [];
  for (let seed = from; seed < from + CASES; seed++) {
    const outcome = await tryOne(seed, damages);
    counts[outcome.verdict]++;
    if (outcome.verdict === 'silent' && silent.length < 5) silent.push(outcome);
  }
  return { counts, silent };
}

test('a log is read, whatever wrote it', async () => {
  const { counts, silent } = await tally(1, ['none']);
  expect(silent).toEqual([]);
  expect(counts).toEqual({ right: CASES, loud: 0, silent: 0 });
}, 600_000);

test('a mistake costs its own line, and is said', async () => {
  const { counts, silent } = await tally(1e6, [
    'cut',
    'quote',
    'delimiter',
    'zero',
    'brace',
    'half',
  ]);
  expect(silent).toEqual([]);
  expect(counts.loud).toBeGreaterThan(CASES / 2);
}, 600_000);
