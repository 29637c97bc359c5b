import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { repositoryRoot } from './serve.fixture.js';
import { shopLog } from './shop-log.fixture.js';

const cli = join(repositoryRoot, 'dist/cli.js');
const folder = mkdtempSync(join(tmpdir(), 'nextaisle-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** @param watch gets stderr so far and the process, e.g. to send it a signal. */
function run(args: string[], watch?: (err: string, child: ChildProcess) => void): Promise<Ended> {
  const child = spawn(process.execPath, [cli, ...args], { cwd: folder });
  const ended: Ended = { code: null, out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    ended.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    ended.err += chunk;
    watch?.(ended.err, child);
  });
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ ...ended, code }));
  });
}

beforeAll(() => {
  const lines = shopLog(120).trimEnd().split('\n');
  writeFileSync(join(folder, 'events.csv'), `${lines.join('\n')}\n`);
  lines.splice(10, 0, '3,never,click,item-1,Category 1,6', '3,click');
  writeFileSync(join(folder, 'bad.csv'), `${lines.join('\n')}\n`);
});

describe('train, evaluate, inspect', () => {
  let trained: Ended;
  beforeAll(async () => {
    trained = await run([
      'train',
      'bad.csv',
      '--out',
      'shop.safetensors',
      '--epochs',
      '2',
      '--json',
    ]);
  });

  test('prints one JSON document on stdout, and everything else on stderr', () => {
    expect(trained.code, trained.err).toBe(0);
    const { out, bytes, gzip, read, quantised, report } = JSON.parse(trained.out);
    expect(out).toBe('shop.safetensors');
    const file = readFileSync(join(folder, 'shop.safetensors'));
    expect(bytes).toBe(file.length);
    expect(gzip).toBe(gzipSync(file).length);
    expect(read.refused).toHaveLength(2);
    expect(read.refused).toEqual(
      expect.arrayContaining([
        {
          reason: 'time cannot be read',
          count: 1,
          places: ['bad.csv:11'],
          texts: ['3,never,click,item-1,Category 1,6'],
        },
        {
          reason: 'another number of columns than the header',
          count: 1,
          places: ['bad.csv:12'],
          texts: ['3,click'],
        },
      ]),
    );
    expect(report.nextItem.map(({ method }: { method: string }) => method)).toEqual([
      'recently viewed',
      'popularity',
      'co-visitation',
      'V-SKNN',
      'nextaisle',
    ]);
    expect(trained.err).toContain(
      'refused 1 × time cannot be read (bad.csv:11; the first: 3,never,click,item-1,Category 1,6)',
    );
    expect(trained.err).toMatch(/epoch 3\/3 .*held-out recall@20 \d/);
    const { before, after } = quantised;
    for (const { recall } of [before, after]) expect(recall).toBeGreaterThan(0);
    const line = `${(100 * before.recall).toFixed(1)} / ${(100 * before.mrr).toFixed(1)} before the vectors were quantised`;
    expect(trained.err).toContain(line);
    expect(trained.err).not.toContain('\r');
    expect(existsSync(join(folder, 'shop.safetensors.checkpoint'))).toBe(false);
  });

  test('evaluate reports the same figures as train', async () => {
    const evaluated = await run(['evaluate', 'shop.safetensors', 'bad.csv', '--json']);
    expect(evaluated.code, evaluated.err).toBe(0);
    expect(JSON.parse(evaluated.out).report).toEqual(JSON.parse(trained.out).report);
  });

  test('evaluate prints tables', async () => {
    const { out } = await run(['evaluate', 'shop.safetensors', 'events.csv']);
    expect(out).toMatch(/\nV-SKNN +\d+\.\d/);
    expect(out).toMatch(/\nlast-action Markov +\d+\.\d/);
    expect(out).toContain('Before the session ends');
  });

  test('predict says what comes next, in chances', async () => {
    const { code, out, err } = await run(['predict', 'shop.safetensors', 'events.csv', '--k', '3']);
    expect(code, err).toBe(0);
    const lines = out.trim().split('\n');
    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines) {
      const { actions, intent, items } = JSON.parse(line);
      const chances = Object.values<number>(actions);
      expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 4);
      expect(intent.purchase).toBeGreaterThan(0);
      expect(items).toHaveLength(3);
    }
  });

  test('inspect prints what is in a model file', async () => {
    const { code, out } = await run(['inspect', 'shop.safetensors', '--json']);
    expect(code).toBe(0);
    const facts = JSON.parse(out);
    expect(facts).toMatchObject({
      card: { name: 'shop', data: expect.stringContaining('bad.csv') },
      items: JSON.parse(trained.out).report.data.items,
      categories: 4,
      actions: ['click', 'cart', 'purchase', 'leave'],
      golden: { agrees: true },
    });
    const text = await run(['inspect', 'shop.safetensors']);
    expect(text.out).toContain('golden vectors agree');
    expect(text.out).toMatch(/head\.action +64 +9 +2304/);
  });

  test('a truncated or missing model file is an error', async () => {
    const bytes = readFileSync(join(folder, 'shop.safetensors'));
    writeFileSync(join(folder, 'cut.safetensors'), bytes.subarray(0, 5000));
    for (const [file, errorCode] of [
      ['cut.safetensors', 'MODEL_CORRUPT'],
      ['none.safetensors', 'MODEL_MISSING'],
    ]) {
      const { code, err } = await run(['inspect', file]);
      expect(code).toBe(1);
      expect(err).toMatch(new RegExp(`^nextaisle: ${errorCode} .*\\n$`));
    }
  });
});

