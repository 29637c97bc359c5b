import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createDice } from '../bench/real-input/dice.js';
import { writeFiles } from '../bench/real-input/logs/files.js';
import { judgeLog } from '../bench/real-input/logs/judge.js';
import { judgeLogs, readAsTrained } from '../bench/real-input/logs/log-world.js';
import { tableDialect } from '../bench/real-input/logs/table-dialect.js';
import type { WrittenLog } from '../bench/real-input/logs/written-log.js';
import { badCases } from '../bench/real-input/outcome.js';

const folder = mkdtempSync(join(tmpdir(), 'nextaisle-judge-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('logs in many dialects are read as they are, or refused with the reason', async () => {
  const cases = await judgeLogs(1, 500);
  expect(badCases(cases)).toEqual([]);
  const right = cases.filter(({ outcome }) => outcome === 'right').length;
  // Refusing everything would be no reader.
  expect(right / cases.length).toBeGreaterThan(0.6);
});

/** One without anything odd. */
function plainLog(): WrittenLog {
  for (let seed = 1; ; seed++) {
    const log = tableDialect(createDice(seed));
    if (!log.kinds.length && log.table?.header.includes('event_time')) return log;
  }
}

test('the judge sees an item, a time, a type, a shopper that is not the truth, and a row that is gone', async () => {
  const log = plainLog();
  const read = await readAsTrained(writeFiles(createDice(2), log, folder).paths, []);
  const outcome = () => judgeLog(log.told, read).outcome;
  expect(outcome()).toBe('right');
  if (!('loaded' in read)) throw new Error('A plain log was refused.');
  const { data } = read.loaded;
  const { ts, action, item, shopperOffsets, itemIds } = data;
  for (const [array, change] of [
    [ts, 60_000],
    [action, 1],
    [item, item[3] ? -1 : 1],
  ] as const) {
    array[3] += change;
    expect(outcome()).toBe('wrong');
    array[3] -= change;
  }
  itemIds[item[0]] += '.0';
  expect(outcome()).toBe('wrong');
  itemIds[item[0]] = itemIds[item[0]].slice(0, -2);
  // Two shoppers as one.
  data.shopperOffsets = shopperOffsets.slice(1);
  data.shopperOffsets[0] = 0;
  expect(outcome()).toBe('wrong');
  // The last shopper is not there.
  data.shopperOffsets = shopperOffsets.slice(0, -1);
  expect(outcome()).toBe('lost');
  read.loaded.refused.push({ reason: 'broken', count: data.events, places: [], texts: [] });
  expect(outcome()).toBe('refused');
});
