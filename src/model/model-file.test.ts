import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { allAtOnce } from '../lib/async/steps.js';
import { packIds, readingIds } from './item-ids.js';
import { readModel } from './model-file.js';
import { shopModel } from './shop-model.fixture.js';
import { writeModel } from './write-model.js';
import { readSafetensors, writeSafetensors } from './safetensors.js';
import { tensorSpecs } from './tensors.js';

const read = (packed: unknown) => allAtOnce(readingIds(packed));

test('writing a model that was read gives the same bytes', () => {
  const file = writeModel(shopModel(1000));
  expect(Buffer.compare(writeModel(readModel(file.buffer)), file)).toBe(0);
});

test.each([
  ['none', []],
  ['one', ['a']],
  ['sorted', ['SKU-1', 'SKU-12', 'SKU-2', 'SKU-2-red', 'T']],
  ['twice', ['b', 'a', 'b', 'ba', 'b']],
  ['thousands', Array.from({ length: 5000 }, (_, i) => `item-${(i * 7919) % 4000}`)],
  ['long and odd', ['b', 'a', '', 'x'.repeat(200), `${'x'.repeat(40)}"\\`]],
  ['two that begin with the same half of a character', ['👟', '👠', '👡-é']],
])('ids survive writing and reading: %s', (_name, ids) => {
  const found = read(JSON.parse(JSON.stringify(packIds(ids))));
  expect(ids.map((_, row) => found?.at(row))).toEqual(ids);
  expect(ids.map((id) => found?.indexOf(id))).toEqual(ids.map((id) => ids.indexOf(id)));
  expect([-1, ids.length, NaN].map((row) => found?.at(row)).filter(Boolean)).toEqual([]);
  expect(['', 'SKU', 'SKU-1x', '__proto__'].map((id) => found?.indexOf(id))).toEqual(
    ['', 'SKU', 'SKU-1x', '__proto__'].map((id) => (ids as string[]).indexOf(id)),
  );
  expect([5, null, ['a']].map((id) => found?.indexOf(id as unknown as string))).toEqual([
    -1, -1, -1,
  ]);
});

test.each([
  ['nothing', undefined],
  ['too few lines', 'ab\n""'],
  ['ids without a length', '000\n"\nabc'],
  ['less than it keeps', '03\n#!\nabc'],
  ['more text than ids', '0\n!\nabc'],
  ['less text than ids', '0\n)\nabc'],
  ['a start before the first', '/\n"\nabc'],
  ['a start beyond the last', 'T\nC\n'],
  ['more lengths than ids', '0\n!!\na'],
  ['a start longer than the id before', '02\n!#\nab'],
  ['an id longer than all text', '0\n\uffff\na'],
])('hostile ids are refused: %s', (_, packed) => {
  expect(read(packed)).toBeUndefined();
});

test('rounding moves a weight by at most 1/24 of the largest in its row', () => {
  const model = shopModel(300);
  const read = readModel(writeModel(model).buffer);
  for (const [name, values] of model.tensors) {
    const [rows, columns] = tensorSpecs(model.config, 300).get(name)?.shape ?? [0, 0];
    const near = read.tensors.get(name) ?? new Float32Array(values.length);
    for (let r = 0; r < rows; r++) {
      const row = values.subarray(r * columns, (r + 1) * columns);
      const off = row.map((value, j) => Math.abs(value - near[r * columns + j]));
      // Centroids of a span share a scale.
      const most = name === 'item.centroids' ? 2 : Math.max(...row.map(Math.abs));
      expect(Math.max(...off), name).toBeLessThanOrEqual(most / 23);
    }
  }
});

// 320 of them are codes.
test('20,000 items take at most 450 KB gzipped', () => {
  expect(gzipSync(writeModel(shopModel(20_000))).length).toBeLessThan(450_000);
});

const E = 12;
const withEmbeddings = () => shopModel(20, { width: 16, ffn: 24, embeddingLength: E });

/** The file with its config or its tensors changed. */
function changed(change: (content: ReturnType<typeof readSafetensors>) => void): ArrayBuffer {
  const content = readSafetensors(writeModel(withEmbeddings()).buffer);
  change(content);
  return writeSafetensors(content.metadata, content.tensors).buffer;
}
const withConfig = (fields: object) =>
  changed(({ metadata }) => {
    metadata.config = JSON.stringify({ ...JSON.parse(metadata.config), ...fields });
  });

test('a model file keeps its projection within 8-bit rounding', () => {
  const model = withEmbeddings();
  const before = model.tensors.get('embed.projection')!;
  const read = readModel(writeModel(model).buffer).tensors.get('embed.projection')!;
  expect(read).toHaveLength((E + 1) * 16);
  read.forEach((value, i) => void expect(Math.abs(value - before[i])).toBeLessThan(0.02));
});

test.each<[string, () => ArrayBuffer, string]>([
  ['a length below 0', () => withConfig({ embeddingLength: -1 }), 'config.embeddingLength'],
  [
    'a length without end',
    () => withConfig({ embeddingLength: 2 ** 31 }),
    'config.embeddingLength',
  ],
  ['a length that is text', () => withConfig({ embeddingLength: '12' }), 'config.embeddingLength'],
  ['no length', () => withConfig({ embeddingLength: undefined }), 'config.embeddingLength'],
  ['a length that is null', () => withConfig({ embeddingLength: null }), 'config.embeddingLength'],
  ['another length than the tensor', () => withConfig({ embeddingLength: 13 }), 'embed.projection'],
  [
    'no projection',
    () => changed(({ tensors }) => void tensors.delete('embed.projection')),
    'embed.projection',
  ],
  [
    'no scales',
    () => changed(({ tensors }) => void tensors.delete('embed.projection#scale')),
    'embed.projection#scale',
  ],
])('a hostile file is refused: %s', (_, make, field) => {
  const hostile = make();
  expect(() => readModel(hostile)).toThrow(
    expect.objectContaining({ code: 'MODEL_CORRUPT', detail: field }),
  );
});

test('100,000 ids are read in steps', () => {
  const steps = readingIds(packIds(Array.from({ length: 100_000 }, (_, i) => `SKU-${i}`)));
  let count = 0;
  while (!steps.next().done) count++;
  expect(count).toBeGreaterThanOrEqual(Math.floor(100_000 / 2048));
});

test('more ids than a page reads are not written, and it is said what to do', () => {
  const model = shopModel(4);
  model.vocabulary.items = [...'abcd'].map((letter) => letter.repeat(2 << 20));
  expect(() => writeModel(model)).toThrow(
    expect.objectContaining({
      code: 'BAD_ITEM',
      message: expect.stringMatching(/^The ids of the products take 8\.0 MB.*--min-item-count/),
    }),
  );
});
