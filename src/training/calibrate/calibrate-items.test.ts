import { expect, test } from 'vitest';
import { seededRandom } from '../../lib/random.js';
import { threshold } from './calibrate-items.js';

test('a threshold keeps its coverage on new cases of the same kind', () => {
  const random = seededRandom(6);
  const chances = () => Array.from({ length: 4000 }, () => random() ** 2);
  for (const coverage of [0.5, 0.8, 0.9]) {
    const least = threshold(chances(), coverage);
    const held = chances().filter((chance) => chance >= least).length / 4000;
    expect(Math.abs(held - coverage)).toBeLessThan(0.03);
  }
});

test('a threshold is 0, the whole catalog, when there are too few cases', () => {
  expect(threshold([0.3, 0.2], 0.9)).toBe(0);
});
