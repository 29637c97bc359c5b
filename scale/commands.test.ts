import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { parquetReadObjects, asyncBufferFromFile } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, test } from 'vitest';
import { shopCsv, useCommands } from '../src/training/node/command.fixture.js';
import { openEngine } from '../src/training/shards/engine.js';
import { makeShards } from './shards.fixture.js';

const { path, write, run } = useCommands();
const QUICK = ['--epochs', '1', '--width', '32', '--layers', '1', '--seed', '7', '--sample', '50'];

const log = write('shop.csv', shopCsv({ shoppers: 400, seed: 3, from: 1.7e12 }));

test('shards give the model that the log gives, byte for byte', async () => {
  const prepared = await run('prepare', log, '--out', path('shards'));
  expect(prepared.err).toContain('making sessions and tokens');
  expect(prepared).toMatchObject({ code: 0 });
  expect(prepared.out).toContain('Next: nextaisle train --shards');
  const train = (...from: string[]) => run('train', ...from, '--name', 'shop', ...QUICK);
  const fromLog = await train(log, '--out', path('log.safetensors'));
  const fromShards = await train('--shards', path('shards'), '--out', path('shards.safetensors'));
  expect([fromLog.code, fromShards.code], fromShards.err).toEqual([0, 0]);
  const [one, other] = ['log', 'shards'].map((name) => readFileSync(path(`${name}.safetensors`)));
  expect(other.equals(one)).toBe(true);
  expect(fromShards.out).toBe(fromLog.out);
});

test('a Parquet log of typed columns gives the shards of the same log as CSV', async () => {
  const [head, ...lines] = shopCsv({ shoppers: 60, seed: 5, from: 1.7e12 }).trim().split('\n');
  const rows = lines.map((line) => line.split(','));
  const column = (i: number) => rows.map((row) => row[i]);
  const csv = write('typed.csv', `${[head, ...lines].join('\n')}\n`);
  const parquet = path('typed.parquet');
  const buffer = parquetWriteBuffer({
    columnData: [
      { name: 'user', data: column(0), type: 'STRING' },
      { name: 'time', data: column(1).map((ms) => new Date(+ms)), type: 'TIMESTAMP' },
      { name: 'type', data: column(2), type: 'STRING' },
      { name: 'item', data: column(3), type: 'STRING' },
      { name: 'category', data: column(4), type: 'STRING' },
      { name: 'price', data: column(5).map(Number), type: 'DOUBLE' },
    ],
  });
  writeFileSync(parquet, new Uint8Array(buffer));
  const read = async (from: string, out: string) => {
    await makeShards([from], path(out));
    const files = readdirSync(path(`${out}/events`)).sort();
    return Promise.all(
      ['../items.parquet', ...files].map(async (name) => {
        const file = await asyncBufferFromFile(path(`${out}/events/${name}`));
        return parquetReadObjects({ file, compressors });
      }),
    );
  };
  expect(await read(parquet, 'from-parquet')).toEqual(await read(csv, 'from-csv'));
});

test('goes on after an interruption, and starts anew with another log', async () => {
  const csv = write('long.csv', shopCsv({ shoppers: 100, seed: 8, from: 1.7e12 }));
  const said: string[] = [];
  const stop = new Error('killed');
  const upTo = (name: string) => (text: string) => {
    said.push(text);
    if (text.includes(name)) throw stop;
  };
  const out = path('resumed');
  await expect(makeShards([csv], out, { say: upTo('(numbered)') })).rejects.toBe(stop);
  said.length = 0;
  await makeShards([csv], out, { say: upTo('never') });
  expect(said.join()).not.toContain('(lines)');
  expect(said.join()).toContain('(tokens)');
  const whole = readFileSync(path('resumed/manifest.json'), 'utf8');
  rmSync(path('resumed'), { recursive: true });
  await makeShards([csv], out);
  expect(readFileSync(path('resumed/manifest.json'), 'utf8')).toBe(whole);
  write('long.csv', shopCsv({ shoppers: 101, seed: 8, from: 1.7e12 }));
  said.length = 0;
  const { facts } = await makeShards([csv], out, { say: upTo('never') });
  expect(said.join()).toContain('(lines)');
  expect(facts.shoppers).toBe(101);
});

