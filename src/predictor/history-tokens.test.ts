import { expect, test } from 'vitest';
import { listIds } from '../catalog/list-ids.fixture.js';
import { randomModel } from '../engine/random-model.fixture.js';
import type { ShopEvent } from '../events/event.js';
import { allAtOnce } from '../lib/async/steps.js';
import type { Model } from '../model/model.js';
import * as kit from './engine-kit.js';
import { preparing } from './load/open-model.js';
import { createHistoryTokens } from './history-tokens.js';

const model = randomModel({ width: 16, ffn: 32, window: 4, subIds: 4, contentBuckets: 16 }, 5, 1);
const opened = (model: Model) => ({
  ...allAtOnce(preparing(model, listIds(model.vocabulary.items))),
  kit,
});
const event = (item: string, at = 9): ShopEvent => ({
  type: 'click',
  item,
  ts: at * 1000,
  session: 's',
  source: 'track',
});
const some = ['a', 'b', 'a', 'item-2'].map((item, at) => event(item, at));

test('a growing history keeps its token objects, so an engine reads only new ones', () => {
  const { tokensOf } = createHistoryTokens(opened(model));
  const before = tokensOf(some);
  const after = tokensOf([...some, event('c')]);
  expect(after).toHaveLength(5);
  for (const [i, token] of before.entries()) expect(after[i]).toBe(token);
});

test('a new event in the place of the oldest keeps the other tokens', () => {
  const { tokensOf } = createHistoryTokens(opened(model));
  const before = tokensOf(some);
  const after = tokensOf([...some.slice(1), event('c')]);
  expect(after).toHaveLength(4);
  expect(after[0]).toBe(before[1]);
});

test('no token counts what is forgotten, be it the oldest', () => {
  const { tokensOf, encode } = createHistoryTokens(opened(model));
  const visits = some.map((event, at) => ({ ...event, session: `s${at}`, ts: at * 1e7 }));
  const before = tokensOf(visits);
  const after = tokensOf(visits.slice(2));
  expect(after).toEqual(encode(visits.slice(2)));
  expect(after).not.toEqual(before.slice(2));
});

test('without a model a token has only the fields that the baseline reads', () => {
  const { tokensOf, encode } = createHistoryTokens();
  const tokens = tokensOf([...some, { ...event('a', 20), type: 'cart', session: 't' }]);
  expect(tokens).toEqual(
    [
      [0, 0, 1],
      [0, 1, 0],
      [0, 0, 0],
      [0, 2, 0],
      [1, 0, 1],
    ].map(([action, item, newSession]) => ({ action, item, newSession })),
  );
  expect(encode(some)).toEqual(tokens.slice(0, 4));
});

test('an event removed from or added to the middle rebuilds all tokens', () => {
  const { tokensOf } = createHistoryTokens(opened(model));
  const before = tokensOf(some);
  const without = tokensOf([some[0], some[1], some[3]]);
  expect(without.map(({ item }) => item)).toEqual([5, 6, 2]);
  expect(without[0]).not.toBe(before[0]);
  expect(tokensOf([])).toEqual([]);
});

test('new items get a new row; trained items keep theirs', () => {
  const { tokensOf, table, catalog } = createHistoryTokens(opened(model));
  expect(tokensOf(some).map(({ item }) => item)).toEqual([5, 6, 5, 2]);
  expect(table?.size).toBe(catalog.size);
});

test('events are read again once the category of their item is known', () => {
  const { tokensOf, learn } = createHistoryTokens(opened(model));
  const before = tokensOf(some);
  learn({ id: 'never seen', category: ['x'] });
  expect(tokensOf(some)[0]).toBe(before[0]);
  learn({ id: 'a', category: ['x'] });
  learn({ id: 'b', category: ['x'] });
  const after = tokensOf(some);
  expect(before[1].agreement).toBe(0);
  // 2: of the same category as the item before.
  expect(after[1].agreement).toBe(2);
});

test('an item known only from forgotten events is no longer a candidate', () => {
  const { tokensOf, learn, rows } = createHistoryTokens(opened(model));
  tokensOf(some);
  learn({ id: 'b', name: 'Shown on the page' });
  tokensOf([some[3]]);
  expect([0, 5, 6].map(rows.id)).toEqual(['item-0', undefined, 'b']);
});

