import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createItemTable } from '../../engine/item-table.js';
import { randomModel } from '../../engine/random-model.fixture.js';
import { seededRandom } from '../../lib/random.js';
import { readModel } from '../../model/model-file.js';
import { writeModel } from '../../model/write-model.js';
import { simpleData } from '../data/simple-data.fixture.js';
import { readArguments } from './arguments.js';
import { exportCommand } from './export-command.js';
import { addEmbeddings } from './read-embeddings.js';

const folder = mkdtempSync(join(tmpdir(), 'nextaisle-export-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = (name: string) => join(folder, name);

const data = simpleData(40, 30, seededRandom(3));
const model = randomModel({ width: 16, ffn: 16, subIds: 4, heads: 2 }, 30, 8);
model.vocabulary.items = data.itemIds.map((_, row) => data.itemIds[29 - row]);
const bytes = writeModel(model);
writeFileSync(path('shop.safetensors'), bytes);
const run = (...args: string[]) => exportCommand(readArguments(['export', ...args]));

/** As the shipped engine reads them. */
function vectorsInUse(): Map<string, number[]> {
  const file = readModel(bytes.buffer);
  const table = createItemTable(file);
  return new Map(
    file.vocabulary.items.map((id, row) => {
      const vector = new Float32Array(16);
      table.read(row, vector);
      return [id, Array.from(vector)];
    }),
  );
}

test.each(['npy', 'safetensors', 'parquet'])('.%s comes back by --item-embeddings', async (end) => {
  const { text, exitCode } = await run(path('shop.safetensors'), '--out', path(`items.${end}`));
  expect([exitCode, text]).toEqual([
    0,
    `${path(`items.${end}`)}: vectors of 30 items, 16 numbers each\n`,
  ]);
  for (const item of data.items) delete item.embedding;
  const added = await addEmbeddings(data, path(`items.${end}`));
  expect(added).toEqual({ length: 16, given: 30, others: 0 });
  const used = vectorsInUse();
  for (const { id, embedding } of data.items) {
    expect(embedding).toEqual(used.get(id));
    expect(Math.hypot(...(embedding as number[]))).toBeCloseTo(1, 5);
  }
});

test('lines of JSON hold the same', async () => {
  const { json } = await run(path('shop.safetensors'), '--out', path('items.jsonl'));
  expect(json).toMatchObject({ items: 30, length: 16, withoutVector: 0 });
  const lines = readFileSync(path('items.jsonl'), 'utf8').trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual(
    [...vectorsInUse()].map(([id, embedding]) => ({ id, embedding })),
  );
});

test('an item of which nothing is known is left out and counted', async () => {
  const empty = randomModel({ width: 16, ffn: 16, subIds: 1, centroids: 30, heads: 2 }, 30, 8);
  empty.codes.forEach((_, row) => {
    empty.codes[row] = row;
  });
  empty.tensors.get('item.centroids')?.fill(0, 3 * 16, 4 * 16);
  writeFileSync(path('empty.safetensors'), writeModel(empty));
  const { text } = await run(path('empty.safetensors'), '--out', path('some.npy'));
  expect(text).toContain('vectors of 29 items, 16 numbers each; 1 items have none in the file');
  expect(readFileSync(path('some.ids.txt'), 'utf8').split('\n')).not.toContain('item-3');
});

test('wrong usage is explained', async () => {
  await expect(run(path('shop.safetensors'))).rejects.toThrow('Usage: nextaisle export');
  await expect(run(path('shop.safetensors'), '--out', path('a.csv'))).rejects.toThrow('.npy');
  const base = randomModel({ subIds: 0, contentBuckets: 8, width: 16, ffn: 16 }, 0, 1);
  writeFileSync(path('base.safetensors'), writeModel(base));
  const none = run(path('base.safetensors'), '--out', path('none.npy'));
  await expect(none).rejects.toThrow('knows no items of its own');
  expect(existsSync(path('none.npy'))).toBe(false);
});
