import { expect, test } from 'vitest';
import { createDataSetBuilder } from './data-set.js';
import { createPrefixReader } from '../log/prefix-reader.js';
import { latestOfTraining, splitByTime, splitLeaveOneOut } from './split.js';
import { createSplitLog, PARTS, type SplitLog } from './split-log.js';

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

/** A letter an event: t train, v validation, T test, c context. */
const letters = (split: SplitLog) =>
  Array.from(split.data.item, (_, e) => 'tvTc'[PARTS.indexOf(split.partOf(e))]).join('');

test('the latest tenth of sessions tests, the tenth before validates', () => {
  const data = log(100, 100);
  const split = splitByTime(data);
  expect(split.size('train')).toEqual({ events: 240, sessions: 80 });
  expect(split.size('validation')).toEqual({ events: 30, sessions: 10 });
  expect(split.size('test')).toEqual({ events: 30, sessions: 10 });
});

test('parts never overlap in time, also within a shopper', () => {
  const data = log(100, 7);
  const split = splitByTime(data, { test: 0.2, validation: 0.3 });
  const times = PARTS.map((part) => split.events(part).map((e) => data.ts[e]));
  const latest = times.map((ts) => Math.max(...ts));
  const earliest = times.map((ts) => Math.min(...ts));
  expect(latest[0]).toBeLessThan(earliest[1]);
  expect(latest[1]).toBeLessThan(earliest[2]);
  // A shopper of the test part has a past to read.
  expect(split.partOf(data.shopperOffsets[0])).toBe('train');
  expect(split.partOf(data.shopperOffsets[1] - 1)).toBe('test');
});

test('a session that crosses a cut gets no label from the later part', () => {
  // Each session lasts six hours: those begun less than six hours before a cut are still on.
  const data = log(100, 100, 3 * HOUR);
  const split = splitByTime(data);
  const cut = START + 80 * HOUR;
  for (const e of split.events('train')) {
    expect(data.ts[e]).toBeLessThan(cut);
    if (!data.sessionStart[e + 1]) expect(data.ts[e + 1]).toBeLessThan(cut);
  }
  expect(split.size('context').events).toBeGreaterThan(0);
});

test('a log without dates is split in line order', () => {
  const builder = createDataSetBuilder();
  for (let i = 0; i < 20; i++) {
    for (const item of ['a', 'b'])
      builder.add({ shopper: `${i}`, session: `${i}`, type: 'click', item });
  }
  expect(letters(splitByTime(builder.finish()))).toBe(`${'t'.repeat(32)}vvvvTTTT`);
});

test('leave-one-out tests the last item, validates the one before; short ones train', () => {
  const builder = createDataSetBuilder();
  for (const [shopper, items] of [
    ['long', 'abcde'],
    ['three', 'abc'],
    ['two', 'ab'],
  ]) {
    for (const item of items) builder.add({ shopper, session: shopper, type: 'click', item });
  }
  // A part stands at the event after which the item is asked.
  expect(letters(splitLeaveOneOut(builder.finish()))).toBe('ttvTcvTctt');
});

test('a training share keeps the latest sessions; the other parts stay', () => {
  const data = log(100, 100);
  const whole = splitByTime(data);
  const latest = latestOfTraining(whole, 0.25);
  expect(latest.size('train')).toEqual({ events: 60, sessions: 20 });
  for (const part of ['validation', 'test'] as const)
    expect(latest.size(part)).toEqual(whole.size(part));
  const kept = latest.events('train').map((e) => data.ts[e]);
  const left = whole.events('train').filter((e) => latest.isIn(e, 'context'));
  expect(kept.length + left.length).toBe(240);
  expect(Math.min(...kept)).toBeGreaterThan(Math.max(...left.map((e) => data.ts[e])));
});

test('a given test part is used whole; the latest of the rest validates', () => {
  const builder = createDataSetBuilder();
  for (let i = 0; i < 100; i++) {
    for (const item of ['a', 'b'])
      builder.add({ shopper: `${i}`, session: `${i}`, type: 'click', item });
  }
  const reader = createPrefixReader();
  for (const line of ['a b\ta', 'a\tb']) reader.add(line)?.forEach(builder.add);
  reader.close().forEach(builder.add);
  const split = splitByTime(builder.finish());
  expect(letters(split).slice(-7)).toBe('vvvvTTc');
  expect(split.size('train')).toEqual({ events: 196, sessions: 98 });
});

test('a split can be read by event, by part and by shopper', () => {
  const data = log(4, 2);
  const split = createSplitLog(data, (e) => (e < 2 ? 'train' : e < 9 ? 'validation' : 'test'));
  expect(split.events('test')).toEqual([9, 10, 11]);
  expect([1, 2, 9].map((e) => split.isPast(e))).toEqual([true, true, false]);
  expect(split.isIn(2, 'validation')).toBe(true);
  expect(split.shoppers('train')).toEqual([0]);
  expect(split.shoppers('validation')).toEqual([0, 1]);
  expect(split.shoppers('context')).toEqual([]);
  expect(split.size('train')).toEqual({ events: 2, sessions: 1 });
  const moved = split.move((part, e) => (e === 0 ? 'context' : part));
  expect(letters(moved)).toBe('ctvvvvvvvTTT');
  expect(letters(split)).toBe('ttvvvvvvvTTT');
});
