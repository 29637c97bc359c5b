import { expect, test } from 'vitest';
import { allAtOnce } from '../lib/async/steps.js';
import { createCatalog } from './catalog.js';
import { indexIds } from './index-ids.js';

const catalogOf = (ids: string[], maxLive?: number) =>
  createCatalog(ids, allAtOnce(indexIds(ids)), maxLive);

test('trained items keep their rows; live items follow them', () => {
  const catalog = catalogOf(['a', 'b']);
  expect([catalog.trainedCount, catalog.size]).toEqual([2, 2]);
  expect(catalog.upsert({ id: 'c' })).toBe(2);
  expect(catalog.upsert({ id: 'b', name: 'Bee' })).toBe(1);
  expect([catalog.indexOf('a'), catalog.indexOf('c'), catalog.indexOf('z')]).toEqual([0, 2, -1]);
  expect([catalog.id(1), catalog.id(2), catalog.id(3)]).toEqual(['b', 'c', undefined]);
  expect([catalog.trainedCount, catalog.size]).toEqual([2, 3]);
});

test('an item is known once the page describes it; later calls add fields', () => {
  const catalog = catalogOf(['a']);
  expect(catalog.item(0)).toBeUndefined();
  catalog.upsert({ id: 'a', name: 'Chair', price: 20 });
  catalog.upsert({ id: 'a', price: 18 });
  expect(catalog.item(0)).toEqual({ id: 'a', name: 'Chair', price: 18 });
});

test('shown() lists the latest item first', () => {
  const catalog = catalogOf(['a', 'b']);
  for (const id of ['b', 'c', 'd', 'b']) catalog.upsert({ id });
  expect(catalog.shown().map(catalog.id)).toEqual(['b', 'd', 'c']);
  expect(catalog.shown(2).map(catalog.id)).toEqual(['b', 'd']);
  expect(catalog.shown(0)).toEqual([]);
});

test('no live item is added past the limit; known items still work', () => {
  const catalog = catalogOf(['a'], 2);
  expect(['x', 'y', 'z', 'x', 'a'].map((id) => catalog.upsert({ id }))).toEqual([1, 2, -1, 1, 0]);
  expect([catalog.size, catalog.indexOf('z')]).toEqual([3, -1]);
});

test('an id may be the name of an Object property', () => {
  const catalog = createCatalog();
  expect(catalog.indexOf('constructor')).toBe(-1);
  expect(catalog.upsert({ id: 'constructor' })).toBe(0);
  expect(catalog.item(0)).toEqual({ id: 'constructor' });
});

test('an id listed twice in a file keeps its first row', () => {
  const catalog = catalogOf(['a', 'b', 'a']);
  expect([catalog.indexOf('a'), catalog.size, catalog.upsert({ id: 'a' })]).toEqual([0, 3, 0]);
});
