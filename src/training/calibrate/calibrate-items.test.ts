import { expect, test } from 'vitest';
import { seededRandom } from '../../lib/random.js';
import { threshold } from './calibrate-items.js';

test('a threshold holds its share on cases like those it was read off', () => {
  const random = seededRandom(6);
  const chances = () => Array.from({ length: 4000 }, () => random() ** 2);
  for (const coverage of [0.5, 0.8, 0.9]) {
    const least = threshold(chances(), coverage);
    const held = chances().filter((chance) => chance >= least).length / 4000;
    expect(Math.abs(held - coverage)).toBeLessThan(0.03);
  }
});

test('more than was seen is promised by the whole catalog only', () => {
  expect(threshold([0.3, 0.2], 0.9)).toBe(0);
});
