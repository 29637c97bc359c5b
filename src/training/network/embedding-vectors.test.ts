import { beforeAll, expect, test } from 'vitest';
import { createItemTable } from '../../engine/item-table.js';
import { randomModel } from '../../engine/random-model.fixture.js';
import type { Item } from '../../events/item.js';
import { gaussian, seededRandom } from '../../lib/random.js';
import { addContentVectors } from './content-vectors.js';
import { createEmbeddingVectors, embeddingLength } from './embedding-vectors.js';
import { startWasmBackend } from './wasm-backend.js';

const E = 12;
const random = seededRandom(11);
/** All share a direction, as the vectors of an encoder do. */
const items: Item[] = Array.from({ length: 40 }, (_, i) => ({
  id: `i${i}`,
  embedding: Array.from({ length: E }, () => 3 + gaussian(random)),
}));

beforeAll(() => startWasmBackend('node_modules/@tensorflow/tfjs-backend-wasm/dist/'));

test('the file projects as training did, after subtracting the mean embedding', () => {
  const config = { ...randomModel({ width: 16, embeddingLength: E }, 0, 1).config };
  const embedded = createEmbeddingVectors(config, items, seededRandom(3))!;
  const rows = Int32Array.from([0, 5, 20]);
  const gathered = embedded.gather(rows);
  const projection = embedded.projection();
  expect(projection).toHaveLength((E + 1) * 16);
  const model = randomModel({ width: 16, ffn: 24, embeddingLength: E, subIds: 0 }, 0, 2);
  model.tensors.set('embed.projection', projection);
  const table = createItemTable(model);
  const out = new Float32Array(16);
  rows.forEach((row, r) => {
    table.write(r, [], items[row].embedding);
    table.read(r, out);
    const own = gathered.subarray(r * 16, (r + 1) * 16);
    const length = Math.hypot(...own);
    out.forEach((value, j) => void expect(value).toBeCloseTo(own[j] / length, 4));
  });
});

test('a step follows the gradient; items without an embedding stay at zero', () => {
  const config = randomModel({ width: 16, embeddingLength: E }, 0, 1).config;
  const some = [{ id: 'a', embedding: items[0].embedding }, { id: 'b' }];
  some.push({ id: 'c', embedding: items[30].embedding });
  const embedded = createEmbeddingVectors(config, some, seededRandom(3))!;
  const both = addContentVectors(embedded, undefined);
  const rows = Int32Array.from([0, 1]);
  const before = both.gather(rows);
  expect(before.subarray(16).every((value) => value === 0)).toBe(true);
  both.step(rows, new Float32Array(32).fill(1), { rate: 0.01, decay: 0 });
  const after = both.gather(rows);
  for (let j = 0; j < 16; j++) expect(after[j]).toBeLessThan(before[j]);
  expect(after.subarray(16).every((value) => value === 0)).toBe(true);
});

test.each([
  ['of another length', [1, 2], 'embedding of b: 2 numbers, others have 3'],
  ['not finite', [1, Number.NaN, 2], 'embedding of b: not finite'],
  ['too long', new Array(4097).fill(1), 'embedding of b: 4097 numbers'],
])('an embedding %s is refused', (_, embedding, detail) => {
  const items = [
    { id: 'a', embedding: [1, 2, 3] },
    { id: 'b', embedding },
  ];
  expect(() => embeddingLength(items)).toThrow(detail);
  expect(embeddingLength([{ id: 'a' }, items[0]])).toBe(3);
});
