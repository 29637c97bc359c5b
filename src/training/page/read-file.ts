import { parse } from 'csv-parse/browser/esm/sync';
import { PredictorError } from '../../lib/errors.js';
import {
  csvOptions,
  errorIn,
  formatOf,
  type OnBroken,
  type RawLine,
  readJsonLine,
  readParquetRows,
  readSequenceLine,
} from '../log/raw-lines.js';

/** Bytes: browsers limit strings to a little more. */
const LONGEST = 400 << 20;

/**
 * Reads the lines of a log that somebody chose in a page, plain or gzipped. The file's text is held whole, its
 * lines are handed on one by one; data/collect-log.ts takes them.
 * @throws PredictorError BAD_OPTION naming the file.
 */
export async function readFile(
  file: File,
  take: (line: RawLine) => void,
  onBroken: OnBroken,
): Promise<void> {
  try {
    await readLines(file, take, onBroken);
  } catch (thrown) {
    throw errorIn(file.name, thrown);
  }
}

async function readLines(
  file: File,
  take: (line: RawLine) => void,
  onBroken: OnBroken,
): Promise<void> {
  const { name } = file;
  const blob = await unpacked(file);
  if (formatOf(name) === 'parquet') {
    const { size: byteLength } = blob;
    const slice = (start: number, end?: number) => blob.slice(start, end).arrayBuffer();
    for await (const line of readParquetRows({ byteLength, slice }, name)) take(line);
    return;
  }
  if (blob.size > LONGEST) {
    throw new PredictorError('BAD_OPTION', `${name}: above 400 MB; npx nextaisle train reads it`);
  }
  const text = (await blob.text()).replace(/^\uFEFF/, '');
  const header = text.slice(0, 1e6).split(/\r?\n/, 1)[0];
  const format = formatOf(name, header);
  if (format === 'csv') {
    parse(text, {
      ...csvOptions(name, header, onBroken),
      on_record(values: Record<string, unknown>, { lines }: { lines: number }) {
        take({ file: name, line: lines, values });
        // Not kept by the parser.
        return null;
      },
    });
    return;
  }
  let line = 0;
  for (let from = 0; from < text.length; ) {
    let to = text.indexOf('\n', from);
    if (to < 0) to = text.length;
    const content = text.slice(from, to);
    from = to + 1;
    line++;
    if (!content.trim()) continue;
    const read = format === 'jsonl' ? readJsonLine : readSequenceLine;
    for (const one of read(content, name, line, onBroken)) take(one);
  }
}

/** Unzips gzip, whatever the file's name. */
async function unpacked(file: File): Promise<Blob> {
  const [a, b] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (a !== 0x1f || b !== 0x8b) return file;
  return new Response(file.stream().pipeThrough(new DecompressionStream('gzip'))).blob();
}
