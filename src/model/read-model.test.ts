import { expect, test } from 'vitest';
import { allAtOnce } from '../lib/async/steps.js';
import { type Model, NEUTRAL_CALIBRATION, tensor } from './model.js';
import { readingModel } from './model-file.js';
import { atOnce, type RawTensor, readSafetensors, writeSafetensors } from './safetensors.js';
import { shopModel } from './shop-model.fixture.js';
import { writeModel } from './write-model.js';

const ITEMS = 7;
const categories = [{ path: 'Garden', logPrice: 2.5 }, { path: 'Garden/Chairs' }, { path: '' }];
const small = { width: 8, heads: 1, layers: 1, ffn: 8, window: 3, subIds: 2, centroids: 5 };

/** A small shop that says all that a file can say. */
function wholeModel(given: object = {}, items = ITEMS): Model {
  const model = shopModel(items, { ...small, contentBuckets: 3, embeddingLength: 4, ...given });
  model.vocabulary.categories = categories;
  model.calibration = {
    ...NEUTRAL_CALIBRATION,
    purchase: { scale: 0.9, offset: -1.5 },
    items: { temperature: 1.25, share: 0.75 },
    sets: { 0.8: 0.01 },
    first: { conversion: 0.02, cart: 0.1, bounce: 0.5 },
  };
  model.golden = { tokens: [], note: 'read later' };
  model.card.license = 'MIT';
  model.codes = model.codes.map((code) => code % 5);
  model.itemCategory = model.itemCategory.map((_, row) => row % 4);
  model.itemPrice = model.itemPrice.map((_, row) => row % 10);
  return model;
}
const good = writeModel(wholeModel()).buffer;

const readFile = (file: ArrayBuffer) => allAtOnce(readingModel(file, atOnce));

type Change = (metadata: Record<string, string>, tensors: Map<string, RawTensor>) => void;
/** The file with one place changed. */
function changed(change: Change, file = good): ArrayBuffer {
  const { metadata, tensors } = readSafetensors(file.slice(0));
  change(metadata, tensors);
  return writeSafetensors(metadata, tensors).buffer;
}
const without = (name: string): Change => {
  return (metadata, tensors) => {
    delete metadata[name];
    tensors.delete(name);
  };
};
const said = (field: string, text: string): Change => {
  return (metadata) => {
    metadata[field] = text;
  };
};
const number = (name: string, at: number, value: number): Change => {
  return (_, tensors) => {
    const { data } = tensors.get(name) as RawTensor;
    data[at] = value;
  };
};
const ofLength = (name: string, by: number): Change => {
  return (_, tensors) => {
    const { dtype, data } = tensors.get(name) as RawTensor;
    const longer = Uint8Array.from({ length: data.length + by });
    tensors.set(name, { dtype, shape: [longer.length], data: longer });
  };
};
type Maker = { from(values: ArrayLike<number>): RawTensor['data'] };
const ofKind = (name: string, dtype: RawTensor['dtype'], make: Maker): Change => {
  return (_, tensors) => {
    const { shape, data } = tensors.get(name) as RawTensor;
    tensors.set(name, { dtype, shape, data: make.from(data) });
  };
};

test('what is read is what was written', () => {
  const model = wholeModel();
  const { ids, ...read } = readFile(good);
  expect(ids).toHaveLength(ITEMS);
  expect({
    ...read,
    vocabulary: { ...read.vocabulary },
    // Rounded: the tests of the writer compare them.
    tensors: [...read.tensors.keys()].sort(),
  }).toEqual({
    ...model,
    calibration: { ...model.calibration, calibrated: true },
    tensors: [...model.tensors.keys()].sort(),
  });
  expect(read.vocabulary.items).toBe(read.vocabulary.items);
  expect(tensor(read, 'final.norm')).toBe(read.tensors.get('final.norm'));
});

test.each<[string, object, number]>([
  ['no items', {}, 0],
  ['items without identities', { subIds: 0 }, ITEMS],
  ['every byte a centroid', { centroids: 256 }, ITEMS],
])('a model is read that has %s', (_, given, items) => {
  const model = wholeModel(given, items);
  if ('centroids' in given) model.codes.fill(255);
  const read = readFile(writeModel(model).buffer);
  expect(read.codes).toEqual(model.codes);
  expect(read.itemPrice).toEqual(model.itemPrice);
  expect(read.itemCategory).toEqual(model.itemCategory);
  expect(read.vocabulary.items).toEqual(model.vocabulary.items);
  expect(read.calibration.calibrated).toBe(items > 0);
});

test.each<[string, Change]>([
  ['the last centroid', number('item.codes', 3, 4)],
  ['the last price', number('item.price', 3, 9)],
  ['the last category', number('item.category', 3, 3)],
  ['the largest weight', number('head.intent', 3, 1e4)],
  ['the least weight', number('head.intent', 3, -1e4)],
  ['the largest scale', number('query#scale', 3, 1e4)],
  [
    'fields and tensors of others',
    (metadata, tensors) => {
      metadata.more = 'x';
      tensors.set('more', { dtype: 'U8', shape: [1], data: new Uint8Array(1) });
    },
  ],
])('a file is taken with %s', (_, change) => {
  expect(readFile(changed(change)).ids).toHaveLength(ITEMS);
});

