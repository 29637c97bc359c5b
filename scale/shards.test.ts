import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, expect, test } from 'vitest';
import type { Manifest } from '../src/training/shards/manifest.js';
import { readShards } from '../src/training/shards/read-shards.js';
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

type Row = Record<string, number>;
const readManifestOf = (shards: string): Manifest =>
  JSON.parse(readFileSync(join(shards, 'manifest.json'), 'utf8'));
const changed =
  (at: number, values: Row) =>
  (rows: Row[]): Row[] =>
    rows.map((row, i) => (i === at ? { ...row, ...values } : row));

test.each<[string, (rows: Row[], manifest: Manifest) => Row[]]>([
  ['damaged in row 1:', changed(0, { n: 1 })],
  ['damaged in row 3:', changed(2, { n: 77 })],
  ['damaged in row 2:', changed(1, { action: 8 })],
  ['damaged in row 2:', changed(1, { item: -2 })],
  ['damaged in row 4:', (rows, { items }) => changed(3, { item: items })(rows)],
  ['other rows than manifest.json says', (rows) => rows.slice(1)],
  ['does not hold what its manifest.json says', changed(0, { opens: 0 })],
  [
    'does not hold what its manifest.json says',
    (rows, manifest) => {
      manifest.events++;
      return rows;
    },
  ],
])('shards that are %s are refused', async (message, damage) => {
  const whole = at('whole');
  if (!existsSync(whole)) await makeShards([written('whole.csv', nastyCsv(100, 4))], whole);
  const shards = at('damaged');
  rmSync(shards, { recursive: true, force: true });
  cpSync(whole, shards, { recursive: true });
  const manifest = readManifestOf(shards);
  const [{ name }] = manifest.shards.filter(({ events }) => events > 4);
  const path = join(shards, 'events', `${name}.parquet`);
  const file = await asyncBufferFromFile(path);
  const rows = damage((await parquetReadObjects({ file, compressors })) as Row[], manifest);
  const columnData = Object.keys(rows[0]).map((column) => ({
    name: column,
    data: rows.map((row) => row[column]),
  }));
  writeFileSync(path, Buffer.from(parquetWriteBuffer({ columnData })));
  writeFileSync(join(shards, 'manifest.json'), JSON.stringify(manifest));
  await expect(readShards(shards)).rejects.toThrow(message);
});