test('item fields of an event last as long as the event, and the page overrides them', () => {
  const { tokensOf, learn, rows, shown } = createHistoryTokens(opened(model));
  const about = (id: string, more: object) => ({ ...event(id), about: { id, ...more } });
  learn({ id: 'b', name: 'Told here' });
  const history = [
    about('a', { name: 'Chair', category: ['Garden'] }),
    about('b', { name: 'Told before', category: ['Garden'] }),
    about('item-0', { name: 'Trained', price: 3 }),
  ];
  const named = ['item-0', 'a', 'b'];
  const items = () => named.map((id) => rows.item(rows.indexOf(id)));
  // Known before the first event is read: 2 is "of the same category".
  expect(tokensOf(history)[1].agreement).toBe(2);
  expect(items()).toEqual([
    { id: 'item-0', name: 'Trained', price: 3 },
    { id: 'a', name: 'Chair', category: ['Garden'] },
    { id: 'b', name: 'Told here', category: ['Garden'] },
  ]);
  expect(shown().map(({ id }) => id)).toEqual(['b']);
  tokensOf(history.slice(1, 2));
  expect(items().map((item) => item?.name)).toEqual([undefined, undefined, 'Told here']);
  expect([0, rows.indexOf('a')].map(rows.id)).toEqual(['item-0', undefined]);
});

test('only changed item content changes its vector', () => {
  const { learn, table } = createHistoryTokens(opened(model));
  learn({ id: 'a', name: 'Chair' });
  const version = table?.version;
  learn({ id: 'a', name: 'Chair', url: '/a' });
  expect(table?.version).toBe(version);
  learn({ id: 'a', name: 'Table' });
  expect(table?.version).not.toBe(version);
});

test('an embedding alone makes an item known; one of another length is ignored', () => {
  const config = { width: 16, ffn: 32, window: 4, subIds: 4, embeddingLength: 3 } as const;
  const { learn, table, catalog } = createHistoryTokens(opened(randomModel(config, 5, 1)));
  const vectorOf = (id: string, embedding?: number[]) => {
    learn({ id, embedding });
    const out = new Float32Array(16);
    table?.read(catalog.indexOf(id), out);
    return [...out];
  };
  const known = vectorOf('a', [1, 2, 3]);
  expect(Math.hypot(...known)).toBeCloseTo(1);
  // Only its direction counts.
  vectorOf('b', [10, 20, 30]).forEach((value, j) => void expect(value).toBeCloseTo(known[j], 5));
  expect(vectorOf('c', [-3, 1, 0])).not.toEqual(known);
  // What no direction can be read from: all of it is as if there were none.
  for (const useless of [undefined, [1, 2], [0, 0, 0], [1.7e308, 1.7e308, -1.7e308]]) {
    expect(vectorOf(`d${useless}`, useless).every((value) => value === 0)).toBe(true);
  }
  // A row that exists is read again once its embedding comes.
  const version = table?.version;
  vectorOf('dundefined', [1, 2, 3]);
  expect(table?.version).not.toBe(version);
});

test('rows and tokens exist without a model', async () => {
  const history = createHistoryTokens();
  expect(history.tokensOf(some)).toHaveLength(4);
  const output = history.baseline(history.tokensOf(some));
  expect(await output.items(0)).toHaveLength(3);
});

test('before the first event the baseline ranks by the popularity in the model', async () => {
  const history = createHistoryTokens(opened(model));
  const chances = await history.baseline([]).items(0);
  const popularity = model.tensors.get('item.popularity')!;
  const order = (of: ArrayLike<number>) => [0, 1, 2, 3, 4].sort((a, b) => of[b] - of[a]);
  expect(order(chances)).toEqual(order(popularity));
});

test('ids that turn out to be one product become one row, also in tokens made before', () => {
  const items = createHistoryTokens(opened(model));
  const both = [event('34', 0), event('SKU-1', 1), event('34', 2)];
  expect(items.tokensOf(both).map(({ item }) => item)).toEqual([5, 6, 5]);
  items.learn({ id: 'SKU-1', aliases: ['34'] });
  const rows = new Set(items.tokensOf(both).map(({ item }) => item));
  expect(rows).toEqual(new Set([items.rows.indexOf('SKU-1')]));
});

test('another id of a product is known again from the history of an earlier page', () => {
  const items = createHistoryTokens();
  const about = { id: '34', aliases: ['SKU-1'], name: 'Chair' };
  items.learn({ id: 'SKU-1', price: 20 });
  items.tokensOf([event('SKU-1', 0), { ...event('34', 1), about }, event('SKU-1', 2)]);
  expect(items.rows.item(items.rows.indexOf('SKU-1'))).toEqual({ ...about, price: 20 });
  expect(items.rows.id(items.rows.indexOf('SKU-1'))).toBe('34');
  expect(items.catalog.liveCount).toBe(1);
});
