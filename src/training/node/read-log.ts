import { createInterface } from 'node:readline';
import { parse } from 'csv-parse';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { PredictorError, toPredictorError } from '../../lib/errors.js';
import { flattenRecord } from '../flatten.js';
import { firstLine, formatOf, openText, unpacked } from './open-log.js';

/** One line of a log before anyone knows what its columns mean. */
export interface RawLine {
  file: string;
  /** From 1, as an editor counts; the row number in Parquet. */
  line: number;
  values: Record<string, unknown>;
}

/** Called for a line that cannot be taken apart at all. */
export type OnBroken = (file: string, line: number, reason: string) => void;

/** The lines of several logs, one after another, as streams: what is read is not kept. */
export async function* readLog(
  paths: readonly string[],
  onBroken: OnBroken,
): AsyncGenerator<RawLine> {
  for (const file of paths) {
    const format = await formatOf(file);
    const read = {
      csv: readCsv,
      jsonl: readJsonLines,
      sequences: readSequences,
      parquet: readParquet,
    };
    try {
      yield* read[format](file, onBroken);
    } catch (thrown) {
      const error = toPredictorError(thrown, 'BAD_OPTION');
      throw error.detail.includes(file)
        ? error
        : new PredictorError(error.code, `${file}: ${error.detail}`, `${file}: ${error.message}`);
    }
  }
}

async function* readCsv(file: string, onBroken: OnBroken): AsyncGenerator<RawLine> {
  const header = await firstLine(file);
  const delimiter = [',', ';', '\t', '|'].sort((a, b) => count(header, b) - count(header, a))[0];
  const parser = parse({
    bom: true,
    columns: true,
    delimiter,
    info: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: 1_000_000,
    on_skip: (error) => {
      const line = Number(error?.lines ?? 0);
      const reason = /INCONSISTENT|MISMATCH/.test(error?.code ?? '')
        ? 'another number of columns than the header'
        : (error?.code ?? 'broken').toLowerCase().replaceAll('_', ' ');
      onBroken(file, line, reason);
      return undefined;
    },
  });
  const text = await openText(file);
  text.on('error', (error) => parser.destroy(error));
  for await (const { record, info } of text.pipe(parser)) {
    yield { file, line: info.lines, values: record };
  }
}

async function* textLines(file: string): AsyncGenerator<{ line: number; text: string }> {
  const input = await openText(file);
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  // readline does not pass on what its input throws.
  let failed: unknown;
  input.on('error', (error) => {
    failed = error;
    lines.close();
  });
  let line = 0;
  for await (const text of lines) {
    line++;
    if (text.trim()) yield { line, text: line === 1 ? text.replace(/^\uFEFF/, '') : text };
  }
  if (failed) throw failed;
}

async function* readJsonLines(file: string, onBroken: OnBroken): AsyncGenerator<RawLine> {
  for await (const { line, text } of textLines(file)) {
    let record: unknown;
    try {
      record = JSON.parse(text);
    } catch {
      // Reported below: not an object either.
    }
    if (typeof record !== 'object' || record === null || Array.isArray(record)) {
      onBroken(file, line, 'not a JSON object');
      continue;
    }
    for (const values of flattenRecord(record as Record<string, unknown>))
      yield { file, line, values };
  }
}

/** One session a line, item ids in order. */
async function* readSequences(file: string): AsyncGenerator<RawLine> {
  for await (const { line, text } of textLines(file)) {
    const items = text.trim().split(/\s+/);
    // `first` is for logs whose lines begin with the user.
    for (const [at, item] of items.entries()) {
      yield {
        file,
        line,
        values: { session: `${file}:${line}`, item, first: items[0], place: at },
      };
    }
  }
}

async function* readParquet(path: string): AsyncGenerator<RawLine> {
  const copy = await unpacked(path);
  try {
    const file = await asyncBufferFromFile(copy.path);
    const metadata = await parquetMetadataAsync(file);
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows);
      const rows = await parquetReadObjects({ file, metadata, compressors, rowStart, rowEnd });
      for (const [i, row] of rows.entries()) {
        for (const values of flattenRecord(row))
          yield { file: path, line: rowStart + i + 1, values };
      }
      rowStart = rowEnd;
    }
  } finally {
    await copy.remove();
  }
}

const count = (text: string, part: string) => text.split(part).length;
