import { expect, test } from 'vitest';
import { gaussian, sample, seededRandom, shuffle } from './random.js';

test('a seed gives the same numbers every time, uniform in [0, 1)', () => {
  const [a, b] = [seededRandom(3), seededRandom(3)];
  const drawn = Array.from({ length: 10_000 }, () => a());
  expect(Array.from({ length: 10_000 }, () => b())).toEqual(drawn);
  expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...drawn)).toBeLessThan(1);
  expect(drawn.reduce((sum, x) => sum + x, 0) / 10_000).toBeCloseTo(0.5, 1);
});

test('gaussian draws have mean 0 and variance 1', () => {
  const random = seededRandom(1);
  const drawn = Array.from({ length: 20_000 }, () => gaussian(random));
  const mean = drawn.reduce((sum, x) => sum + x, 0) / drawn.length;
  expect(mean).toBeCloseTo(0, 1);
  expect(drawn.reduce((sum, x) => sum + (x - mean) ** 2, 0) / drawn.length).toBeCloseTo(1, 1);
});

test('a shuffle keeps all entries; every place is equally likely', () => {
  const random = seededRandom(2);
  const first = [0, 0, 0, 0];
  for (let i = 0; i < 4000; i++) {
    const list = shuffle([0, 1, 2, 3], random);
    expect([...list].sort()).toEqual([0, 1, 2, 3]);
    first[list[0]]++;
  }
  for (const count of first) expect(Math.abs(count - 1000)).toBeLessThan(120);
});

test('a sample has no repeats, and has all entries when more are asked for', () => {
  const random = seededRandom(4);
  const list = Array.from({ length: 30 }, (_, i) => i);
  const drawn = sample([...list], 10, random);
  expect(new Set(drawn).size).toBe(10);
  expect(sample([...list], Infinity, random).sort((a, b) => a - b)).toEqual(list);
});
