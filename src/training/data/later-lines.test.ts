import { expect, test } from 'vitest';
import type { Act } from '../log/action-names.js';
import { createLineCollector } from './collect-lines.js';

type Values = Record<string, unknown>;
const FIRST = 10_000;

/** Reads a log of 12,000 lines, and says how many rows it gave, or why it was refused. */
function read(make: (i: number, isLater: boolean) => Values, file = 'log.csv', words = {}) {
  const types = new Map<string, number>();
  let size = 0;
  const collector = createLineCollector(words, {
    get size() {
      return size;
    },
    add(row) {
      size++;
      types.set(row.type, (types.get(row.type) ?? 0) + 1);
    },
    retime() {},
  });
  try {
    const log = collector.open(file);
    for (let i = 0; i < 12_000; i++) {
      const values = {
        user: `u${i % 99}`,
        time: `2026-10-20T10:00:00.${i % 1000}Z`,
        item: `p${i % 7}`,
        ...make(i, i >= FIRST),
      };
      // Records of JSON leave out what they have not.
      const has = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
      log.take({ file, line: i + 2, values: has });
    }
    log.close();
  } catch (thrown) {
    return (thrown as { detail: string }).detail;
  }
  return Object.fromEntries(types);
}

test('what begins behind the lines that decide is refused, and not left out', () => {
  expect(read((_, isLater) => (isLater ? { event: 'purchase' } : {}))).toMatch(
    /^log.csv: its first lines have no type, and its later ones have one: event, from about line 1\d{4} on/,
  );
  expect(
    read((i, isLater) => ({ user: isLater ? `u${i % 9}` : null, session: `s${i % 500}` })),
  ).toMatch(/its first lines have no user, and its later ones have one: user/);
  expect(read((i, isLater) => ({ quantity: isLater && i % 3 === 0 ? -1 : 1 }))).toMatch(
    /its first lines are read as click, and its later ones would be read as purchase/,
  );
  expect(
    read((i, isLater) => (isLater && i % 2 ? { item: `p${i % 7},p${(i + 1) % 7}` } : {})),
  ).toMatch(/later ones several in one cell \(item\)/);
});

test('a log that goes on as it begins is read', () => {
  expect(read((i) => ({ event: i % 5 ? 'view' : 'purchase' }))).toEqual({
    click: 9600,
    purchase: 2400,
  });
  // The first 10,000 lines hold views only: their column says so.
  expect(read((_, isLater) => ({ event: isLater ? 'purchase' : 'view' }))).toEqual({
    click: 10_000,
    purchase: 2000,
  });
  expect(read((_, isLater) => ({ event: 'view', price: isLater ? 5 : '' }))).toEqual({
    click: 12_000,
  });
});

test('the name of a file says what its lines are, where they do not', () => {
  const act = (file: string, more: Values = {}, actions?: Map<string, Act>) =>
    Object.keys(read(() => more, file, { actions })).join();
  expect(act('/logs/train_purchases.csv')).toBe('purchase');
  expect(act('yoochoose-buys.dat')).toBe('purchase');
  expect(act('transactions.2026.csv')).toBe('purchase');
  expect(act('/purchases/clicks.csv')).toBe('click');
  expect(act('views_and_purchases.csv')).toBe('click');
  expect(act('pre-purchase.csv')).toBe('click');
  expect(act('purchases.csv', { event: 'view' })).toBe('click');
  expect(act('purchases.csv', {}, new Map([['*', 'click']]))).toBe('click');
});
