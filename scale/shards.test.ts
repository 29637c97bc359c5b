import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { nastyCsv } from './nasty-log.fixture.js';
import { bothWays, makeShards } from './shards.fixture.js';

const folder = mkdtempSync(join(tmpdir(), 'nextaisle-shards-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, name);
const written = (name: string, text: string) => {
  writeFileSync(at(name), text);
  return at(name);
};

const shared = process.env.NEXTAISLE_DATA ?? join(import.meta.dirname, '../../shared/data');
const LOGS = [
  'jdata-2017/events.csv.gz',
  'rees46/2019-Oct-first-hours.csv.gz',
  'retailrocket/events.csv.gz',
  'taobao/user-behavior.csv.gz',
];

test.each([1, 2, 3])(
  'SQL reads a nasty log as the reader and the tokenizer do (seed %i)',
  async (seed) => {
    const log = written(`nasty-${seed}.csv`, nastyCsv(600, seed));
    const out = at(`nasty-${seed}`);
    await makeShards([log], out);
    const { sql, train } = await bothWays([log], out);
    for (const name of Object.keys(train)) expect(sql[name], name).toEqual(train[name]);
  },
);

for (const name of LOGS) {
  const path = join(shared, name);
  test.skipIf(!existsSync(path))(`every column of ${name} equals that of train`, async () => {
    const out = at(name.split('/')[0]);
    await makeShards([path], out);
    const { sql, train } = await bothWays([path], out);
    for (const column of Object.keys(train)) expect(sql[column], column).toEqual(train[column]);
  });
}
