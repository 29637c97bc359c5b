import { writeFileSync } from 'node:fs';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { createItemTable } from '../../engine/item-table.js';
import { PredictorError } from '../../lib/errors.js';
import type { Model } from '../../model/model.js';
import { writeSafetensors } from '../../model/safetensors.js';
import { type Arguments, badArgument, usage } from './arguments.js';
import { replaceFile } from './checkpoint-file.js';
import type { CommandResult } from './command-result.js';
import { readModelFile } from './read-model-file.js';
import { writableOut } from './writable-out.js';
import { writeNpy } from './write-npy.js';

/** Vectors of items, row after row: [N, D] */
interface ItemVectorTable {
  ids: string[];
  length: number;
  values: Float32Array;
}

const USAGE = 'nextaisle export <model> --out <items.npy>';

/** By ending: what `--item-embeddings` reads back, and lines of JSON. */
const WRITERS: Readonly<Record<string, (table: ItemVectorTable, out: string) => void>> = {
  npy: ({ ids, length, values }, out) => {
    writeFileSync(out.replace(/\.npy$/i, '.ids.txt'), `${ids.join('\n')}\n`);
    replaceFile(out, writeNpy(values, [ids.length, length]));
  },
  safetensors: ({ ids, length, values }, out) =>
    replaceFile(
      out,
      writeSafetensors(
        { items: ids.join('\n') },
        new Map([['embeddings', { dtype: 'F32', shape: [ids.length, length], data: values }]]),
      ),
    ),
  parquet: (table, out) => replaceFile(out, parquetOf(table)),
  jsonl: (table, out) =>
    replaceFile(
      out,
      Buffer.from(
        table.ids
          .map((id, row) => `${JSON.stringify({ id, embedding: Array.from(rowOf(table, row)) })}\n`)
          .join(''),
      ),
    ),
};

/** Writes the vectors of a model's items, as its network uses them. */
export async function exportCommand(given: Arguments): Promise<CommandResult> {
  const [file, ...more] = given.paths;
  if (!file || more.length) throw usage(USAGE);
  const out = writableOut(given, USAGE);
  const ending = /\.(\w+)$/.exec(out)?.[1].toLowerCase() ?? '';
  if (!Object.hasOwn(WRITERS, ending)) {
    throw badArgument('out', out, 'a file that ends in .npy, .safetensors, .parquet or .jsonl');
  }
  const { model } = readModelFile(file);
  const table = vectorsOf(model);
  if (!table.ids.length) {
    const message = `${file} knows no items of its own: it was trained for many shops. Train one on your log.`;
    throw new PredictorError('NO_DATA', file, { message });
  }
  WRITERS[ending](table, out);
  const left = model.vocabulary.items.length - table.ids.length;
  const json = { out, items: table.ids.length, length: table.length, withoutVector: left };
  const rest = left ? `; ${left} items have none in the file` : '';
  return {
    json,
    text: `${out}: vectors of ${table.ids.length} items, ${table.length} numbers each${rest}\n`,
    exitCode: 0,
  };
}

/** The trained items in the order of the file: of length 1, decoded from their codes. */
function vectorsOf(model: Model): ItemVectorTable {
  const length = model.config.width;
  const items = createItemTable(model);
  const ids: string[] = [];
  const values = new Float32Array(model.vocabulary.items.length * length);
  model.vocabulary.items.forEach((id, row) => {
    const vector = values.subarray(ids.length * length, (ids.length + 1) * length);
    items.read(row, vector);
    // Nothing is known of such an item: zeros would be similar to nothing.
    if (vector.some((x) => x !== 0)) ids.push(id);
  });
  return { ids, length, values: values.slice(0, ids.length * length) };
}

const rowOf = ({ values, length }: ItemVectorTable, row: number) =>
  values.subarray(row * length, (row + 1) * length);

/** Columns `id` and `embedding`, a list of floats. */
function parquetOf(table: ItemVectorTable): Uint8Array {
  return new Uint8Array(
    parquetWriteBuffer({
      createdBy: 'nextaisle',
      columnData: [
        { name: 'id', data: table.ids },
        { name: 'embedding', data: table.ids.map((_, row) => Array.from(rowOf(table, row))) },
      ],
      schema: [
        { name: 'root', num_children: 2 },
        { name: 'id', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
        { name: 'embedding', converted_type: 'LIST', repetition_type: 'REQUIRED', num_children: 1 },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        { name: 'element', type: 'FLOAT', repetition_type: 'REQUIRED' },
      ],
    }),
  );
}