test('a missing column fails with one line that lists the columns found', async () => {
  const args = ['train', 'events.csv', '--out', 'x.safetensors', '--columns', 'item=sku'];
  const { code, out, err } = await run(args);
  expect(code).toBe(1);
  expect(out).toBe('');
  expect(err).toMatch(/^nextaisle: BAD_COLUMN .*item=sku; found: session, time, type, item, .*\n$/);
  const json = await run([...args, '--json']);
  expect(JSON.parse(json.out).error).toMatchObject({ code: 'BAD_COLUMN' });
});

test.each([
  [['train', 'events.csv'], 'BAD_OPTION'],
  [
    ['train', 'events.csv', '--out', 'x.safetensors', '--epochs', 'many'],
    '--epochs is "many": a whole number from 1 to 1000.',
  ],
  [['train', 'events.csv', '--out', 'x.safetensors', '--width', '63'], '--width'],
  [['train', 'events.csv', '--out', 'x.safetensors', '--width', '24', '--heads', '1'], '--sub-ids'],
  [
    ['train', 'events.csv', '--out', 'x.safetensors', '--size', 'huge'],
    '"tiny", "small", "base" or "large"',
  ],
  [
    ['train', 'events.csv', '--out', 'x.safetensors', '--split', 'half'],
    '"time" or "leave-one-out"',
  ],
  [['train', 'events.csv', '--out', 'x.safetensors', '--on', 'train'], '"test" or "validation"'],
  [
    ['train', 'events.csv', '--out', 'no/such/folder/x.safetensors'],
    '--out is "no/such/folder/x.safetensors": a file in a folder that can be written to.',
  ],
  [['train', 'events.csv', '--out', 'x.safetensors', '--resume'], 'there is no'],
  [['train', 'none.csv', '--out', 'x.safetensors'], 'none.csv is not there'],
  [
    ['train', 'events.csv', '--out', 'x.safetensors', '--actions', 'a=b'],
    '--actions is "a=b": name=action',
  ],
  [['evaluate', 'events.csv', '--speed'], '--speed'],
  [['bake'], 'no command bake'],
  [[], 'nextaisle train <log…>'],
])('wrong usage is explained: %j', async (args, says) => {
  const { code, out, err } = await run(args);
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).toContain(says);
});