const line = (i: number, more = '') =>
  `u${i % 9},2024-03-0${1 + (i % 7)} 10:0${i % 6}:00,view,sku-${i % 5}${more}`;
const csvOf = (head: string, rows: string[]) => `${[head, ...rows].join('\n')}\n`;
const HEAD = 'user_id,time,event,item_id';
const lines = (n: number) => Array.from({ length: n }, (_, i) => line(i));

test.each([
  [
    'days',
    csvOf(
      HEAD,
      lines(40).map((one) => one.replace(/ 10:0\d:00/, '')),
    ),
    'days without a time of day',
  ],
  ['no times', csvOf('user_id,event,item_id', ['a,view,b', 'a,view,c']), 'has no column of times'],
  [
    'seconds from a start of its own',
    csvOf(
      HEAD,
      lines(40).map((one, i) => one.replace(/2024.*00/, String(i * 60))),
    ),
    'times before 1973, or from a start of its own',
  ],
  [
    'dates that can be read in two ways',
    csvOf(
      HEAD,
      lines(40).map((one) => one.replace(/2024-03-(\d\d)/, '$1/03/2024')),
    ),
    '--dates dmy',
  ],
  [
    'misread actions',
    csvOf(HEAD, [...lines(20), ...lines(20).map((one) => one.replace('view', 'zap'))]),
    'unknown action zap',
  ],
  [
    'one session',
    csvOf(HEAD, ['u,2024-03-01 10:00:00,view,a', 'u,2024-03-01 10:01:00,view,b']),
    'one session',
  ],
])('refuses %s, with the reason', async (name, text, reason) => {
  const csv = write(`${name.replaceAll(' ', '-')}.csv`, text);
  const out = path(`no-${name.replaceAll(' ', '-')}`);
  const { code, err } = await run('prepare', csv, '--out', out);
  expect(err).toContain(reason);
  expect(code).toBe(1);
  // What it made it takes away again, and nothing else.
  expect(existsSync(out)).toBe(false);
  mkdirSync(out);
  expect((await run('prepare', csv, '--out', out)).code).toBe(1);
  expect(readdirSync(out)).toEqual([]);
});

test('options that shards leave nothing to decide for are refused', async () => {
  const asked = (...more: string[]) => run('train', '--out', path('x.safetensors'), ...more);
  expect((await asked('--shards', path('shards'), '--columns', 'item=a')).err).toContain(
    '--columns is an option of prepare',
  );
  expect((await asked('--shards', path('shards'), log)).err).toContain('not both');
  expect((await asked('--shards', path('nowhere'))).err).toContain('has no manifest.json');
  expect((await run('prepare', log, '--out', path(''))).err).toContain('nothing but shards');
  expect((await run('prepare', log, '--out', log)).err).toContain('nothing but shards');
  expect((await run('prepare', log, '--out', join(log, 'below'))).err).toContain(
    'a folder in a place that can be written to',
  );
  // A folder of logs may have the names of ours.
  mkdirSync(path('logs/events'), { recursive: true });
  write('logs/events/2024-03.parquet', '');
  expect((await run('prepare', log, '--out', path('logs'))).err).toContain('nothing but shards');
  expect(readdirSync(path('logs/events'))).toEqual(['2024-03.parquet']);
});

/** The program that is built, alone in a folder or with an environment of its own. */
const program = (cli: string, args: readonly string[], env: Record<string, string> = {}) =>
  spawnSync(process.execPath, [cli, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });

