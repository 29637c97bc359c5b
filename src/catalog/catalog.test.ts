import { describe, expect, test } from 'vitest';
import { listIds } from './list-ids.fixture.js';
import { createCatalog } from './catalog.js';

test('trained items keep their rows; live items follow them', () => {
  const catalog = createCatalog(listIds(['a', 'b']));
  expect([catalog.trainedCount, catalog.size]).toEqual([2, 2]);
  expect(catalog.upsert({ id: 'c' })).toBe(2);
  expect(catalog.upsert({ id: 'b', name: 'Bee' })).toBe(1);
  expect([catalog.indexOf('a'), catalog.indexOf('c'), catalog.indexOf('z')]).toEqual([0, 2, -1]);
  expect([catalog.id(1), catalog.id(2), catalog.id(3)]).toEqual(['b', 'c', undefined]);
  expect([catalog.trainedCount, catalog.size]).toEqual([2, 3]);
});

test('an item is known once the page describes it; later calls add fields', () => {
  const catalog = createCatalog(listIds(['a']));
  expect(catalog.item(0)).toBeUndefined();
  catalog.upsert({ id: 'a', name: 'Chair', price: 20 });
  catalog.upsert({ id: 'a', price: 18 });
  expect(catalog.item(0)).toEqual({ id: 'a', name: 'Chair', price: 18 });
});

test('shown() lists the latest item last', () => {
  const catalog = createCatalog(listIds(['a', 'b']));
  for (const id of ['b', 'c', 'd', 'b']) catalog.upsert({ id });
  expect(catalog.shown().map(catalog.id)).toEqual(['c', 'd', 'b']);
});

test('no live item is added past the limit; known items still work', () => {
  const catalog = createCatalog(listIds(['a']), 2);
  expect(['x', 'y', 'z', 'x', 'a'].map((id) => catalog.upsert({ id }))).toEqual([1, 2, -1, 1, 0]);
  expect([catalog.size, catalog.indexOf('z')]).toEqual([3, -1]);
});

test('a catalog of the shop has room, however large it is', () => {
  const catalog = createCatalog(listIds(['a']), 2);
  catalog.makeRoom(3);
  expect(['x', 'y', 'z'].map((id) => catalog.upsert({ id }, true))).toEqual([1, 2, 3]);
});

test('an id may be the name of an Object property', () => {
  const catalog = createCatalog();
  expect(catalog.indexOf('constructor')).toBe(-1);
  expect(catalog.upsert({ id: 'constructor' })).toBe(0);
  expect(catalog.item(0)).toEqual({ id: 'constructor' });
});

test('an id listed twice in a file keeps its first row', () => {
  const catalog = createCatalog(listIds(['a', 'b', 'a']));
  expect([catalog.indexOf('a'), catalog.size, catalog.upsert({ id: 'a' })]).toEqual([0, 3, 0]);
});

describe('aliases', () => {
  const ids = ['34', 'SKU-1', 'gid://shopify/Product/34'];

  test('make one row of what was several, with the same id in any order', () => {
    for (const order of [ids, [ids[2], ids[1], ids[0]], [ids[1], ids[2], ids[0]]]) {
      const catalog = createCatalog(listIds(['lamp']));
      for (const id of order) catalog.upsert({ id, name: `Chair ${id}` });
      expect(catalog.liveCount).toBe(3);
      catalog.upsert({ id: order[0], aliases: order.slice(1) });
      const rows = new Set(ids.map(catalog.indexOf));
      expect([rows.size, catalog.liveCount]).toEqual([1, 1]);
      const [row] = rows;
      expect(catalog.item(row)).toMatchObject({ id: '34', aliases: ids.slice(1) });
      expect(catalog.shown().map(catalog.id)).toEqual(['34']);
    }
  });

  test('are known before the items that have them as ids', () => {
    const catalog = createCatalog([]);
    catalog.upsert({ id: 'SKU-1', aliases: ['34'] });
    catalog.upsert({ id: '34', price: 20 });
    catalog.upsert({ id: 'SKU-1', name: 'Chair' });
    expect([catalog.liveCount, catalog.item(0)]).toEqual([
      1,
      { id: '34', aliases: ['SKU-1'], price: 20, name: 'Chair' },
    ]);
  });

  test('the id of the model wins over that of the shop’s catalog, and that over any other', () => {
    const catalog = createCatalog(listIds(['SKU-1']));
    catalog.upsert({ id: '1', aliases: ['SKU-1'] }, true);
    catalog.upsert({ id: 'article-2', aliases: ['2'] }, true);
    catalog.upsert({ id: '2' });
    expect(['1', '2', 'article-2'].map((id) => catalog.id(catalog.indexOf(id)))).toEqual([
      'SKU-1',
      'article-2',
      'article-2',
    ]);
  });

  test('never make one of two items of the model or of the shop’s catalog', () => {
    const catalog = createCatalog(listIds(['a', 'b']));
    catalog.upsert({ id: 'c' }, true);
    catalog.upsert({ id: 'd' }, true);
    catalog.upsert({ id: 'x', aliases: ['a', 'b', 'c'] });
    catalog.upsert({ id: 'c', aliases: ['d', 'b'] });
    expect(['a', 'b', 'c', 'd', 'x'].map(catalog.indexOf)).toEqual([0, 1, 2, 3, 0]);
    expect([0, 2].map(catalog.item)).toEqual([{ id: 'a', aliases: ['x'] }, { id: 'c' }]);
    expect(catalog.liveCount).toBe(2);
  });

  test('an item that became part of another is recommended no more', () => {
    const catalog = createCatalog([]);
    catalog.upsert({ id: '34' });
    catalog.upsert({ id: 'SKU-1' });
    catalog.upsert({ id: 'SKU-1', aliases: ['34'] });
    expect([catalog.size, [0, 1].filter((row) => catalog.id(row)).length]).toEqual([2, 1]);
  });
});
