import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { Dice } from '../dice.js';
import type { Table, WrittenLog } from './written-log.js';

/** The paths to give to the command, and what is particular about the bytes. */
export interface WrittenFiles {
  paths: string[];
  kinds: string[];
  /** What a person would see in an editor, for a report. */
  shown: string;
}

/** Writes a log as files into an empty folder. */
export function writeFiles(dice: Dice, log: WrittenLog, folder: string): WrittenFiles {
  const { table, records } = log;
  if (!table) return writeRecords(dice, records ?? [], folder);
  const format = dice.draw([
    [70, 'text'],
    [10, 'json'],
    [10, 'parquet'],
    [5, 'text parts'],
    [5, 'parquet parts'],
  ] as const);
  if (format === 'json') return writeRecords(dice, objectsOf(table), folder);
  if (format === 'parquet') return writeParquet(dice, table, folder);
  if (format === 'parquet parts') return writeParquetParts(dice, table, folder);
  if (format === 'text parts') return writeTextParts(dice, table, folder);
  return writeText(dice, log, table, folder);
}

const objectsOf = ({ header, rows }: Table) =>
  rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i].value])));

function save(folder: string, name: string, bytes: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

function writeRecords(dice: Dice, records: object[], folder: string): WrittenFiles {
  const [kind, name, text] = dice.pick([
    ['JSON lines', 'log.jsonl', records.map((one) => JSON.stringify(one)).join('\n')],
    ['JSON lines', 'log.ndjson', `${records.map((one) => JSON.stringify(one)).join('\n')}\n`],
    ['JSON lines named .json', 'log.json', records.map((one) => JSON.stringify(one)).join('\n')],
    ['JSON array', 'log.json', JSON.stringify(records)],
    ['JSON array, indented', 'log.json', JSON.stringify(records, null, 2)],
    ['a list inside a JSON object', 'log.json', JSON.stringify({ data: records, next: null })],
    [
      'JSON objects, indented',
      'log.json',
      records.map((one) => JSON.stringify(one, null, 2)).join('\n'),
    ],
  ]);
  const zipped = dice.chance(0.2);
  const bytes = zipped ? gzipSync(text) : text;
  const kinds = [kind, ...(zipped ? ['gzip'] : [])];
  return { paths: [save(folder, zipped ? `${name}.gz` : name, bytes)], kinds, shown: text };
}

function parquetOf({ header, rows }: Table, typed: boolean): Uint8Array {
  const columnData = header.map((name, i) => {
    const values = rows.map((row) => row[i].value);
    const known = values.filter((value) => value !== null);
    if (typed && known.length && known.every((value) => ISO.test(String(value)))) {
      const data = values.map((value) => value && new Date(`${String(value).replace(' ', 'T')}Z`));
      return { name, data, type: 'TIMESTAMP' as const };
    }
    if (!known.every((value) => typeof value === 'number')) {
      const data = values.map((value) => (value === null ? null : String(value)));
      return { name, data, type: 'STRING' as const };
    }
    if (typed && known.every(Number.isInteger)) {
      const data = values.map((value) => (value === null ? null : BigInt(value)));
      return { name, data, type: 'INT64' as const };
    }
    return { name, data: values, type: 'DOUBLE' as const };
  });
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}

const ISO = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d$/;

/** Two columns of one name cannot be in a Parquet file, nor two keys in an object. */
function writeParquet(dice: Dice, table: Table, folder: string): WrittenFiles {
  const name = dice.pick(['log.parquet', 'log.pq', 'log.snappy.parquet', 'log', 'log.csv']);
  const typed = dice.chance(0.5);
  const kinds = [
    typed ? 'Parquet, typed' : 'Parquet',
    ...(name === 'log.parquet' ? [] : [`Parquet named ${name}`]),
  ];
  return {
    paths: [save(folder, name, parquetOf(table, typed))],
    kinds,
    shown: JSON.stringify(objectsOf(table)),
  };
}

function partsOf<T>(dice: Dice, rows: T[]): T[][] {
  const cut = dice.whole(1, Math.max(1, rows.length - 1));
  return [rows.slice(0, cut), rows.slice(cut)].filter((part) => part.length);
}

function writeParquetParts(dice: Dice, table: Table, folder: string): WrittenFiles {
  const inside = join(folder, 'events');
  mkdirSync(inside);
  partsOf(dice, table.rows).forEach((rows, i) => {
    save(inside, `part-0000${i}-7c1b-c000.snappy.parquet`, parquetOf({ ...table, rows }, false));
  });
  save(inside, '_SUCCESS', '');
  save(inside, '.part-00000.crc', 'x');
  return {
    paths: [inside],
    kinds: ['folder of Parquet parts'],
    shown: JSON.stringify(objectsOf(table)),
  };
}

function writeTextParts(dice: Dice, table: Table, folder: string): WrittenFiles {
  const inside = join(folder, 'events');
  mkdirSync(inside);
  const parts = partsOf(dice, table.rows).map((rows, i) =>
    save(inside, `part-0000${i}.csv`, separated({ ...table, rows }, ',', '\n')),
  );
  const [kind, paths] = dice.pick<[string, string[]]>([
    ['folder of CSV parts', [inside]],
    ['several CSV files', parts],
    ['a glob of CSV files', [join(inside, 'part-*.csv')]],
  ]);
  const kinds = [kind];
  return { paths, kinds, shown: separated(table, ',', '\n') };
}

function quoted(text: string, separator: string, always: boolean): string {
  const must = text.includes(separator) || /["\r\n]/.test(text);
  return always || must ? `"${text.replaceAll('"', '""')}"` : text;
}

const lineOf = (cells: string[], separator: string, always = false) =>
  cells.map((cell) => quoted(cell, separator, always)).join(separator);

function separated(
  { header, rows }: Table,
  separator: string,
  end: string,
  always = false,
): string {
  const lines = [header, ...rows.map((row) => row.map(({ text }) => text))];
  return lines.map((cells) => lineOf(cells, separator, always)).join(end) + end;
}

const flatText = ({ rows }: Table) =>
  rows
    .flat()
    .map(({ text }) => text)
    .join('');

const SEPARATORS = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'pipe' } as const;

function writeText(dice: Dice, log: WrittenLog, table: Table, folder: string): WrittenFiles {
  const odd = new Set(
    dice
      .shuffled(['separator', 'encoding', 'ends', 'harm', 'head', 'name'])
      .slice(0, dice.whole(0, 2)),
  );
  const kinds: string[] = [];
  const separator = odd.has('separator') ? dice.pick(Object.keys(SEPARATORS)) : ',';
  if (odd.has('separator')) kinds.push(`separator: ${SEPARATORS[separator as ',']}`);
  const always = dice.chance(0.3);
  // As databases write it: no cell is quoted, and a quote is a quote.
  const plain = separator === '\t' && dice.chance(0.5) && !/[\t\n]/.test(flatText(table));
  if (plain) kinds.push('tab, quotes as they are');
  let end = '\n';
  if (odd.has('ends')) {
    end = dice.pick(['\r\n', '\r']);
    kinds.push(`line ends: ${JSON.stringify(end)}`);
  }
  const write = (cells: string[]) =>
    plain ? cells.join(separator) : lineOf(cells, separator, always);
  const lines = [
    write(table.header),
    ...table.rows.map((row) => write(row.map(({ text }) => text))),
  ];
  if (odd.has('head')) kinds.push(harmHead(dice, lines, table, separator));
  let text = lines.join(end) + (dice.chance(0.8) ? end : '');
  if (odd.has('harm')) {
    const [kind, harmed] = harm(dice, lines, log, separator, end);
    kinds.push(kind);
    text = harmed;
  }
  let bytes: Uint8Array = Buffer.from(text);
  if (odd.has('encoding')) {
    const [kind, encoded] = encode(dice, text);
    kinds.push(kind);
    bytes = encoded;
  }
  let name = odd.has('name')
    ? dice.pick(['log.txt', 'log.tsv', 'log', 'log.log', 'log.dat'])
    : 'log.csv';
  if (odd.has('name')) kinds.push(`named ${name}`);
  if (dice.chance(0.1)) {
    kinds.push('gzip');
    bytes = gzipSync(bytes);
    name += dice.chance(0.7) ? '.gz' : '';
    if (dice.chance(0.2)) {
      kinds.push('gzip, cut off');
      bytes = bytes.subarray(0, Math.floor(bytes.length * 0.7));
    }
  }
  if (!kinds.length) kinds.push('plain CSV');
  return { paths: [save(folder, name, bytes)], kinds, shown: text };
}

function encode(dice: Dice, text: string): [kind: string, bytes: Uint8Array] {
  const isLatin = [...text.replace(/[€Œœ]/g, '')].every((char) => char.charCodeAt(0) < 256);
  const encodings: Record<string, () => Uint8Array> = {
    'UTF-8 with BOM': () => Buffer.from(`\uFEFF${text}`),
    'UTF-16 LE with BOM': () => Buffer.from(`\uFEFF${text}`, 'utf16le'),
    'UTF-16 BE with BOM': () => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
    'UTF-16 LE without BOM': () => Buffer.from(text, 'utf16le'),
    ...(isLatin && { 'Windows-1252': () => windows1252(text) }),
  };
  const name = dice.pick(Object.keys(encodings));
  return [`encoding: ${name}`, encodings[name]()];
}

function windows1252(text: string): Uint8Array {
  const codes: Record<string, number> = { '€': 0x80, Œ: 0x8c, œ: 0x9c };
  return Uint8Array.from(text, (char) => codes[char] ?? char.charCodeAt(0));
}

/** Changes the head of a file; @returns what it is. */
function harmHead(dice: Dice, lines: string[], table: Table, separator: string): string {
  const kind = dice.pick([
    'sep=',
    'blanks in the header',
    'no header',
    'a title above the header',
    'quoted header',
  ]);
  if (kind === 'sep=') lines.unshift(`sep=${separator}`);
  else if (kind === 'blanks in the header')
    lines[0] = table.header.map((name) => ` ${name} `).join(separator);
  else if (kind === 'no header') lines.shift();
  else if (kind === 'quoted header') lines[0] = lineOf(table.header, separator, true);
  else lines.unshift('Report of all events', '');
  return `head: ${kind}`;
}

/** Does to one line, or to all, what editors, scripts and full disks do. */
function harm(
  dice: Dice,
  lines: string[],
  log: WrittenLog,
  separator: string,
  end: string,
): [kind: string, text: string] {
  const body = lines.length - (log.table?.rows.length ?? 0);
  const at = dice.whole(body, lines.length - 1);
  const cells = lines[at].split(separator);
  const kind = dice.pick([
    'a quote that is not closed',
    'a quote inside',
    'trailing separators',
    'a column too many',
    'blank lines',
    'cut off at the end',
    'a column too few',
  ]);
  // What the harmed line says of its product is anybody's guess.
  if (/quote|column/.test(kind)) log.told.items.clear();
  if (kind === 'a quote that is not closed') {
    cells[dice.whole(0, cells.length - 1)] = '"broken';
    lines[at] = cells.join(separator);
  } else if (kind === 'a quote inside') {
    // In a product's name, so that the event stays clear.
    lines[at] = lines[at].replace(/(Chair|Table|Lamp|Sofa|Mirror) (\d)/, '$1 5" $2');
  } else if (kind === 'trailing separators') {
    for (let i = body; i < lines.length; i++) lines[i] += separator;
  } else if (kind === 'a column too many') {
    lines[at] = `stray${separator}${lines[at]}`;
  } else if (kind === 'a column too few') {
    lines[at] = cells.slice(1).join(separator);
  } else if (kind === 'blank lines') {
    lines.splice(at, 0, '', '   ');
  } else {
    const last = lines[lines.length - 1];
    lines[lines.length - 1] = last.slice(0, Math.max(1, last.indexOf(separator)));
    return [`harm: ${kind}`, lines.join(end)];
  }
  return [`harm: ${kind}`, lines.join(end) + end];
}
