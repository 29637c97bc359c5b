import { describe, expect, test } from 'vitest';
import { gaussian, seededRandom } from '../../lib/random.js';
import { productQuantise } from './product-quantise.js';

describe('product quantisation', () => {
  test.each([1, 2, 4])('gives every row the nearest centroid, spans of %i', (span) => {
    const random = seededRandom(3);
    const [D, rows, C] = [8, 500, 40];
    const M = D / span;
    const vectors = Float32Array.from({ length: rows * D }, () => gaussian(random));
    const weights = new Float32Array(rows).fill(1);
    const { codes, centroids } = productQuantise(vectors, weights, D, M, C, random);
    const far = (row: number, m: number, c: number) => {
      let sum = 0;
      for (let j = 0; j < span; j++) {
        sum += (vectors[row * D + m * span + j] - centroids[(m * C + c) * span + j]) ** 2;
      }
      return sum;
    };
    for (let row = 0; row < rows; row++) {
      for (let m = 0; m < M; m++) {
        const least = Math.min(...Array.from({ length: C }, (_, c) => far(row, m, c)));
        expect(far(row, m, codes[row * M + m])).toBeLessThan(least + 1e-5);
      }
    }
  });
});
