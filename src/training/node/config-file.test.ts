import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { readArguments } from './arguments.js';
import { shopCsv, useCommands } from './command.fixture.js';
import { withConfigFile } from './config-file.js';

vi.setConfig({ testTimeout: 120_000 });

const { path, run, write } = useCommands();
const log = write('log.csv', shopCsv({ shoppers: 80, seed: 1, from: Date.UTC(2025, 0, 1) }));
const valuesOf = (...argv: string[]) => withConfigFile(readArguments(argv)).values;

test('what --json prints as config trains the same file again, byte for byte', async () => {
  const args = [
    'train',
    log,
    '--epochs',
    '1',
    '--width',
    '16',
    '--model-version',
    'night 7',
    '--threads',
    '3',
  ];
  const first = await run(...args, '--dropout', '0.1', '--json', '--out', path('shop.safetensors'));
  expect(first.code, first.err).toBe(0);
  const bytes = readFileSync(path('shop.safetensors'));
  const { config } = JSON.parse(first.out);
  expect(config).toMatchObject({
    epochs: 1,
    width: 16,
    dropout: 0.1,
    layers: 2,
    batch: 128,
    seed: 1,
    split: 'time',
    threads: 3,
    name: 'shop',
    'model-version': 'night 7',
    'keep-robots': false,
    columns: null,
  });
  expect([0, 0.5]).toContain(config.teaching);

  // Both what was printed and its config alone are such a file.
  for (const saved of [first.out, JSON.stringify(config)]) {
    const again = await run('train', log, '--json', '--config', write('train.json', saved));
    expect(again.code, again.err).toBe(0);
    expect(readFileSync(path('shop.safetensors'))).toEqual(bytes);
    expect(JSON.parse(again.out).config).toEqual(config);
  }
  const shown = await run('inspect', path('shop.safetensors'));
  expect(shown.out).toContain('shop, version night 7');
});

test('flags win over the file, --no- over its flags, and other commands take what reads a log', () => {
  const config = {
    epochs: 7,
    'keep-robots': true,
    columns: 'item=sku',
    out: 'a.safetensors',
    name: '007',
    dropout: null,
  };
  const file = write('flags.json', JSON.stringify(config));
  expect(valuesOf('train', 'x.csv', '--config', file)).toMatchObject({
    epochs: '7',
    'keep-robots': true,
    columns: 'item=sku',
    out: 'a.safetensors',
    name: '007',
  });
  const given = valuesOf('train', '--config', file, '--epochs', '2', '--no-keep-robots');
  expect(given).toMatchObject({ epochs: '2', 'keep-robots': false });
  const others = valuesOf('evaluate', 'shop.safetensors', 'x.csv', '--config', file);
  expect(others).toEqual({ config: file, columns: 'item=sku', 'keep-robots': true });
});

test.each([
  ['{ "epoch": 3 }', '"epoch" is no option of train. Did you mean "epochs"?'],
  ['{ "minItemCount": 3 }', 'Did you mean "min-item-count"?'],
  ['{ "xyzzy": 3 }', '"xyzzy" is no option of train.'],
  ['{ "json": true }', '"json" is no option of train'],
  ['{ "epochs": true }', '"epochs" is true: a text or a number'],
  ['{ "columns": { "item": "sku" } }', '"columns" is {"item":"sku"}: a text or a number'],
  ['{ "keep-robots": "yes" }', '"keep-robots" is "yes": true or false'],
  ['{ "__proto__": { "epochs": 3 } }', '"__proto__" is no option'],
  ['[1]', 'is no object of options'],
  ['epochs: 3', 'is not JSON'],
  ['{ "epochs": "many" }', '--epochs is "many": a whole number from 1 to 1000'],
])('%s is refused, and why', async (text, says) => {
  const file = write('bad.json', text);
  const { code, err } = await run('train', log, '--out', path('x.st'), '--config', file);
  expect(code).toBe(2);
  expect(err).toContain(says);
});

test('a file that is not there, or a log in its place, is refused', async () => {
  const none = await run('train', log, '--config', path('none.json'));
  expect([none.code, none.err]).toEqual([2, expect.stringContaining('none.json: cannot be read')]);
  const large = write('large.json', ' '.repeat(2 << 20));
  expect((await run('train', log, '--config', large)).err).toContain('too large');
});

test.each(['', 'a\nb', 'x'.repeat(101)])('a version %j is refused', async (version) => {
  const args = ['train', log, '--out', path('v.safetensors'), '--model-version', version];
  const { code, err } = await run(...args);
  expect(code).toBe(2);
  expect(err).toContain('a text of 1 to 100 characters');
});
