import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readArguments } from '../../training/node/arguments.js';
import { checkOptions } from '../../training/node/command-options.js';
import { loadLog } from '../../training/node/load-log.js';
import { splitByTime } from '../../training/data/split.js';
import { simulateCommand } from './simulate-command.js';

const folder = mkdtempSync(join(tmpdir(), 'nextaisle-simulate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const silent = { out: { write() {} }, err: { write() {} } };
const stop = new AbortController();

const simulate = (...argv: string[]) => {
  const given = readArguments(['simulate', ...argv]);
  checkOptions(given);
  return simulateCommand(given, silent, stop.signal);
};

test('the reader of train reads every event of each kind of file, and splits where the truth does', async () => {
  const read = async (kind: string) => {
    const out = join(folder, `log.${kind}`);
    const { text } = await simulate('--events', '4000', '--out', out);
    expect(text).toContain('4,000 events');
    const loaded = await loadLog([out]);
    expect(loaded.refused).toEqual([]);
    return loaded.data;
  };
  const [csv, lines, parquet] = [await read('csv'), await read('jsonl'), await read('parquet')];
  expect(csv.events).toBe(4000);
  expect(lines).toEqual(csv);
  expect(parquet).toEqual(csv);
  const truth = JSON.parse(readFileSync(join(folder, 'log.csv.truth.json'), 'utf8'));
  const tested = splitByTime(csv).events('test');
  expect(truth.best.predictions / tested.length).toBeGreaterThan(0.98);
  expect(truth.best.predictions / tested.length).toBeLessThan(1.05);
});

test.each([
  [['--out', join(folder, 'x.csv')], 'Usage: nextaisle simulate'],
  [['--events', '10', '--out', join(folder, 'x.txt')], 'ends in .csv, .jsonl or .parquet'],
  [['--events', '10', '--out', '/no/such/folder/x.csv'], 'can be written to'],
  [['--events', '0', '--out', join(folder, 'x.csv')], '--events is "0"'],
  [['--events', '10', '--items', '3', '--out', join(folder, 'x.csv')], '--items is "3"'],
])('refuses %j', async (argv, message) => {
  await expect(simulate(...argv)).rejects.toThrow(message);
});

test('stopped, it leaves nothing behind', async () => {
  const out = join(folder, 'stopped.csv');
  const run = simulate('--events', '1000000', '--out', out);
  stop.abort();
  await expect(run).rejects.toMatchObject({ code: 'INTERRUPTED' });
  expect([out, `${out}.part`].filter(existsSync)).toEqual([]);
});