test('--item-embeddings appear in the file, in the messages and in the report', async () => {
  const ids = Array.from({ length: 30 }, (_, i) => `item-${i}`);
  const values = Float32Array.from({ length: ids.length * 5 }, (_, at) => Math.sin(at));
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${ids.length}, 5), }`;
  const head = Buffer.from(`\x93NUMPY\x01\x00..${header.padEnd(117)}\n`, 'latin1');
  head.writeUInt16LE(118, 8);
  const npy = Buffer.concat([head, new Uint8Array(values.buffer)]);
  writeFileSync(join(folder, 'vectors.npy'), npy);
  const withVectors = ['--item-embeddings', 'vectors.npy', '--json'];
  const train = ['train', 'events.csv', '--out', 'e.safetensors', '--epochs', '1', ...withVectors];
  const missing = await run(train);
  expect(missing.code).toBe(2);
  expect(JSON.parse(missing.out).error.detail).toContain('vectors.ids.txt');
  writeFileSync(join(folder, 'vectors.ids.txt'), ids.join('\n'));
  const trained = await run(train);
  expect(trained.code, trained.err).toBe(0);
  expect(trained.err).toMatch(/embeddings: 5 numbers each, for \d+ of these items and \d+ others/);
  const { read, report } = JSON.parse(trained.out);
  expect(read.embeddings.length).toBe(5);
  const evaluated = await run(['evaluate', 'e.safetensors', 'events.csv', ...withVectors]);
  expect(JSON.parse(evaluated.out).report).toEqual(report);
  const { config } = JSON.parse((await run(['inspect', 'e.safetensors', '--json'])).out);
  expect(config.embeddingLength).toBe(5);
});

test('--size sets the shape of the network, and single options override it', async () => {
  const args = ['train', 'events.csv', '--epochs', '1', '--out', 'sized.safetensors', '--json'];
  const shapeOf = async (...more: string[]) => {
    const { code, err } = await run([...args, ...more]);
    expect(code, err).toBe(0);
    const { out } = await run(['inspect', 'sized.safetensors', '--json']);
    const { width, layers, heads, ffn } = JSON.parse(out).config;
    return [width, layers, heads, ffn];
  };
  expect(await shapeOf('--size', 'tiny')).toEqual([32, 1, 2, 128]);
  expect(await shapeOf('--size', 'base', '--layers', '1', '--width', '64')).toEqual([
    64, 1, 4, 256,
  ]);
});

test('leave-one-out tests the last item of a shopper, validation the one before', async () => {
  const args = ['events.csv', '--split', 'leave-one-out', '--json'];
  const trained = await run(['train', ...args, '--epochs', '1', '--out', 'last.safetensors']);
  expect(trained.code, trained.err).toBe(0);
  const { report } = JSON.parse(trained.out);
  expect(report.predictions).toBe(report.data.parts.test.events);
  expect(report.predictions).toBeGreaterThan(100);
  expect(report.nextItem[4].ndcg10.n).toBe(report.predictions);
  const held = await run(['evaluate', 'last.safetensors', ...args, '--on', 'validation']);
  expect(held.code, held.err).toBe(0);
  expect(JSON.parse(held.out).report.predictions).toBe(report.data.parts.validation.events);
});

test('ends with a verdict, and a job can stop at a bad one', async () => {
  const base = join(repositoryRoot, 'weights/base.safetensors');
  // Too few predictions to prove anything.
  const args = ['evaluate', base, 'events.csv', '--sample', '40'];
  const told = await run(args);
  expect(told.code, told.err).toBe(0);
  expect(told.out).toMatch(
    /\nVerdict: do not ship it\.\nNext product: not better than [\s\S]+shoppers\.\n$/,
  );
  const strict = await run([...args, '--require-better', '--json']);
  expect(strict.code).toBe(1);
  expect(JSON.parse(strict.out).report.verdict).toMatchObject({ ship: false });
});

test('prints help and version', async () => {
  const help = await run(['--help']);
  expect(help).toMatchObject({ code: 0, err: '' });
  expect(help.out).toContain('--resume');
  const { version } = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8'));
  expect((await run(['--version'])).out).toBe(`${version}\n`);
});

test('Ctrl-C keeps the best model so far, and --resume continues', async () => {
  const args = ['train', 'events.csv', '--out', 'long.safetensors', '--epochs', '12', '--json'];
  let sent = false;
  const stopped = await run(args, (err, child) => {
    if (sent || !err.includes('epoch 3/')) return;
    sent = true;
    child.kill('SIGINT');
  });
  expect(stopped.code, stopped.err).toBe(130);
  expect(stopped.err).toContain('and --resume');
  expect(JSON.parse(stopped.out)).toMatchObject({ interrupted: true, resumable: true });
  const inspected = await run(['inspect', 'long.safetensors', '--json']);
  expect(JSON.parse(inspected.out).golden.agrees).toBe(true);

  const other = await run([...args, '--resume', '--width', '32']);
  expect(other.code).toBe(2);
  expect(other.err).toContain('width 64');

  const resumed = await run([...args, '--resume']);
  expect(resumed.code, resumed.err).toBe(0);
  expect(resumed.err).not.toMatch(/epoch [12]\//);
  expect(resumed.err).toContain('epoch 13/13');
  expect(JSON.parse(resumed.out).report.predictions).toBeGreaterThan(0);
  expect(existsSync(join(folder, 'long.safetensors.checkpoint'))).toBe(false);
});

test('a seed gives the same file again with the same number of threads', async () => {
  const files: Buffer[] = [];
  for (const [out, threads] of [
    ['a', '2'],
    ['b', '2'],
    ['c', '1'],
  ]) {
    const file = `${out}.safetensors`;
    const args = ['train', 'events.csv', '--out', file, '--epochs', '1', '--name', 'same'];
    const { code, err } = await run([...args, '--threads', threads, '--json']);
    expect(code, err).toBe(0);
    files.push(readFileSync(join(folder, file)));
  }
  expect(files[0].equals(files[1])).toBe(true);
  // Dropout draws by part, so another number of threads gives another file.
  expect(files[0].equals(files[2])).toBe(false);
});
