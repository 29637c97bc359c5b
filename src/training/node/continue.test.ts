import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Model } from '../../model/model.js';
import { readModel } from '../../model/model-file.js';
import type { Report } from '../measure/report.js';
import type { ItemScore } from '../measure/scores.js';
import { shopCsv, useCommands } from './command.fixture.js';

vi.setConfig({ testTimeout: 200_000, hookTimeout: 200_000 });

const { path, run, write } = useCommands();
const YESTERDAY = Date.UTC(2025, 0, 1);
const TODAY = Date.UTC(2025, 0, 8);
const modelIn = (name: string): Model => readModel(new Uint8Array(readFileSync(path(name))).buffer);

/** The codes of an item, and undefined for one without. */
function codesOf({ vocabulary, codes, config }: Model, id: string): number[] | undefined {
  const row = vocabulary.items.indexOf(id);
  const M = config.subIds;
  return row < 0 ? undefined : Array.from(codes.subarray(row * M, (row + 1) * M));
}

async function train(name: string, log: string, ...more: string[]) {
  const ended = await run('train', log, '--out', path(name), '--json', ...more);
  return { ...ended, told: JSON.parse(ended.out) };
}

describe.each([
  ['a shop whose items are a table', 10, 700],
  ['a shop whose items are codes', 80, 2000],
])('%s', (_, places, shoppers) => {
  const shop = { places, shoppers };
  const items = 4 * places;
  // A tenth of the assortment goes, and as much is new.
  const moved = items / 10;
  let log: string;
  let anew: Report;
  let onward: Report;
  let told: Awaited<ReturnType<typeof train>>['told'];

  beforeAll(async () => {
    const first = write('yesterday.csv', shopCsv({ ...shop, seed: 1, from: YESTERDAY }));
    const size = ['--width', '32', '--layers', '1', '--sub-ids', '8', '--content', '0'];
    const old = await train('yesterday.safetensors', first, ...size, '--epochs', '3');
    expect(old.code, old.err).toBe(0);
    log = write('today.csv', shopCsv({ ...shop, seed: 2, from: TODAY, firstItem: moved }));
    const from = await train('onward.safetensors', log, '--from', path('yesterday.safetensors'));
    expect(from.code, from.err).toBe(0);
    told = from.told;
    onward = told.report;
    const again = await train('anew.safetensors', log, ...size, '--epochs', '1');
    anew = again.told.report;
  });

  test('items of yesterday keep their codes, byte for byte, also those that are gone', () => {
    const [before, after] = ['yesterday', 'onward'].map((name) => modelIn(`${name}.safetensors`));
    expect(before.vocabulary.items).toHaveLength(items);
    for (const id of before.vocabulary.items)
      expect(codesOf(after, id)).toEqual(codesOf(before, id));
    expect(after.config).toMatchObject({ width: 32, layers: 1, subIds: before.config.subIds });
    expect(told.continued).toMatchObject({ kept: items, unseen: moved, dropped: 0, joined: moved });
  });

  test('new items have codes, and are ranked', async () => {
    const after = modelIn('onward.safetensors');
    const fresh = Array.from({ length: moved }, (_, i) => `item-${items + i}`);
    for (const id of fresh) expect(codesOf(after, id)).toBeDefined();
    // Visits to new items alone, later.
    const options = { ...shop, seed: 3, from: TODAY + 9e8, firstItem: moved };
    const [head, ...lines] = shopCsv(options).trim().split('\n');
    const later = lines.filter((line) => fresh.includes(line.split(',')[3]));
    const csv = write('later.csv', `${[head, ...later].join('\n')}\n`);
    const { out, err } = await run('drift', path('onward.safetensors'), csv, '--json');
    const { today, later: isLater } = JSON.parse(out);
    expect(isLater, err).toBe(true);
    expect(today.recall20.n).toBeGreaterThan(20);
    expect(today.recall20.value).toBeGreaterThan(0.6);
    expect(today.mrr20.value).toBeGreaterThan(0.25);
  });

  test('one pass on from yesterday is no worse than one pass from nothing', () => {
    const [on, nothing] = [onward, anew].map(({ nextItem }) => nextItem.at(-1) as ItemScore);
    expect(on.recall20.value).toBeGreaterThan(nothing.recall20.value - 0.01);
    expect(on.mrr20.value).toBeGreaterThan(nothing.mrr20.value - 0.01);
  });

  test('--drop-unseen leaves out what is gone', async () => {
    const yesterday = path('yesterday.safetensors');
    const args = ['--from', yesterday, '--drop-unseen'];
    const dropped = await train('dropped.safetensors', log, ...args);
    expect(dropped.code, dropped.err).toBe(0);
    expect(dropped.told.continued).toMatchObject({
      kept: items - moved,
      unseen: 0,
      dropped: moved,
    });
    const [before, after] = ['yesterday', 'dropped'].map((name) => modelIn(`${name}.safetensors`));
    expect(codesOf(after, 'item-0')).toBeUndefined();
    expect(codesOf(after, `item-${moved}`)).toEqual(codesOf(before, `item-${moved}`));
    // And what it printed trains the same file again.
    const bytes = readFileSync(path('dropped.safetensors'));
    const config = write('again.json', JSON.stringify(dropped.told.config));
    await train('dropped.safetensors', log, '--config', config);
    expect(readFileSync(path('dropped.safetensors'))).toEqual(bytes);
  });
});

describe('what cannot go on is refused with the way out', () => {
  const log = () => write('log.csv', shopCsv({ shoppers: 60, seed: 4, from: TODAY }));
  beforeAll(async () => {
    const args = ['--epochs', '1', '--width', '16', '--layers', '1'];
    const made = await train('small.safetensors', log(), ...args);
    expect(made.code, made.err).toBe(0);
  });

  test.each<[string, () => string[], string]>([
    [
      'another network',
      () => [log(), '--from', path('small.safetensors'), '--width', '32'],
      'the file has width 16, not 32. Leave that option out',
    ],
    [
      'another size',
      () => [log(), '--from', path('small.safetensors'), '--size', 'base'],
      'the file has width 16, not 128',
    ],
    [
      'the base model',
      () => [log(), '--from', 'weights/base.safetensors'],
      'the file knows no items of its own',
    ],
    [
      'another shop',
      () => [
        write('other.csv', shopCsv({ shoppers: 60, seed: 4, from: TODAY, firstItem: 900 })),
        ...['--from', path('small.safetensors')],
      ],
      'no item of the file is in the log. Is it the same shop?',
    ],
    [
      'a table that is full',
      () => [
        write('many.csv', shopCsv({ shoppers: 900, seed: 4, from: TODAY, places: 80 })),
        ...['--from', path('small.safetensors'), '--min-item-count', '1'],
      ],
      'the file is a table of at most 256 items, and there would be',
    ],
    ['no file', () => [log(), '--from', path('none.safetensors')], 'MODEL_MISSING'],
    ['nothing to leave out', () => [log(), '--drop-unseen'], 'only with --from'],
  ])('%s', async (_, args, says) => {
    const { err, code } = await run('train', ...args(), '--out', path('x.safetensors'));
    expect(err).toContain(says);
    expect(code).toBe(says.startsWith('MODEL') ? 1 : 2);
  });
});
