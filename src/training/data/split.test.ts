import { expect, test } from 'vitest';
import { createDataSetBuilder } from './data-set.js';
import { createPrefixReader } from '../log/prefix-reader.js';
import { countParts, latestOfTraining, PART, splitByTime, splitLeaveOneOut } from './split.js';

const START = Date.UTC(2025, 0, 1, 0, 0, 1);
const HOUR = 3_600_000;

/** Shopper `i % shoppers` comes at hour i and does three things. */
function log(sessions: number, shoppers: number, eventGapMs = 1000) {
  const builder = createDataSetBuilder();
  for (let i = 0; i < sessions; i++) {
    for (let k = 0; k < 3; k++) {
      const session = `${i}`;
      const time = START + i * HOUR + k * eventGapMs;
      builder.add({ shopper: `s${i % shoppers}`, session, time, type: 'click', item: `i${k}` });
    }
  }
  return builder.finish();
}

test('the latest tenth tests, the tenth before validates, whole sessions', () => {
  const data = log(100, 100);
  const counts = countParts(data, splitByTime(data));
  expect(counts.train).toEqual({ events: 240, sessions: 80 });
  expect(counts.validation).toEqual({ events: 30, sessions: 10 });
  expect(counts.test).toEqual({ events: 30, sessions: 10 });
});

test('nothing of a later part comes before anything of an earlier one, also within a shopper', () => {
  const data = log(100, 7);
  const part = splitByTime(data, { test: 0.2, validation: 0.3 });
  const latest = [0, 1, 2].map((p) => Math.max(...data.ts.filter((_, e) => part[e] === p)));
  const earliest = [0, 1, 2].map((p) => Math.min(...data.ts.filter((_, e) => part[e] === p)));
  expect(latest[0]).toBeLessThan(earliest[1]);
  expect(latest[1]).toBeLessThan(earliest[2]);
  // A shopper of the test part has a past to read.
  expect(part[data.shopperOffsets[0]]).toBe(PART.train);
  expect(part[data.shopperOffsets[1] - 1]).toBe(PART.test);
});

test('a session that goes on over a cut gives no label from beyond it', () => {
  // Each session lasts six hours: those begun less than six hours before a cut are still on.
  const data = log(100, 100, 3 * HOUR);
  const part = splitByTime(data);
  const cut = START + 80 * HOUR;
  for (let e = 0; e < data.events; e++) {
    if (part[e] !== PART.train) continue;
    expect(data.ts[e]).toBeLessThan(cut);
    if (!data.sessionStart[e + 1]) expect(data.ts[e + 1]).toBeLessThan(cut);
  }
  expect(part.filter((p) => p === PART.context).length).toBeGreaterThan(0);
});

test('a log without dates is cut in the order of its lines', () => {
  const builder = createDataSetBuilder();
  for (let i = 0; i < 20; i++) {
    for (const item of ['a', 'b'])
      builder.add({ shopper: `${i}`, session: `${i}`, type: 'click', item });
  }
  const data = builder.finish();
  const part = splitByTime(data);
  expect([...part]).toEqual([...new Array(32).fill(0), 1, 1, 1, 1, 2, 2, 2, 2]);
});

test('leave-one-out: the last item tests, the one before validates, short histories train', () => {
  const builder = createDataSetBuilder();
  for (const [shopper, items] of [
    ['long', 'abcde'],
    ['three', 'abc'],
    ['two', 'ab'],
  ]) {
    for (const item of items) builder.add({ shopper, session: shopper, type: 'click', item });
  }
  // A part stands at the event after which the item is asked.
  expect([...splitLeaveOneOut(builder.finish())]).toEqual([0, 0, 1, 2, 3, 1, 2, 3, 0, 0]);
});

test('a share of the training part is its latest sessions; the other parts stay', () => {
  const data = log(100, 100);
  const whole = splitByTime(data);
  const part = latestOfTraining(data, whole, 0.25);
  expect(countParts(data, part)).toEqual({
    ...countParts(data, whole),
    train: { events: 60, sessions: 20 },
  });
  const kept = data.ts.filter((_, e) => part[e] === PART.train);
  const left = data.ts.filter((_, e) => part[e] === PART.context && whole[e] === PART.train);
  expect(Math.min(...kept)).toBeGreaterThan(Math.max(...left));
});

function fromPrefixes(lines: string[]) {
  const reader = createPrefixReader();
  const refused: string[] = [];
  const rows = lines.flatMap((line) => {
    const some = reader.add(line);
    if (!some) refused.push(line);
    return some ?? [];
  });
  rows.push(...reader.close());
  return { rows, refused };
}

test('prefixes that stand together are one session, whichever end they begin from', () => {
  for (const lines of [
    ['a b c\td', 'a b\tc', 'a\tb', 'x\ty'],
    ['a\tb', 'a b\tc', 'a b c\td', 'x\ty'],
  ]) {
    const { rows } = fromPrefixes(lines);
    expect(rows.map(({ item, given }) => `${item}:${given}`)).toEqual([
      'a:test',
      'b:test',
      'c:test',
      'd:unasked',
      'x:test',
      'y:unasked',
    ]);
    expect(new Set(rows.map(({ shopper }) => shopper)).size).toBe(2);
  }
});

test('what the file does not ask is not asked; equal lines stay two questions', () => {
  const { rows } = fromPrefixes(['a b c\td', 'a\tb', 'a\tb', 'p q\tr']);
  expect(rows.map(({ given }) => given)).toEqual([
    ...['test', 'unasked', 'test', 'unasked'],
    ...['test', 'unasked'],
    ...['unasked', 'test', 'unasked'],
  ]);
});

test('a line that is no prefix and target is refused', () => {
  const bad = ['', 'a b', 'a\t', '\tb', 'a\tb\tc'];
  expect(fromPrefixes(bad).refused).toEqual(bad);
});

test('a given test part is tested on whole, and the latest of the rest validates', () => {
  const builder = createDataSetBuilder();
  for (let i = 0; i < 100; i++) {
    for (const item of ['a', 'b'])
      builder.add({ shopper: `${i}`, session: `${i}`, type: 'click', item });
  }
  fromPrefixes(['a b\ta', 'a\tb']).rows.forEach(builder.add);
  const data = builder.finish();
  const part = splitByTime(data);
  expect([...part.slice(-7)]).toEqual([1, 1, 1, 1, 2, 2, 3]);
  expect(countParts(data, part).train).toEqual({ events: 196, sessions: 98 });
});
