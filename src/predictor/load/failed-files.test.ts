import { expect, test } from 'vitest';
import { randomModel } from '../../engine/random-model.fixture.js';
import { allAtOnce } from '../../lib/async/steps.js';
import { writeModel } from '../../model/write-model.js';
import { type Header, joined } from './mutants.fixture.js';
import { opening } from './open-model.js';

const small = { width: 8, heads: 1, layers: 1, ffn: 8, window: 3, subIds: 2, centroids: 5 };
const file = writeModel(randomModel(small, 7, 1));
const length = new DataView(file.buffer).getUint32(0, true);
const text = new TextDecoder().decode(file.subarray(8, 8 + length)).trimEnd();
const data = file.subarray(8 + length);

type Tensors = Record<string, { dtype: string; shape: number[]; data_offsets: number[] }>;
/** The file with another header. */
const header = (change: (tensors: Tensors, header: Header) => void) => () => {
  const parsed = JSON.parse(text);
  change(parsed, parsed);
  return joined(JSON.stringify(parsed), data);
};
/** The file with another text for a field of its metadata. */
const field = (name: string, change: (before: string) => unknown) =>
  header((_, { __metadata__: metadata }) => {
    Object.assign(metadata, { [name]: change(metadata[name]) });
  });
const json = (name: string, change: (value: Record<string, never>) => void) =>
  field(name, (before) => {
    const value = JSON.parse(before);
    change(value);
    // What JSON can say and JavaScript cannot write.
    return JSON.stringify(value).replaceAll('"1e999"', '1e999');
  });
/** The file with a float32 in the place of the first number of a tensor. */
const float = (name: string, value: number) => () => {
  const copy = data.slice();
  const [at] = (JSON.parse(text) as Tensors)[name].data_offsets;
  new DataView(copy.buffer).setFloat32(at, value, true);
  return joined(text, copy);
};
const bytes = (change: (whole: Uint8Array) => Uint8Array) => () =>
  change(file.slice()).slice().buffer;

// Each was taken once: it gave NaN, chances above 1, an error of another kind, or held the page for seconds.
test.each<[what: string, make: () => ArrayBuffer, detail: string]>([
  [
    'a header that is one byte shorter, so that every tensor is one byte further',
    bytes((whole) => {
      new DataView(whole.buffer).setUint32(0, length - 1, true);
      return whole;
    }),
    'file length',
  ],
  ['bytes behind the last tensor', bytes((whole) => new Uint8Array([...whole, 0])), 'file length'],
  ['the last byte missing', bytes((whole) => whole.subarray(0, -1)), 'item.price.data_offsets'],
  ['an empty file', bytes(() => new Uint8Array(0)), 'file length'],
  [
    'two tensors in one place',
    header((tensors) => {
      tensors['head.intent'] = tensors['head.action'];
    }),
    'data_offsets',
  ],
  [
    'a hole between tensors',
    header((tensors) => {
      delete (tensors as Partial<Tensors>)['head.intent'];
    }),
    'data_offsets',
  ],
  [
    '1,000 tensors in one place',
    header((tensors) => {
      for (let i = 0; i < 1000; i++) tensors[`more-${i}`] = tensors['item.codes'];
    }),
    'data_offsets',
  ],
  [
    'a name twice',
    () =>
      joined(
        `${text.slice(0, -1)},"more":{"data_offsets":[0,0]},"more":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}`,
        data,
      ),
    'header: names',
  ],
  ['a header that is a list', () => joined('[]', data), 'header'],
  [
    'metadata that is a list',
    header((_, all) => Object.assign(all, { __metadata__: [] })),
    '__metadata__',
  ],
  ['metadata that is no text', field('config', () => ({})), '__metadata__.config'],
  ['metadata of others that is no text', field('more', () => 5), '__metadata__.more'],
  ['ids that are an object', field('items', () => ({})), '__metadata__.items'],
  ['ids that are no list', field('items', () => 'a'), '__metadata__.items'],
  ['a scale that makes numbers infinite', float('query#scale', 3e38), 'query'],
  ['a weight that is no number', float('final.norm', Number.NaN), 'final.norm'],
  [
    'a temperature of 1e999',
    json('calibration', (c) => Object.assign(c.items, { temperature: '1e999' })),
    'calibration',
  ],
  [
    'a temperature of 0',
    json('calibration', (c) => Object.assign(c.actions, { temperature: 0 })),
    'calibration',
  ],
  [
    'a share of 1e29',
    json('calibration', (c) => Object.assign(c.items, { share: 1e29 })),
    'calibration',
  ],
  ['a name that is an object', json('card', (c) => Object.assign(c, { name: {} })), 'card.name'],
  ['a width of a billion', json('config', (c) => Object.assign(c, { width: 1e9 })), 'config'],
  [
    'more centroids than codes',
    json('config', (c) => Object.assign(c, { centroids: 2 })),
    'item.centroids',
  ],
])('%s is refused', (_, make, detail) => {
  expect(() => allAtOnce(opening(make()))).toThrow(
    expect.objectContaining({ code: 'MODEL_CORRUPT', detail: expect.stringContaining(detail) }),
  );
});

test('the file that all of them were made of is taken, and one of another version is named so', () => {
  expect(allAtOnce(opening(joined(text, data))).ids.length).toBe(7);
  expect(() => allAtOnce(opening(field('nextaisle', () => '2')()))).toThrow(
    expect.objectContaining({ code: 'MODEL_VERSION', detail: '2' }),
  );
});
