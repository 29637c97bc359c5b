import { expect, test } from 'vitest';
import { seededRandom } from '../lib/random.js';
import { createLookUp } from './look-up.js';
import { createFastLookUp } from './machine-code/look-up.js';

test.each([
  [16, 256, 0],
  [16, 256, 1],
  [32, 256, 1],
  [4, 256, 3],
  [2, 256, 0],
  [1, 7, 0],
  [8, 7, 2],
])('looks up %i sub-ids of %i codes each, %i bytes into a file', (M, C, offset) => {
  const random = seededRandom(M + offset);
  const items = 9;
  const codes = new Uint8Array(new ArrayBuffer(offset + items * M + 5), offset, items * M);
  for (let i = 0; i < codes.length; i++) codes[i] = Math.floor(random() * C);
  // The largest has its sign bit set when four are read as one number.
  codes[M - 1] = C - 1;
  const priors = Float32Array.from({ length: items }, random);
  const table = Float64Array.from({ length: M * C }, () => random() - 0.5);
  for (const create of [createLookUp, createFastLookUp]) {
    const out = new Float32Array(items + 2).fill(9);
    const { lookUp, scales } = create(codes, M, C, priors);
    expect([...scales]).toEqual(Array(items).fill(1));
    for (let i = 0; i < items; i++) scales[i] = 0.1 + i;
    lookUp(table, out, 0, 4, 0.3);
    lookUp(table, out, 4, items, 0.3);
    for (let i = 0; i < items; i++) {
      let sum = 0;
      for (let m = 0; m < M; m++) sum += table[m * C + codes[i * M + m]];
      expect(out[i]).toBeCloseTo(scales[i] * sum + 0.3 * priors[i], 5);
    }
    expect([...out.subarray(items)]).toEqual([9, 9]);
  }
});
