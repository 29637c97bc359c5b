import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, expect, test } from 'vitest';
import { seededRandom } from '../../lib/random.js';
import { writeSafetensors } from '../../model/safetensors.js';
import { simpleData } from '../data/simple-data.fixture.js';
import { addEmbeddings } from './read-embeddings.js';

const folder = mkdtempSync(join(tmpdir(), 'nextaisle-embeddings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const IDS = ['i1', 'elsewhere', 'i0'];
/** All of them are halves exactly; 2^-20 has no leading 1 there. */
const ROWS = [
  [0.5, -2, 2 ** -20, 0],
  [1, 1, 1, 1],
  [65504, 0.333251953125, -0.25, 3],
];
const flat = Float32Array.from(ROWS.flat());

/** The bits of a half float, for numbers that are one. */
function half(value: number): number {
  const sign = value < 0 ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size < 2 ** -14) return sign | (size * 2 ** 24);
  const exponent = Math.floor(Math.log2(size));
  return sign | ((exponent + 15) << 10) | (size / 2 ** (exponent - 10) - 1024);
}
const halves = Uint16Array.from(flat, half);

const write = (name: string, content: string | Uint8Array) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

function safetensors(
  data: Float32Array | Uint16Array | Uint8Array,
  { items = IDS.join('\n'), shape = [3, 4], name = 'embeddings' } = {},
): Uint8Array {
  const dtype = data instanceof Float32Array ? 'F32' : data instanceof Uint8Array ? 'U8' : 'U16';
  return writeSafetensors({ items }, new Map([[name, { dtype, shape, data }]]));
}

/** The writer knows no halves: the header says so instead. */
const asHalves = (file: Uint8Array) =>
  Buffer.from(Buffer.from(file).toString('latin1').replace('"U16"', '"F16"'), 'latin1');

function npy(descr: string, data: ArrayBufferView, { shape = '(3, 4)', fortran = 'False' } = {}) {
  const header = `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }`;
  const padded = `${header.padEnd(Math.ceil((header.length + 11) / 64) * 64 - 11)}\n`;
  const head = Buffer.from(`\x93NUMPY\x01\x00..${padded}`, 'latin1');
  head.writeUInt16LE(padded.length, 8);
  return Buffer.concat([head, new Uint8Array(data.buffer)]);
}

const parquet = (ids: unknown[], rows: unknown[], type: 'STRING' | 'INT64' = 'STRING') =>
  new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'id', data: ids as string[] },
        { name: 'embedding', data: rows as number[][] },
      ],
      rowGroupSize: 2,
      schema: [
        { name: 'root', num_children: 2 },
        type === 'STRING'
          ? { name: 'id', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' }
          : { name: 'id', type: 'INT64', repetition_type: 'REQUIRED' },
        { name: 'embedding', converted_type: 'LIST', repetition_type: 'REQUIRED', num_children: 1 },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        { name: 'element', type: 'FLOAT', repetition_type: 'REQUIRED' },
      ],
    }),
  );

const withIds = (name: string, content: Uint8Array, ids = IDS.join('\n')) => {
  write(name.replace('.npy', '.ids.txt'), `${ids}\n`);
  return write(name, content);
};

test.each<[string, () => string]>([
  ['safetensors, float32', () => write('a.safetensors', safetensors(flat))],
  ['safetensors, float16', () => write('b.safetensors', asHalves(safetensors(halves)))],
  ['npy, float32', () => withIds('a.npy', npy('<f4', flat))],
  ['npy, float16', () => withIds('b.npy', npy('<f2', halves))],
  ['npy, float64', () => withIds('c.npy', npy('<f8', Float64Array.from(flat)))],
  ['parquet', () => write('a.parquet', parquet(IDS, ROWS))],
])('reads %s', async (_, make) => {
  const data = simpleData(40, 6, seededRandom(1));
  expect(await addEmbeddings(data, make())).toEqual({ length: 4, given: 2, others: 1 });
  const of = (id: string) => data.items[data.itemIds.indexOf(id)].embedding;
  expect(of('i1')).toEqual(ROWS[0]);
  expect(of('i0')).toEqual(ROWS[2].map(Math.fround));
  expect(of('i2')).toBeUndefined();
});

test('a numeric id in Parquet matches the same id in the log', async () => {
  const data = simpleData(40, 6, seededRandom(1));
  data.items[0].id = '77';
  data.itemIds[0] = '77';
  const path = write('n.parquet', parquet([77n], [ROWS[0]], 'INT64'));
  expect(await addEmbeddings(data, path)).toMatchObject({ given: 1 });
});

const spoiled = (value: number) => {
  const copy = flat.slice();
  copy[9] = value;
  return copy;
};

test.each<[string, () => string]>([
  ['is not a file', () => join(folder, 'none.npy')],
  ['.safetensors, .npy or .parquet is read', () => write('a.csv', 'id,embedding')],
  ['file length', () => write('empty.safetensors', '')],
  ['header', () => write('text.safetensors', 'this is no such file at all')],
  [
    'no tensor embeddings; found: vectors',
    () => write('n.safetensors', safetensors(flat, { name: 'vectors' })),
  ],
  ['embeddings is U16; F32 and F16', () => write('u.safetensors', safetensors(halves))],
  ['has the shape [12]', () => write('s.safetensors', safetensors(flat, { shape: [12] }))],
  ['embeddings: not finite', () => write('nan.safetensors', safetensors(spoiled(Number.NaN)))],
  ['2 ids for 3 rows', () => write('ids.safetensors', safetensors(flat, { items: 'i0\ni1' }))],
  ['i1 has two rows', () => write('two.safetensors', safetensors(flat, { items: 'i1\ni2\ni1' }))],
  [
    'no id is in the log; the file has a, b, c, the log i',
    () => write('other.safetensors', safetensors(flat, { items: 'a\nb\nc' })),
  ],
  ['needs the ids beside it', () => write('alone.npy', npy('<f4', flat))],
  ['is no NumPy file', () => withIds('x.npy', Buffer.from('not at all'))],
  ['is of <i8', () => withIds('i.npy', npy('<i8', flat))],
  ['Fortran order', () => withIds('f.npy', npy('<f4', flat, { fortran: 'True' }))],
  ['cut off', () => withIds('cut.npy', npy('<f4', flat).subarray(0, 150))],
  ['row 3 (i0) is not finite', () => withIds('nan.npy', npy('<f4', spoiled(Number.NaN)))],
  [
    'row 3 (i0) is not finite',
    () =>
      withIds(
        'inf.npy',
        npy(
          '<f2',
          halves.map((h, i) => (i === 8 ? 0x7c00 : h)),
        ),
      ),
  ],
  [
    'a row has 0 numbers',
    () => withIds('none.npy', npy('<f4', new Float32Array(0), { shape: '(3, 0)' })),
  ],
  [
    'a row has 5000 numbers',
    () => withIds('long.npy', npy('<f4', new Float32Array(5000), { shape: '(1, 5000)' }), 'i0'),
  ],
  [
    'row 2 (elsewhere) has 3 numbers',
    () => write('l.parquet', parquet(IDS, [ROWS[0], [1, 2, 3], ROWS[2]])),
  ],
  ['broken.parquet', () => write('broken.parquet', 'PAR1 and nothing')],
])('refuses a file with the reason: %s', async (detail, make) => {
  const data = simpleData(40, 6, seededRandom(1));
  const path = make();
  await expect(addEmbeddings(data, path)).rejects.toMatchObject({
    code: 'BAD_OPTION',
    detail: expect.stringContaining(detail),
  });
  expect(data.items.some((item) => item.embedding)).toBe(false);
});
