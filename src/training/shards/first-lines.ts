import type { TableHead } from '../log/table-head.js';
import { openSource, readSource, type LogSource, type ReadOptions } from '../log/read-source.js';
import { readParquetRows } from '../log/parquet-rows.js';
import type { RawLine } from '../log/raw-lines.js';
import { encodingOf } from '../log/text-encoding.js';
import { findFormat } from '../log/text-format.js';
import { notPlain } from './log-plan.js';

/** How a file is read is decided on so many lines, as `train` does. */
const SAMPLE = 10_000;

/** What a file is, and its first lines. */
export interface FirstLines {
  lines: RawLine[];
  /** Of a CSV file. */
  table?: TableHead;
}

/** @throws PredictorError BAD_LOG where the file is neither Parquet nor plain CSV. */
export async function firstLines(source: LogSource, options: ReadOptions): Promise<FirstLines> {
  const { name } = source;
  const { kind, head, isPacked } = await openSource(source);
  if (kind === 'empty') throw notPlain(name, 'is empty');
  if (kind === 'parquet') {
    if (isPacked) throw notPlain(name, 'is a Parquet file packed with gzip');
    const lines: RawLine[] = [];
    for await (const line of readParquetRows(source, name, SAMPLE)) lines.push(line);
    return { lines };
  }
  if ((options.encoding ?? encodingOf(head) ?? 'utf-8') !== 'utf-8') {
    throw notPlain(name, 'is a text of another encoding than UTF-8');
  }
  const found = findFormat(name, new TextDecoder().decode(head), options);
  if (found.kind !== 'table') throw notPlain(name, `is a text of ${found.kind}`);
  const { quote, backslash, trails, constants, delimiter } = found.head;
  if (quote !== '"' || backslash || trails || constants || delimiter.length !== 1) {
    throw notPlain(name, 'is CSV with marks of its own');
  }
  return { lines: await firstRows(source, options), table: found.head };
}

async function firstRows(source: LogSource, options: ReadOptions): Promise<RawLine[]> {
  const lines: RawLine[] = [];
  const enough = new Error('enough lines');
  const sink = {
    take(line: RawLine) {
      if (lines.push(line) >= SAMPLE) throw enough;
    },
    broken() {},
    note() {},
  };
  try {
    await readSource(source, options, sink);
  } catch (thrown) {
    if (lines.length < SAMPLE) throw thrown;
  }
  return lines;
}
