import { expect, test } from 'vitest';
import { readModel } from './model-file.js';
import type { Model } from './model.js';
import { readSafetensors } from './safetensors.js';
import { shopModel } from './shop-model.fixture.js';
import { writeModel } from './write-model.js';

const small = { width: 8, heads: 1, layers: 1, ffn: 8, subIds: 2, centroids: 5 };
const model = (change: (model: Model) => void): Model => {
  const made = shopModel(4, small);
  made.codes.fill(0);
  change(made);
  return made;
};

test.each<[string, (model: Model) => void, object]>([
  [
    'an id of two lines',
    ({ vocabulary }) => void vocabulary.items.fill('a\nb', 2, 3),
    { code: 'BAD_ITEM', detail: 'line break in id' },
  ],
  [
    'an id twice',
    ({ vocabulary: { items } }) => void items.fill(items[0], 2, 3),
    { code: 'BAD_ITEM', detail: 'the same id twice' },
  ],
  [
    'no tensor',
    ({ tensors }) => void tensors.delete('final.norm'),
    { code: 'MODEL_CORRUPT', detail: 'final.norm' },
  ],
  [
    'a number too few',
    ({ tensors }) => void tensors.set('query', new Float32Array(63)),
    { code: 'MODEL_CORRUPT', detail: 'query' },
  ],
  [
    'a number too many',
    ({ tensors }) => void tensors.set('final.norm', new Float32Array(9)),
    { code: 'MODEL_CORRUPT', detail: 'final.norm' },
  ],
])('%s is not written, by name', (_, change, error) => {
  expect(writeModel(model(() => {})).length).toBeGreaterThan(0);
  expect(() => writeModel(model(change))).toThrow(expect.objectContaining(error));
});

test('weights are whole steps of a scale, fewer where they need not be fine', () => {
  const row = [1, -1, 0.5, 0.04, 0, 0, 0, 0];
  const written = model(({ tensors }) => {
    tensors.get('query')?.fill(0).set(row);
    tensors.get('item.popularity')?.set([3, 2, 1, -3]);
    // The five of each sub-id share a scale: a small one is coarse beside a large one.
    tensors.get('item.centroids')?.fill(0.1).set([3.1]);
  });
  const { tensors } = readSafetensors(writeModel(written).buffer);
  const valuesOf = (name: string) => [...(tensors.get(name)?.data ?? [])];
  expect(valuesOf('query').slice(0, 9)).toEqual([12, -12, 6, 0, 0, 0, 0, 0, 0]);
  expect(valuesOf('item.popularity')).toEqual([24, 16, 8, -24]);
  expect(valuesOf('item.centroids').slice(0, 20)).toEqual([31, ...new Array(19).fill(1)]);
  expect(valuesOf('item.centroids').slice(20)).toEqual(new Array(20).fill(31));
  const scales = valuesOf('item.centroids#scale');
  expect(scales).toEqual([...new Array(5).fill(scales[0]), ...new Array(5).fill(scales[5])]);
  // A row of zeros has a scale all the same.
  expect(valuesOf('query#scale').slice(1)).toEqual(new Array(7).fill(1));
});

test('small vectors keep eight bits, rounded to the nearer', () => {
  const norm = [1, 1.003, 1.005, -1.003, -1.005, 0, 255.4, 1e-3];
  const written = model(({ tensors }) => void tensors.set('final.norm', Float32Array.from(norm)));
  const read = readModel(writeModel(written).buffer).tensors.get('final.norm');
  expect([...(read ?? [])].slice(0, 7)).toEqual([1, 1, 1.0078125, -1, -1.0078125, 0, 255]);
  expect(Math.abs((read?.[7] ?? 0) / 1e-3 - 1)).toBeLessThan(1 / 256);
});
