import { expect, test } from 'vitest';
import { DEFAULT_CONFIG, type ModelConfig } from '../../model/config.js';
import { packIds } from '../../model/item-ids.js';
import { NEUTRAL_CALIBRATION } from '../../model/model.js';
import { FORMAT_VERSION, readModel } from '../../model/model-file.js';
import { isLong, type RawTensor, writeSafetensors } from '../../model/safetensors.js';
import { inSteps } from '../../model/text-in-steps.js';
import { tensorSpecs } from '../../model/tensors.js';
import { opening, openModel } from './open-model.js';

const SMALL = { width: 8, heads: 1, ffn: 8, layers: 1, subIds: 0, contentBuckets: 4 };

/** A file that is as large as it says, with the same number everywhere. */
function fileOf(
  given: Partial<ModelConfig>,
  ids: string[] = [],
  fields: Record<string, string> = {},
): ArrayBuffer {
  const config = { ...DEFAULT_CONFIG, ...SMALL, ...given };
  const stored = new Map<string, RawTensor>();
  const floats = (shape: readonly number[]): RawTensor => {
    const size = shape.reduce((product, n) => product * n, 1);
    return { dtype: 'F32', shape, data: new Float32Array(size).fill(0.1) };
  };
  for (const [name, { shape, storage }] of tensorSpecs(config, ids.length)) {
    const size = shape[0] * shape[1];
    if (storage === 'rows') {
      stored.set(name, { dtype: 'I8', shape, data: new Int8Array(size).fill(1) });
      stored.set(`${name}#scale`, floats([shape[0]]));
    } else if (storage === 'float') stored.set(name, floats(shape));
    else if (storage === 'byte')
      stored.set(name, { dtype: 'U8', shape, data: new Uint8Array(size) });
    else stored.set(name, { dtype: 'U16', shape, data: new Uint16Array(size) });
  }
  const metadata = {
    nextaisle: FORMAT_VERSION,
    config: JSON.stringify(config),
    vocabulary: '{"categories":[]}',
    items: packIds(ids),
    calibration: JSON.stringify(NEUTRAL_CALIBRATION),
    golden: 'null',
    card: '{}',
    ...fields,
  };
  return writeSafetensors(metadata, stored).buffer;
}

function stepsOf(file: ArrayBuffer): number {
  const steps = opening(file, isLong(file) ? inSteps : undefined);
  for (let count = 1; ; count++) if (steps.next().done) return count;
}

// Counted, not timed. 131,072 numbers take 0.3 ms once compiled.
test.each<[string, Partial<ModelConfig>]>([
  ['a wide content table', { width: 1024, contentBuckets: 4000 }],
  ['wide layers', { width: 1024, ffn: 4096 }],
  ['a wide projection', { width: 1024, embeddingLength: 4000 }],
])('%s is read in steps of at most 131,072 numbers', (_, given) => {
  const file = fileOf(given);
  expect(stepsOf(file) - stepsOf(fileOf({}))).toBeGreaterThan(
    Math.floor((4000 * 1024) / 131_072) - 1,
  );
});

test('many items are read in steps', () => {
  const ids = Array.from({ length: 100_000 }, (_, i) => `SKU-${i}`);
  // Ids, popularity and two tables.
  expect(stepsOf(fileOf({}, ids))).toBeGreaterThan(100_000 / 2048 + 100_000 / 2000);
});

const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
const inCalibration = (levels: number) =>
  JSON.stringify({ ...NEUTRAL_CALIBRATION, sets: 0 }).replace('"sets":0', `"sets":${deep(levels)}`);

test.each<[string, () => ArrayBuffer, string]>([
  ['a header of 9 MB', () => fileOf({}, [], { more: 'x'.repeat(9 << 20) }), 'header length'],
  [
    'lists in lists, 50,000 deep',
    () => fileOf({}, [], { calibration: inCalibration(50_000) }),
    '__metadata__.calibration',
  ],
  [
    'golden vectors that are lists in lists',
    () => fileOf({}, [], { golden: deep(50_000) }),
    '__metadata__.golden',
  ],
  [
    'a million categories',
    () => fileOf({}, [], { vocabulary: manyCategories() }),
    '__metadata__.vocabulary',
  ],
  ['50,000 names of tensors', () => changed((header) => manyNames(header)), 'header'],
  ['a shape of 9 numbers', () => withShape(new Array(9).fill(1)), 'final.norm.shape'],
])('what would be read in one long step is refused: %s', (_, make, detail) => {
  const file = make();
  expect(() => stepsOf(file)).toThrow(expect.objectContaining({ code: 'MODEL_CORRUPT', detail }));
});

