import { createInterface } from 'node:readline';
import { parse } from 'csv-parse';
import { asyncBufferFromFile } from 'hyparquet';
import {
  csvOptions,
  errorIn,
  type OnBroken,
  type RawLine,
  readJsonLine,
  readParquetRows,
  readSequenceLine,
} from '../log/raw-lines.js';
import { firstLine, logFormat, openText, unpacked } from './open-log.js';

/** The lines of several logs, one after another, as streams: nothing is kept. */
export async function* readLog(
  paths: readonly string[],
  onBroken: OnBroken,
): AsyncGenerator<RawLine> {
  for (const file of paths) {
    const format = await logFormat(file);
    const read = {
      csv: readCsv,
      jsonl: readJsonLines,
      sequences: readSequences,
      parquet: readParquet,
    };
    try {
      yield* read[format](file, onBroken);
    } catch (thrown) {
      throw errorIn(file, thrown);
    }
  }
}

async function* readCsv(file: string, onBroken: OnBroken): AsyncGenerator<RawLine> {
  const parser = parse({ ...csvOptions(file, await firstLine(file), onBroken), info: true });
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
    yield* readJsonLine(text, file, line, onBroken);
  }
}

async function* readSequences(file: string): AsyncGenerator<RawLine> {
  for await (const { line, text } of textLines(file)) yield* readSequenceLine(text, file, line);
}

async function* readParquet(path: string): AsyncGenerator<RawLine> {
  const copy = await unpacked(path);
  try {
    yield* readParquetRows(await asyncBufferFromFile(copy.path), path);
  } finally {
    await copy.remove();
  }
}
