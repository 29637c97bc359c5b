import type { TableHead } from '../log/table-head.js';
import { openSource, readSource, type LogSource, type ReadOptions } from '../log/read-source.js';
import { readParquetRows } from '../log/parquet-rows.js';
import type { RawLine } from '../log/raw-lines.js';
import { encodingOf } from '../log/text-encoding.js';
import { findFormat } from '../log/text-format.js';
import { NotPlain } from './not-plain.js';

/** How a file is read is decided on so many lines, as `train` does. */
const SAMPLE = 10_000;

/** What a file is, and its first lines. */
export interface FirstLines {
  lines: RawLine[];
  /** Without one byte. */
  isEmpty?: boolean;
  /** Of a CSV file, which may be packed with gzip. */
  table?: TableHead & { isPacked: boolean };
}

/** @throws NotPlain where the file is neither Parquet nor plain CSV. PredictorError BAD_LOG where it is no log. */
export async function firstLines(source: LogSource, options: ReadOptions): Promise<FirstLines> {
  const { name, constants } = source;
  const { kind, head, isPacked } = await openSource(source);
  if (kind === 'empty') return { lines: [], isEmpty: true };
  if (kind === 'parquet') {
    if (isPacked) throw new NotPlain('is a Parquet file packed with gzip');
    const lines: RawLine[] = [];
    for await (const line of readParquetRows(source, name, SAMPLE)) {
      lines.push({ ...line, values: { ...constants, ...line.values } });
    }
    return { lines };
  }
  if ((options.encoding ?? encodingOf(head) ?? 'utf-8') !== 'utf-8') {
    throw new NotPlain('is a text of another encoding than UTF-8');
  }
  const found = findFormat(name, new TextDecoder().decode(head), options);
  if (found.kind !== 'table') throw new NotPlain(`is a text of ${found.kind}`);
  const { quote, backslash, trails, constants: given, delimiter } = found.head;
  if (quote !== '"' || backslash || trails || given || delimiter.length !== 1) {
    throw new NotPlain('is CSV with marks of its own');
  }
  return { lines: await firstRows(source, options), table: { ...found.head, isPacked } };
}

async function firstRows(source: LogSource, options: ReadOptions): Promise<RawLine[]> {
  const lines: RawLine[] = [];
  const enough = new Error('enough lines');
  let isBroken = false;
  const sink = {
    take(line: RawLine) {
      if (lines.push(line) >= SAMPLE) throw enough;
    },
    broken() {
      isBroken = true;
    },
    note() {},
  };
  try {
    await readSource(source, options, sink);
  } catch (thrown) {
    if (lines.length < SAMPLE) throw thrown;
  }
  if (isBroken) throw new NotPlain('has lines that are no rows');
  return lines;
}
