import { counted } from './counted.js';
import type { AsyncBuffer } from 'hyparquet';
import { toPredictorError } from '../../lib/errors.js';
import { fileKind } from './file-kind.js';
import { createJsonReader } from './json-reader.js';
import { badLog } from './log-error.js';
import { readParquetRows } from './parquet-rows.js';
import type { LineSink } from './raw-lines.js';
import { readSequenceLine } from './sequences.js';
import { type TextBlock, type TextFacts, textBlocks } from './text-blocks.js';
import { textNotes } from './text-notes.js';
import { encodingOf } from './text-encoding.js';
import { type FoundFormat, findFormat, type FormatOptions } from './text-format.js';
import { createTableReader } from './table-reader.js';

/** A file, wherever it lies: node/ opens those of a disk, page/ those that somebody chose. */
export interface LogSource extends AsyncBuffer {
  name: string;
  chunks(): AsyncIterable<Uint8Array>;
  gunzip(packed: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
  /** Makes a file of bytes that can be read at any place. */
  store(chunks: AsyncIterable<Uint8Array>): Promise<AsyncBuffer & { remove(): Promise<void> }>;
  /** Columns that the folder's name gives: `date=2024-01-01/`. */
  constants?: Record<string, string>;
}

/** How a file is to be read, where it does not show. */
export interface ReadOptions extends FormatOptions {
  encoding?: string;
}

const HEAD = 64 << 10;
/** gzip in gzip: a server that packs what is packed. */
const MOST_LAYERS = 3;
const BREAKS_OFF = 'is a gzip file that breaks off or is damaged. Copy or export it again.';

/** A file whose gzip, if any, is taken off. */
export interface OpenedSource {
  kind: 'text' | 'parquet' | 'empty';
  head: Uint8Array;
  chunks: AsyncIterable<Uint8Array>;
  isPacked: boolean;
}

/**
 * What the file is, its bytes say, not its name.
 * @throws PredictorError BAD_LOG where it is no log.
 */
export async function openSource(source: LogSource): Promise<OpenedSource> {
  const { name } = source;
  let [head, chunks] = await peek(source.chunks());
  let tail: Uint8Array = new Uint8Array(await source.slice(Math.max(0, source.byteLength - HEAD)));
  for (let packed = 0; ; packed++) {
    const found = fileKind(head, tail);
    if (found.kind === 'other') {
      const inside = packed ? 'holds, packed with gzip, ' : 'is ';
      throw badLog(name, `${inside}${found.what}, not a log. ${found.todo}`);
    }
    if (found.kind !== 'gzip') return { kind: found.kind, head, chunks, isPacked: packed > 0 };
    if (packed === MOST_LAYERS) throw badLog(name, 'is gzip within gzip, again and again.');
    [head, chunks] = await peek(unpacked(source, chunks));
    tail = head;
  }
}

/** @throws PredictorError BAD_LOG where the gzip file is not whole. */
async function* unpacked(source: LogSource, chunks: AsyncIterable<Uint8Array>) {
  try {
    yield* source.gunzip(chunks);
  } catch (thrown) {
    throw badLog(source.name, BREAKS_OFF, thrown);
  }
}

/**
 * Reads the lines of a log as a stream.
 * @throws PredictorError BAD_LOG where it is no log, or breaks off.
 */
export async function readSource(
  source: LogSource,
  options: ReadOptions,
  sink: LineSink,
): Promise<void> {
  const { name, constants } = source;
  let line = 0;
  const to: LineSink = {
    ...sink,
    take(one) {
      ({ line } = one);
      sink.take(constants ? { ...one, values: { ...constants, ...one.values } } : one);
    },
  };
  try {
    const { kind, head, chunks, isPacked } = await openSource(source);
    // Spark writes empty parts.
    if (kind === 'empty') to.note(name, 'it is empty');
    else if (kind === 'parquet') await readParquet(source, isPacked ? chunks : undefined, to);
    else await readText(name, head, chunks, options, to);
  } catch (thrown) {
    throw errorIn(name, thrown, line);
  }
}

async function readText(
  file: string,
  head: Uint8Array,
  chunks: AsyncIterable<Uint8Array>,
  options: ReadOptions,
  to: LineSink,
): Promise<void> {
  const encoding = options.encoding ?? encodingOf(head);
  const text = new TextDecoder(encoding ?? 'utf-8').decode(head);
  const found = findFormat(file, text, options);
  const facts: TextFacts = { lost: 0, firstLost: 0, ended: true };
  const reader = readerOf(found, file, text, to);
  const inLines = reader.spansLines;
  for await (const block of textBlocks(
    chunks,
    file,
    { encoding: options.encoding, inLines },
    facts,
  )) {
    reader.add(block);
  }
  reader.end();
  for (const note of textNotes(facts, found.kind === 'table')) to.note(file, note);
}

interface TextReader {
  /** Whether a block may end within a line. */
  spansLines?: boolean;
  add(block: TextBlock): void;
  end(): void;
}

function readerOf(found: FoundFormat, file: string, head: string, to: LineSink): TextReader {
  if (found.kind === 'table') return createTableReader(file, found.head, to);
  if (found.kind === 'json') return createJsonReader(file, head, to);
  return {
    add({ lines, from, broken }: TextBlock): void {
      for (const [i, text] of lines.entries()) {
        const reason = broken?.get(i);
        if (reason) to.broken(file, from + i, reason, text);
        else if (text.trim())
          for (const one of readSequenceLine(text, file, from + i)) to.take(one);
      }
    },
    end(): void {},
  };
}

async function readParquet(
  source: LogSource,
  unpacked: AsyncIterable<Uint8Array> | undefined,
  to: LineSink,
): Promise<void> {
  const stored = unpacked && (await source.store(unpacked));
  try {
    for await (const line of readParquetRows(stored ?? source, source.name)) to.take(line);
  } finally {
    await stored?.remove();
  }
}

/** What an error that was thrown while a file was read means. */
function errorIn(file: string, thrown: unknown, line: number): Error {
  const error = toPredictorError(thrown, 'BAD_OPTION');
  if (error === thrown) {
    if (!error.message.endsWith(BREAKS_OFF) || !line) return error;
    const read = `${BREAKS_OFF} ${counted(line, 'line was', 'lines were')} read until then.`;
    return badLog(file, read, thrown);
  }
  const { code } = Object(thrown) as { code?: unknown };
  if (code === 'EACCES' || code === 'EPERM') {
    return badLog(file, 'cannot be read: permission denied.', thrown);
  }
  return badLog(file, `could not be read: ${error.detail}`, thrown);
}

/** The first bytes, and all of them. */
async function peek(
  chunks: AsyncIterable<Uint8Array>,
): Promise<[head: Uint8Array, all: AsyncIterable<Uint8Array>]> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let size = 0;
  while (size < HEAD) {
    const { done, value } = await iterator.next();
    if (done) break;
    first.push(value);
    size += value.length;
  }
  const head = new Uint8Array(size);
  let at = 0;
  for (const chunk of first) {
    head.set(chunk, at);
    at += chunk.length;
  }
  async function* all() {
    try {
      if (size) yield head;
      for (;;) {
        const { done, value } = await iterator.next();
        if (done) return;
        yield value;
      }
    } finally {
      await iterator.return?.();
    }
  }
  return [head, all()];
}