test('without DuckDB it says what to install', () => {
  cpSync('dist', path('alone/dist'), { recursive: true });
  cpSync('scale/prepare.sql', path('alone/scale/prepare.sql'));
  cpSync('scale/duckdb.sql', path('alone/scale/duckdb.sql'));
  writeFileSync(path('alone/package.json'), '{"type":"module"}');
  const { stderr, status } = program(path('alone/dist/cli.js'), [
    'prepare',
    log,
    '--out',
    path('nothing'),
  ]);
  expect(stderr).toContain('npm install --save-dev @duckdb/node-api');
  expect([status, existsSync(path('nothing/manifest.json'))]).toEqual([1, false]);
});

test('times with a zone are the same moments on every machine', async () => {
  const engine = await openEngine(':memory:', path('spill'));
  const file = path('zones.parquet');
  await engine.run(
    `copy (select 'u' || i % 20 as user_id, to_timestamp(1700000000 + i * 60) as event_time, 'view' as event, 'p' || i % 7 as item_id from range(200) r(i)) to '${file}' (format parquet)`,
  );
  engine.close();
  const { stderr, status } = program('dist/cli.js', ['prepare', file, '--out', path('zones')], {
    TZ: 'America/New_York',
  });
  expect([status, stderr]).toEqual([0, expect.not.stringContaining('as train does')]);
  const { cuts } = JSON.parse(readFileSync(path('zones/manifest.json'), 'utf8'));
  expect((cuts.testFrom - 1.7e12) % 60_000).toBe(0);
  expect(cuts.testFrom).toBeLessThan(1.7e12 + 200 * 60_000);
});

test('shards below the folder of the log are no part of it', async () => {
  write('visits-1.csv', shopCsv({ shoppers: 30, seed: 2, from: 1.7e12 }));
  mkdirSync(path('visits'));
  cpSync(path('visits-1.csv'), path('visits/1.csv'));
  const again = () => run('prepare', path('visits'), '--out', path('visits/shards'));
  const [first, second] = [await again(), await again()];
  expect([first.code, second.code], second.err).toEqual([0, 0]);
  expect(second.out.replace(/after .* s\./, '')).toBe(first.out.replace(/after .* s\./, ''));
});

/** Runs `prepare` until `isTime`, then kills it. */
function killed(csv: string, out: string, isTime: (said: string) => boolean): Promise<string> {
  const child = spawn(process.execPath, ['dist/cli.js', 'prepare', csv, '--out', out]);
  let said = '';
  const look = setInterval(() => isTime(said) && child.kill('SIGKILL'), 2);
  child.stderr.on('data', (text) => {
    said += text;
    if (isTime(said)) child.kill('SIGKILL');
  });
  return new Promise((resolve) => {
    child.on('close', (_, signal) => {
      clearInterval(look);
      resolve(signal === 'SIGKILL' ? said : `it had ended: ${said}`);
    });
  });
}

test('killed again and again it leaves what one run leaves, byte for byte', async () => {
  const csv = write('killed.csv', shopCsv({ shoppers: 500, seed: 9, from: 1.7e12 }));
  const [whole, parts] = [path('whole'), path('parts')];
  expect((await run('prepare', csv, '--out', whole)).code).toBe(0);
  const shardsOf = (folder: string) =>
    existsSync(join(folder, 'events')) ? readdirSync(join(folder, 'events')) : [];
  const first = await killed(csv, parts, (said) => said.includes('(numbered)'));
  expect(first).toContain('(lines)');
  const second = await killed(csv, parts, () => shardsOf(join(parts, '.work/shards')).length > 5);
  expect(second).not.toContain('(lines)');
  expect(existsSync(join(parts, 'manifest.json'))).toBe(false);
  const last = await run('prepare', csv, '--out', parts);
  expect([last.code, last.err.includes('(tokens)')]).toEqual([0, false]);
  const names = ['manifest.json', 'items.parquet', 'categories.parquet', 'report.parquet'];
  names.push(...shardsOf(whole).map((name) => `events/${name}`));
  expect(shardsOf(parts)).toEqual(shardsOf(whole));
  for (const name of names) {
    expect(readFileSync(join(parts, name)).equals(readFileSync(join(whole, name))), name).toBe(
      true,
    );
  }
});

