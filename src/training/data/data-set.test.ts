import { expect, test } from 'vitest';
import type { LogRow } from '../log/log-row.js';
import { createDataSetBuilder } from './data-set.js';

const MINUTE = 60_000;
const NOON = Date.UTC(2025, 0, 1, 12);

function build(rows: Partial<LogRow>[]) {
  const builder = createDataSetBuilder();
  for (const row of rows) builder.add({ shopper: 'a', type: 'click', item: 'x', ...row });
  return builder.finish();
}

const names = (data: ReturnType<typeof build>) =>
  Array.from(data.item, (item) => data.itemIds[item] ?? '-').join('');

test('events are sorted by shopper and time, shoppers by first event', () => {
  const data = build([
    { shopper: 'b', item: 'q', time: NOON + 9 },
    { shopper: 'a', item: 'y', time: NOON + 5 },
    { shopper: 'b', item: 'p', time: NOON + 8 },
    { shopper: 'a', item: 'x', time: NOON + 1 },
  ]);
  expect(names(data)).toBe('xypq');
  expect([...data.shopper]).toEqual([0, 0, 1, 1]);
  expect([...data.shopperOffsets]).toEqual([0, 2, 4]);
  expect([...data.ts].map((ts) => ts - NOON)).toEqual([1, 5, 8, 9]);
});

test('events with equal times keep line order', () => {
  const rows = [...'edcba'].map((item) => ({ item, time: NOON + 1 }));
  expect(names(build(rows))).toBe('edcba');
});

test('a session ends after a gap of more than 30 minutes', () => {
  const data = build([
    { time: NOON + 1, item: 'a' },
    { time: NOON + 1 + 30 * MINUTE, item: 'b' },
    { time: NOON + 2 + 60 * MINUTE, item: 'c' },
  ]);
  expect([...data.sessionStart]).toEqual([1, 0, 1]);
  expect([...data.sessionBegan]).toEqual([NOON + 1, NOON + 1, NOON + 2 + 60 * MINUTE]);
  expect(data.sessions).toBe(2);
});

test('sessions named by the log stay whole, in start order, even when they overlap', () => {
  const data = build([
    { session: '1', time: NOON + 1, item: 'a' },
    { session: '2', time: NOON + 2, item: 'p' },
    { session: '1', time: NOON + 90 * MINUTE, item: 'b' },
    { session: '2', time: NOON + 3, item: 'q' },
    // The same number of another user is another session.
    { shopper: 'b', session: '1', time: NOON + 4, item: 'z' },
  ]);
  expect(names(data)).toBe('abpqz');
  expect([...data.sessionStart]).toEqual([1, 0, 1, 0, 1]);
});

test('repeats in the same millisecond are dropped and counted, unless the action differs', () => {
  const time = NOON + 7;
  const data = build([{ time }, { time }, { time }, { time, type: 'cart' }, { time: time + 1 }]);
  expect(data.events).toBe(3);
  expect(data.duplicates).toBe(2);
});

test('without times, line order counts and a repeat is a second view', () => {
  const data = build([{ item: 'b' }, { item: 'b' }, { item: 'a' }]);
  expect(names(data)).toBe('bba');
  expect(data.hasClock).toBe(false);
  expect([...data.ts].every(Number.isNaN)).toBe(true);
  expect(data.sessions).toBe(1);
});

test('dates without a time of day only order sessions', () => {
  const day = Date.UTC(2008, 3, 1);
  const data = build([
    { shopper: '2', session: '2', time: day + 86_400_000 },
    { shopper: '1', session: '1', time: day },
    { shopper: '1', session: '1', time: day },
  ]);
  expect(data.hasClock).toBe(false);
  expect(data.events).toBe(3);
  expect([...data.sessionBegan]).toEqual([day, day, day + 86_400_000]);
  expect(data.ts[0]).toBeNaN();
});

test('relative seconds are times, and sessions keep line order', () => {
  const data = build([
    { shopper: '1', session: '1', time: 0 },
    { shopper: '1', session: '1', time: 5000 },
    { shopper: '2', session: '2', time: 0 },
  ]);
  expect(data.hasClock).toBe(true);
  expect([...data.sessionBegan]).toEqual([0, 0, 2]);
});

test('an item seen once is itself, in a log of any size', () => {
  const rows = Array.from({ length: 60_000 }, (_, i) => ({ item: 'x', time: NOON + i }));
  const data = build([...rows, { item: 'rare', time: NOON + 60_000 }, { item: undefined }]);
  expect(data.itemIds).toEqual(['rare', 'x']);
  expect([...data.item.subarray(-2)]).toEqual([0, -1]);
});

test('item fields are collected from all lines', () => {
  const data = build([
    { price: 10, brand: 'Oak', category: ['Garden'] },
    { price: 30, category: ['Garden', 'Chairs'], name: 'Chair' },
    { category: ['Garden'], brand: 'Elm' },
  ]);
  expect(data.items).toEqual([
    { id: 'x', category: ['Garden', 'Chairs'], brand: 'Oak', name: 'Chair', price: 20 },
  ]);
  expect([...data.price].map((p) => (Number.isNaN(p) ? 'unknown' : p))).toEqual([
    10,
    30,
    'unknown',
  ]);
});

test('columns grow past their first size', () => {
  const data = build(
    Array.from({ length: 5000 }, (_, i) => ({
      shopper: `s${i % 7}`,
      item: `i${i % 50}`,
      time: NOON + i,
    })),
  );
  expect(data.events).toBe(5000);
  expect(data.shopperOffsets.length).toBe(8);
  expect(data.ts[4999] - data.ts[data.shopperOffsets[6]]).toBeGreaterThan(4000);
});