function categories(count: number): string {
  const entry = (_: unknown, i: number) => ({ path: `Garden/${100_000 + i}`, logPrice: 3.25 });
  return JSON.stringify({ categories: Array.from({ length: count }, entry) });
}

const fields = (count: number, length: number) =>
  Array.from({ length: count }, (_, i): [string, string] => [`more${i}`, 'x'.repeat(length)]);

test.each<[string, Record<string, string>, number]>([
  // Decoded and parsed.
  ['in one text', { more: 'x'.repeat(7_000_000) }, 2 * 7_000_000],
  ['of letters of three bytes', { more: '商'.repeat(2_000_000) }, 3 * 2_000_000 + 2_000_000],
  // Each letter is two in the file.
  ['of escapes', { more: '\n'.repeat(3_000_000) }, 4 * 3_000_000],
  ['in many texts', Object.fromEntries(fields(2000, 3000)), 2 * 2000 * 3000],
  // Parsed twice.
  ['in categories', { vocabulary: categories(60_000) }, 3 * 60_000 * 30],
])('a header of megabytes %s is read in steps of at most 32,768 letters', (_, more, letters) => {
  const file = fileOf({}, [], more);
  expect(isLong(file)).toBe(true);
  expect(stepsOf(file)).toBeGreaterThan(letters / 32_768);
});

test('ids are read in steps of at most 131,072 letters, or 2,048 ids', () => {
  const long = Array.from({ length: 100 }, (_, i) => String.fromCharCode(48 + i).repeat(30_000));
  expect(stepsOf(fileOf({}, long))).toBeGreaterThan(
    stepsOf(
      fileOf(
        {},
        long.map((_, i) => `${i}`),
      ),
    ) +
      (100 * 30_000) / 131_072,
  );
});

test('a short header of many values is long to read, and one of a usual shop is not', () => {
  const ids = Array.from({ length: 20_000 }, (_, i) => `SKU-${i}`);
  expect(isLong(fileOf({}, ids, { vocabulary: categories(2000) }))).toBe(false);
  expect(isLong(fileOf({}, ids, { vocabulary: categories(4000) }))).toBe(true);
  expect(isLong(changed((header) => manyNames(header)))).toBe(true);
  expect(isLong(fileOf({}, [], { golden: deep(30_000) }))).toBe(true);
  expect([0, 7, 8].map((bytes) => isLong(new ArrayBuffer(bytes)))).toEqual([false, false, false]);
});

test.each<[string, Record<string, string>]>([
  ['short', { vocabulary: categories(3) }],
  ['of many categories', { vocabulary: categories(60_000), more: '"\\商😀\n'.repeat(100_000) }],
])('a page reads a file whose header is %s as Node reads it at once', async (_, more) => {
  const ids = Array.from({ length: 3000 }, (_, i) => `商品 ${i}`);
  const file = fileOf({}, ids, more);
  const { model } = await openModel(Promise.resolve(file), () => undefined);
  const expected = readModel(file);
  const { ids: unused, ...rest } = model as typeof model & { ids: unknown };
  const { ids: _ids, ...same } = expected as typeof expected & { ids: unknown };
  expect(rest).toEqual(same);
  expect(model.vocabulary.items).toEqual(ids);
});

const withShape = (shape: number[]) =>
  changed((header) => {
    header['final.norm'].shape = shape;
  });

const manyCategories = () =>
  JSON.stringify({ categories: Array.from({ length: 1_000_000 }, () => [1]) });

function manyNames(header: Record<string, unknown>): void {
  for (let i = 0; i < 50_000; i++) header[`t${i}`] = 0;
}

/** A file whose header somebody has changed. */
function changed(change: (header: Record<string, { shape: number[] }>) => void): ArrayBuffer {
  const file = new Uint8Array(fileOf({}));
  const length = new DataView(file.buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)));
  change(header);
  const text = new TextEncoder().encode(JSON.stringify(header));
  const made = new Uint8Array(8 + text.length + file.length - 8 - length);
  new DataView(made.buffer).setUint32(0, text.length, true);
  made.set(text, 8);
  made.set(file.subarray(8 + length), 8 + text.length);
  return made.buffer;
}