test('another prepare in the same folder is told to wait', async () => {
  const csv = write('twice.csv', shopCsv({ shoppers: 200, seed: 4, from: 1.7e12 }));
  const child = spawn(process.execPath, ['dist/cli.js', 'prepare', csv, '--out', path('twice')]);
  await once(child.stderr, 'data');
  child.kill('SIGSTOP');
  const { code, err } = await run('prepare', csv, '--out', path('twice'));
  child.kill('SIGKILL');
  expect(err).toContain('another prepare is at work there');
  expect(code).toBe(2);
});

/** Every file below a folder, and a hash of its bytes. */
const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => `${file} ${createHash('md5').update(readFileSync(file)).digest('hex')}`);

test('a prepare of another log removes nothing of one that is at work', async () => {
  const csv = write('first.csv', shopCsv({ shoppers: 60, seed: 4, from: 1.7e12 }));
  const other = write('second.csv', shopCsv({ shoppers: 50, seed: 6, from: 1.7e12 }));
  const out = path('shared');
  const child = spawn(process.execPath, ['dist/cli.js', 'prepare', csv, '--out', out]);
  await once(child.stderr, 'data');
  child.kill('SIGSTOP');
  const before = filesIn(out);
  const { code, err } = await run('prepare', other, '--out', out);
  expect([code, err]).toEqual([2, expect.stringContaining('another prepare is at work there')]);
  expect(filesIn(out)).toEqual(before);
  child.kill('SIGCONT');
  await once(child, 'close');
  expect(child.exitCode).toBe(0);
  expect(readdirSync(out)).not.toContain('.work');
});

test('a log that is refused leaves the shards that were there', async () => {
  const csv = write('good.csv', shopCsv({ shoppers: 60, seed: 4, from: 1.7e12 }));
  const refused = write('refused.csv', csvOf(HEAD, lines(2)));
  const out = path('kept');
  expect((await run('prepare', csv, '--out', out)).code).toBe(0);
  const before = filesIn(out);
  const { code, err } = await run('prepare', refused, '--out', out);
  expect([code, err]).toEqual([1, expect.stringContaining('session')]);
  expect(filesIn(out)).toEqual(before);
  // Neither does one that was stopped on the way.
  const longer = write('longer.csv', shopCsv({ shoppers: 100, seed: 5, from: 1.7e12 }));
  await killed(longer, out, (said) => said.includes('(tokens)'));
  rmSync(join(out, '.work'), { recursive: true });
  expect(filesIn(out)).toEqual(before);
});

test('a plan for Spark leaves session ids aside that several shoppers share, and says so', async () => {
  const rows = Array.from({ length: 120 }, (_, i) => i);
  const from = path('shared.parquet');
  const buffer = parquetWriteBuffer({
    columnData: [
      { name: 'customer_id', data: rows.map((i) => `c${(i * 7) % 97}`), type: 'STRING' },
      { name: 'session_id', data: rows.map((i) => `s${i % 12}`), type: 'STRING' },
      { name: 'time', data: rows.map((i) => new Date(1.7e12 + i * 9e5)), type: 'TIMESTAMP' },
      { name: 'event_type', data: rows.map(() => 'view'), type: 'STRING' },
      { name: 'product_id', data: rows.map((i) => `p${i % 9}`), type: 'STRING' },
    ],
  });
  writeFileSync(from, new Uint8Array(buffer));
  const { code, out, err } = await run('prepare', from, '--plan', path('plan.json'));
  expect(code, err).toBe(0);
  expect(out).toContain('12 of 12 session ids belong to several shoppers: they are no sessions');
  const { view } = JSON.parse(readFileSync(path('plan.json'), 'utf8'));
  expect(view).not.toContain('session_id');
  expect(view).toContain('customer_id');
});
