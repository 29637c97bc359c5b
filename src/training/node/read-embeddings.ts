import { existsSync, readFileSync } from 'node:fs';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { PredictorError, toPredictorError } from '../../lib/errors.js';
import { readSafetensors } from '../../model/safetensors.js';
import type { AddedEmbeddings } from '../data/collect-log.js';
import type { DataSet } from '../data/data-set.js';
import { readHalfFloats } from './half-float.js';
import { readNpy } from './read-npy.js';

/** Vectors of one length by item id. */
export interface EmbeddingFile {
  ids: string[];
  /** E */
  length: number;
  /** Row after row: [N, E]. */
  values: ArrayLike<number>;
}

const MAX_LENGTH = 4096;

const wrong = (detail: string) =>
  new PredictorError('BAD_OPTION', detail, { message: `${detail}.` });

/**
 * Gives the items of a data set the embeddings of a file.
 * @throws PredictorError BAD_OPTION saying what is wrong, and where.
 */
export async function addEmbeddings(data: DataSet, path: string): Promise<AddedEmbeddings> {
  let file: EmbeddingFile;
  try {
    file = await readEmbeddings(path);
    checkEmbeddings(file);
  } catch (thrown) {
    const { detail } = toPredictorError(thrown, 'BAD_OPTION');
    throw wrong(`--item-embeddings ${path}: ${detail}`);
  }
  const { ids, length, values } = file;
  const rows = new Map(ids.map((id, row) => [id, row]));
  let given = 0;
  for (const item of data.items) {
    const row = rows.get(item.id);
    if (row === undefined) continue;
    given++;
    item.embedding = Array.from({ length }, (_, j) => values[row * length + j]);
  }
  if (!given) {
    const some = (list: string[]) => list.slice(0, 3).join(', ');
    throw wrong(
      `--item-embeddings ${path}: no id is in the log; the file has ${some(ids)}, the log ${some(data.itemIds)}`,
    );
  }
  return { length, given, others: ids.length - given };
}

function readEmbeddings(path: string): EmbeddingFile | Promise<EmbeddingFile> {
  if (!existsSync(path)) throw wrong('is not a file');
  if (/\.safetensors$/i.test(path)) return fromSafetensors(path);
  if (/\.npy$/i.test(path)) return fromNpy(path);
  if (/\.parquet$/i.test(path)) return fromParquet(path);
  throw wrong('.safetensors, .npy or .parquet is read');
}

function checkEmbeddings({ ids, length, values }: EmbeddingFile): void {
  if (!(length >= 1 && length <= MAX_LENGTH))
    throw wrong(`a row has ${length} numbers, not 1 to ${MAX_LENGTH}`);
  if (ids.length * length !== values.length)
    throw wrong(`${ids.length} ids for ${values.length / length} rows`);
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id)) throw wrong(`${id} has two rows`);
    seen.add(id);
  }
  for (let at = 0; at < values.length; at++) {
    if (!Number.isFinite(values[at])) {
      throw wrong(
        `row ${Math.floor(at / length) + 1} (${ids[Math.floor(at / length)]}) is not finite`,
      );
    }
  }
}

/** A tensor `embeddings` [N, E], ids in `__metadata__.items`, one a line. */
function fromSafetensors(path: string): EmbeddingFile {
  const bytes = new Uint8Array(readFileSync(path));
  const isHalf = halvesAsShorts(bytes);
  const { metadata, tensors } = readSafetensors(bytes.buffer);
  const found = tensors.get('embeddings');
  if (!found)
    throw wrong(`no tensor embeddings; found: ${[...tensors.keys()].slice(0, 10).join(', ')}`);
  const { dtype, shape, data } = found;
  if (dtype !== 'F32' && !(isHalf && dtype === 'U16')) {
    throw wrong(`embeddings is ${dtype}; F32 and F16 are read`);
  }
  if (shape.length !== 2) throw wrong(`embeddings has the shape [${shape}], not [items, numbers]`);
  if (typeof metadata.items !== 'string') throw wrong('no __metadata__.items: ids, one a line');
  return {
    ids: linesOf(metadata.items),
    length: shape[1],
    values: dtype === 'F32' ? data : readHalfFloats(data),
  };
}

/** Renames F16 in the header to U16, which has the same width and which the reader of model files knows. */
function halvesAsShorts({ buffer }: Uint8Array<ArrayBuffer>): boolean {
  if (buffer.byteLength < 8) return false;
  const length = Math.min(new DataView(buffer).getUint32(0, true), buffer.byteLength - 8);
  const header = Buffer.from(buffer, 8, length);
  const text = header.toString('latin1');
  const renamed = text.replace(/("dtype"\s*:\s*)"F16"/g, '$1"U16"');
  header.write(renamed, 'latin1');
  return renamed !== text;
}

/** `shop.npy` [N, E] beside `shop.ids.txt`, one id a line. */
function fromNpy(path: string): EmbeddingFile {
  const beside = path.replace(/\.npy$/i, '.ids.txt');
  if (!existsSync(beside)) throw wrong(`needs the ids beside it, one a line: ${beside}`);
  const { shape, values } = readNpy(readFileSync(path));
  if (shape.length !== 2) throw wrong(`has the shape (${shape}), not (items, numbers)`);
  return { ids: linesOf(readFileSync(beside, 'utf8')), length: shape[1], values };
}

const linesOf = (text: string): string[] =>
  text
    .replace(/^\uFEFF/, '')
    .replace(/\r?\n$/, '')
    .split(/\r?\n/);

/** Columns `id` and `embedding`, a list of numbers. */
async function fromParquet(path: string): Promise<EmbeddingFile> {
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  const ids: string[] = [];
  const parts: Float32Array[] = [];
  let length = 0;
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    const rows = await parquetReadObjects({ file, metadata, compressors, rowStart, rowEnd });
    for (const { id, embedding } of rows) {
      if (id === undefined || id === null) throw wrong('needs a column id');
      if (!Array.isArray(embedding) && !ArrayBuffer.isView(embedding))
        throw wrong(`needs a column embedding, a list of numbers; row ${ids.length + 1} has none`);
      const numbers = Array.from(embedding as ArrayLike<number>);
      length ||= numbers.length;
      if (numbers.length !== length)
        throw wrong(
          `row ${ids.length + 1} (${id}) has ${numbers.length} numbers, others have ${length}`,
        );
      ids.push(String(id));
      parts.push(Float32Array.from(numbers, (x) => (typeof x === 'number' ? x : Number.NaN)));
    }
    rowStart = rowEnd;
  }
  const values = new Float32Array(ids.length * length);
  parts.forEach((part, row) => values.set(part, row * length));
  return { ids, length, values };
}