const field = (name: string) => `__metadata__.${name}`;
test.each<[what: string, change: Change, detail: string]>([
  ['no version', without('nextaisle'), field('nextaisle')],
  ['no config', without('config'), field('config')],
  ['a config cut short', said('config', '{"width":8'), field('config')],
  ['a config that is null', said('config', 'null'), 'config.width'],
  ['no vocabulary', without('vocabulary'), field('vocabulary')],
  ['a vocabulary of spaces', said('vocabulary', ' '.repeat(2 ** 20 + 1)), field('vocabulary')],
  ['a vocabulary of nothing', said('vocabulary', '{}'), 'vocabulary.categories'],
  ['no ids', without('items'), field('items')],
  ['ids that nobody packed', said('items', 'a'), field('items')],
  ['no calibration', without('calibration'), field('calibration')],
  ['an empty calibration', said('calibration', '{}'), 'calibration'],
  ['no golden vectors', without('golden'), field('golden')],
  ['golden vectors of no JSON', said('golden', '['), field('golden')],
  ['no card', without('card'), field('card')],
  ['a card with a number', said('card', '{"version":1}'), 'card.version'],
  ['an id too few', said('items', '0\n!\na'), 'item.codes'],
  ['a centroid too far', number('item.codes', 3, 5), 'item.codes'],
  ['a price too far', number('item.price', 3, 10), 'item.price'],
  ['a category too far', number('item.category', 3, 4), 'item.category'],
  ['a weight too large', number('head.intent', 3, 10_001), 'head.intent'],
  ['a weight too small', number('head.intent', 3, -10_001), 'head.intent'],
  ['a scale too large', number('query#scale', 3, 10_001), 'query#scale'],
  ['a scale too small', number('query#scale', 3, -10_001), 'query#scale'],
  ['no weights', without('head.intent'), 'head.intent'],
  ['no scales', without('query#scale'), 'query#scale'],
  ['no codes', without('item.codes'), 'item.codes'],
  ['no prices', without('item.price'), 'item.price'],
  ['no categories', without('item.category'), 'item.category'],
  ['a code too many', ofLength('item.codes', 1), 'item.codes'],
  ['a price too few', ofLength('item.price', -1), 'item.price'],
  ['prices of another kind', ofKind('item.price', 'I8', Int8Array), 'item.price'],
  ['categories of bytes', ofKind('item.category', 'U8', Uint8Array), 'item.category'],
  ['weights of whole numbers', ofKind('head.intent', 'I8', Int8Array), 'head.intent'],
  ['rows that are floats', ofKind('query', 'F32', Float32Array), 'query'],
])('a file is refused by name: %s', (_, change, detail) => {
  expect(() => readFile(changed(change))).toThrow(
    expect.objectContaining({ code: 'MODEL_CORRUPT', detail }),
  );
});

test.each(['2', '4', '03', '3 '])('a file of version %j is told from a damaged one', (version) => {
  expect(() => readFile(changed(said('nextaisle', version)))).toThrow(
    expect.objectContaining({ code: 'MODEL_VERSION', detail: version }),
  );
});

test('a weight that is no number is refused', () => {
  const file = good.slice(0);
  const { tensors } = readSafetensors(file);
  const { data } = tensors.get('head.intent') as RawTensor;
  expect(data.buffer).toBe(file);
  data[3] = Number.NaN;
  expect(() => readFile(file)).toThrow(expect.objectContaining({ detail: 'head.intent' }));
});

test('long tables are read in steps, all of them', () => {
  const rows = 20_000;
  const many = 9_000;
  const model = wholeModel({ contentBuckets: rows }, many);
  const file = writeModel(model).buffer;
  const read = readFile(file);
  // Each row as large as it was: none is left out between two steps, and none multiplied twice.
  const sizes = ({ tensors }: Model) => {
    const values = tensors.get('embed.content') as Float32Array;
    return Array.from({ length: rows }, (_, row) =>
      Math.max(...values.subarray(row * 8, row * 8 + 8).map(Math.abs)),
    );
  };
  const before = sizes(model);
  const off = sizes(read).map((size, row) => size / before[row]);
  expect(off.filter((share) => Math.abs(share - 1) > 0.01)).toEqual([]);
  // Wrong in the first step of two, and in the last.
  for (const at of [0, many - 1])
    for (const [name, value] of [
      ['item.price', 10],
      ['item.category', 4],
      ['item.codes', 5],
    ] as const) {
      const wrong = file.slice(0);
      number(name, at, value)({}, readSafetensors(wrong).tensors);
      expect(() => readFile(wrong)).toThrow(
        expect.objectContaining({ code: 'MODEL_CORRUPT', detail: name }),
      );
    }
  const stepsOf = (bytes: ArrayBuffer) => {
    let count = 0;
    for (const steps = readingModel(bytes, atOnce); !steps.next().done; ) count++;
    return count;
  };
  // One more for the rows of content, one or two for each of three tables, four for the ids.
  expect(stepsOf(file) - stepsOf(good)).toBe(1 + 1 + 1 + 2 + 4);
});
