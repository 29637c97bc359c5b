import { expect, test } from 'vitest';
import { HEADER_LIMIT, readSafetensors } from './safetensors.js';

/** A file of a header, as text or as bytes, and what stands behind it. */
function fileOf(header: unknown, data: ArrayLike<number> = [], said?: number): ArrayBuffer {
  const text =
    header instanceof Uint8Array
      ? header
      : new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const file = new Uint8Array(8 + text.length + data.length);
  new DataView(file.buffer).setUint32(0, said ?? text.length, true);
  file.set(text, 8);
  file.set(Uint8Array.from(data), 8 + text.length);
  return file.buffer;
}
const refused = (file: ArrayBuffer, detail: string) =>
  expect(() => readSafetensors(file)).toThrow(
    expect.objectContaining({ code: 'MODEL_CORRUPT', detail }),
  );
const U8 = (from: number, to: number, shape: unknown = [to - from]) => ({
  dtype: 'U8',
  shape,
  data_offsets: [from, to],
});
/** What is read of each tensor. */
const read = (file: ArrayBuffer) =>
  Object.fromEntries(
    [...readSafetensors(file).tensors].map(([name, { data }]) => [name, [...data]]),
  );

test.each<[string, unknown, number[], Record<string, number[]>]>([
  ['nothing', {}, [], {}],
  ['one byte', { a: U8(0, 1) }, [7], { a: [7] }],
  ['a number', { a: { ...U8(0, 1, []) } }, [7], { a: [7] }],
  ['nothing in a tensor', { a: U8(0, 0) }, [], { a: [] }],
  ['eight dimensions', { a: U8(0, 2, [1, 1, 1, 2, 1, 1, 1, 1]) }, [7, 8], { a: [7, 8] }],
  ['the longest dimension', { a: U8(0, 0, [2 ** 31 - 1, 0]) }, [], { a: [] }],
  ['a later tensor first', { a: U8(2, 3), b: U8(0, 2) }, [7, 8, 9], { a: [9], b: [7, 8] }],
  ['an empty one last', { a: U8(0, 1), b: U8(0, 0) }, [7], { a: [7], b: [] }],
  ['an empty one before', { b: U8(0, 0), a: U8(0, 1) }, [7], { a: [7], b: [] }],
  ['words of others', { __metadata__: { more: '"data_offsets"' }, a: U8(0, 1) }, [7], { a: [7] }],
])('a file is read: %s', (_, header, data, tensors) => {
  expect(read(fileOf(header, data))).toEqual(tensors);
});

test('kinds of numbers are read where they stand, or copied where that is no place for them', () => {
  const bytes = [255, 0, 0, 128, 63, 1, 2];
  const header = {
    a: { dtype: 'I8', shape: [1], data_offsets: [0, 1] },
    b: { dtype: 'F32', shape: [1], data_offsets: [1, 5] },
    c: { dtype: 'U16', shape: [1, 1], data_offsets: [5, 7] },
  };
  const text = JSON.stringify(header);
  let copied = 0;
  for (let pad = 0; pad < 4; pad++) {
    const file = fileOf(text + ' '.repeat(pad), bytes);
    const { tensors } = readSafetensors(file);
    expect(
      [...tensors].map(([name, { dtype, shape, data }]) => [name, dtype, shape, ...data]),
    ).toEqual([
      ['a', 'I8', [1], -1],
      ['b', 'F32', [1], 1],
      ['c', 'U16', [1, 1], 513],
    ]);
    const start = 8 + text.length + pad;
    for (const [name, at] of [
      ['b', (start + 1) % 4],
      ['c', (start + 5) % 2],
    ] as const) {
      expect(tensors.get(name)?.data.buffer === file, name).toBe(at === 0);
      if (at) copied++;
    }
  }
  expect(copied).toBe(5);
});

test('a header is taken up to its limit, and its length is not trusted', () => {
  const text = 'x'.repeat(2 ** 17);
  const { metadata } = readSafetensors(fileOf({ __metadata__: { more: text } }));
  expect(metadata.more).toBe(text);
  // Its length is good, what stands in it is not.
  refused(fileOf(new Uint8Array(HEADER_LIMIT)), 'header');
  refused(fileOf(new Uint8Array(HEADER_LIMIT + 1)), 'header length');
  refused(fileOf('{}', [], 3), 'header length');
  refused(fileOf('{}', [], 2 ** 31), 'header length');
  const far = fileOf('{}');
  new DataView(far).setUint32(4, 1, true);
  refused(far, 'header length');
});

