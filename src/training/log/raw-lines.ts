import { type AsyncBuffer, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { PredictorError, toPredictorError } from '../../lib/errors.js';
import { flattenRecord } from './flatten.js';

/**
 * One line of a log before its columns are known. Files come in, line by line; columns.ts finds what the
 * columns mean, log-reader.ts turns a line's values into a `LogRow`. node/ and page/ open the files.
 */
export interface RawLine {
  file: string;
  /** From 1, as an editor counts; the row number in Parquet. */
  line: number;
  values: Record<string, unknown>;
}

/** Called for a line that cannot be parsed. */
export type OnBroken = (file: string, line: number, reason: string) => void;

/** An error thrown while a file was read, with the file's name. */
export function errorIn(file: string, thrown: unknown): PredictorError {
  const error = toPredictorError(thrown, 'BAD_OPTION');
  const { code, detail, message } = error;
  return detail.includes(file)
    ? error
    : new PredictorError(code, `${file}: ${detail}`, {
        message: `${file}: ${message}`,
        cause: thrown,
      });
}

export type LogFormat = 'csv' | 'jsonl' | 'sequences' | 'parquet';

/** By the file's name and, where that is not enough (`.txt`), by its first line; `undefined` where that is needed but not given. */
export function formatOf(name: string): LogFormat | undefined;
export function formatOf(name: string, first: string): LogFormat;
export function formatOf(name: string, first?: string): LogFormat | undefined {
  const bare = name.replace(/\.gz$/i, '');
  if (/\.parquet$/i.test(bare)) return 'parquet';
  if (/\.(jsonl|ndjson|json)$/i.test(bare)) return 'jsonl';
  if (first === undefined) return undefined;
  if (/^\s*\{/.test(first)) return 'jsonl';
  return /[,;\t|]/.test(first) ? 'csv' : 'sequences';
}

/** Options of csv-parse for a log. */
export const csvOptions = (file: string, header: string, onBroken: OnBroken) =>
  ({
    bom: true,
    columns: true,
    delimiter: [',', ';', '\t', '|'].sort((a, b) => count(header, b) - count(header, a))[0],
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: 1_000_000,
    on_skip(error?: { code?: string; lines?: unknown }) {
      const reason = /INCONSISTENT|MISMATCH/.test(error?.code ?? '')
        ? 'another number of columns than the header'
        : (error?.code ?? 'broken').toLowerCase().replaceAll('_', ' ');
      onBroken(file, Number(error?.lines ?? 0), reason);
      return undefined;
    },
  }) as const;

const count = (text: string, part: string) => text.split(part).length;

/** The values of a line of JSON; a nested list of products gives a line each. */
export function* readJsonLine(
  text: string,
  file: string,
  line: number,
  onBroken: OnBroken,
): Generator<RawLine> {
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch {
    // Reported below: not an object either.
  }
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    onBroken(file, line, 'not a JSON object');
    return;
  }
  for (const values of flattenRecord(record as Record<string, unknown>))
    yield { file, line, values };
}

/** A session: item ids in order. */
export function* readSequenceLine(text: string, file: string, line: number): Generator<RawLine> {
  const items = text.trim().split(/\s+/);
  // `first`: some logs begin each line with the user.
  for (const [at, item] of items.entries()) {
    yield { file, line, values: { session: `${file}:${line}`, item, first: items[0], place: at } };
  }
}

/** Row group by row group, none of which is kept. */
export async function* readParquetRows(file: AsyncBuffer, name: string): AsyncGenerator<RawLine> {
  const metadata = await parquetMetadataAsync(file);
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    const rows = await parquetReadObjects({ file, metadata, compressors, rowStart, rowEnd });
    for (const [i, row] of rows.entries()) {
      for (const values of flattenRecord(row)) yield { file: name, line: rowStart + i + 1, values };
    }
    rowStart = rowEnd;
  }
}