test.each<[string, ArrayBuffer, string]>([
  ['nothing', new ArrayBuffer(0), 'file length'],
  ['7 bytes', new ArrayBuffer(7), 'file length'],
  ['8 bytes', new ArrayBuffer(8), 'header'],
  ['no JSON', fileOf('{'), 'header'],
  [
    'bytes that are no text',
    fileOf(Uint8Array.from([...'{"\xff":1}'].map((c) => c.charCodeAt(0)))),
    'header',
  ],
  ['null', fileOf('null'), 'header'],
  ['a number', fileOf('5'), 'header'],
  ['a text', fileOf('"text"'), 'header'],
  ['a list', fileOf('[]'), 'header'],
  ['metadata null', fileOf({ __metadata__: null }), '__metadata__'],
  ['metadata a list', fileOf({ __metadata__: [] }), '__metadata__'],
  ['metadata a text', fileOf({ __metadata__: 'x' }), '__metadata__'],
  ['metadata of a number', fileOf({ __metadata__: { a: 'x', b: 5 } }), '__metadata__.b'],
  [
    'a name twice',
    fileOf(`{"a":${JSON.stringify(U8(0, 0))},"a":${JSON.stringify(U8(0, 0))}}`),
    'header: names',
  ],
  ['a byte behind', fileOf({ a: U8(0, 1) }, [7, 7]), 'file length'],
  ['a byte too few', fileOf({ a: U8(0, 2) }, [7]), 'a.data_offsets'],
  ['a hole at the start', fileOf({ a: U8(1, 2) }, [7, 8]), 'a.data_offsets'],
  ['a hole between', fileOf({ a: U8(0, 1), b: U8(2, 3) }, [7, 8, 9]), 'b.data_offsets'],
  ['one place for two', fileOf({ a: U8(0, 2), b: U8(1, 3) }, [7, 8, 9]), 'b.data_offsets'],
])('a file is refused: %s', (_, file, detail) => {
  refused(file, detail);
});

test.each<[object | null, string]>([
  [null, 'dtype'],
  [{ dtype: undefined }, 'dtype'],
  [{ dtype: 'F64' }, 'dtype'],
  [{ dtype: 'toString' }, 'dtype'],
  [{ shape: undefined }, 'shape'],
  [{ shape: { length: 1, 0: 1 } }, 'shape'],
  [{ shape: '1' }, 'shape'],
  [{ shape: new Array(9).fill(1) }, 'shape'],
  [{ shape: [-1, -1] }, 'shape'],
  [{ shape: [1, -1, -1] }, 'shape'],
  [{ shape: [0.5, 2] }, 'shape'],
  [{ shape: ['1'] }, 'shape'],
  [{ shape: [null] }, 'shape'],
  [{ shape: [2 ** 31, 0], data_offsets: [0, 0] }, 'shape'],
  [{ data_offsets: undefined }, 'data_offsets'],
  [{ data_offsets: '01' }, 'data_offsets'],
  [{ data_offsets: [] }, 'data_offsets'],
  [{ data_offsets: [0] }, 'data_offsets'],
  [{ data_offsets: [0, 1, 1] }, 'data_offsets'],
  [{ data_offsets: [0, '1'] }, 'data_offsets'],
  [{ data_offsets: ['0', 1] }, 'data_offsets'],
  [{ data_offsets: [-1, 0] }, 'data_offsets'],
  [{ data_offsets: [0.5, 1.5] }, 'data_offsets'],
  [{ data_offsets: [1, 0] }, 'data_offsets'],
  [{ data_offsets: [0, 0] }, 'data_offsets'],
  [{ shape: [2] }, 'data_offsets'],
  [{ dtype: 'F32' }, 'data_offsets'],
])('an entry is refused by name: %j', (fields, detail) => {
  const entry = fields && { ...U8(0, 1), ...fields };
  const text = JSON.stringify({ a: entry });
  refused(fileOf(text, [7]), `a.${detail}`);
});

test.each([Number.NaN, 1 / 0, -1 / 0])(
  'a tensor with %d after a good number is refused',
  (wrong) => {
    const header = { a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] } };
    const floats = (values: number[]) => new Uint8Array(Float32Array.from(values).buffer);
    expect(read(fileOf(header, floats([1, -3e38])))).toEqual({ a: [1, Math.fround(-3e38)] });
    refused(fileOf(header, floats([1, wrong])), 'a: not finite');
  },
);
