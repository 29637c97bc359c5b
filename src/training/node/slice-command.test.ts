import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createCpuEngine } from '../../engine/cpu/cpu-engine.js';
import { agreesWithGolden, TOLERANCE } from '../../engine/golden.js';
import { createItemTable } from '../../engine/item-table.js';
import { parseGolden } from '../../model/golden.js';
import { shopCsv, useCommands } from './command.fixture.js';
import { readModelFile } from './read-model-file.js';

const { path, write, run } = useCommands();
const QUICK = ['--epochs', '1', '--width', '16', '--layers', '1', '--seed', '7', '--sample', '50'];

test('a model becomes a file a department, each a model that a page opens', async () => {
  const log = write('shop.csv', shopCsv({ shoppers: 900, places: 30, seed: 3, from: 1.7e12 }));
  const whole = path('shop.safetensors');
  expect(await run('train', log, '--out', whole, ...QUICK)).toMatchObject({ code: 0 });
  const cut = await run('slice', whole, log, '--out', path('slices'), '--items', '5', '--json');
  expect(cut).toMatchObject({ code: 0 });
  const { slices } = JSON.parse(cut.out);
  const files = JSON.parse(readFileSync(path('slices/slices.json'), 'utf8'));
  const { model } = readModelFile(whole);
  const departments = Object.keys(files).filter(Boolean);
  expect(departments).toHaveLength(4);
  const rowOf = new Map(model.vocabulary.items.map((id, row) => [id, row]));
  let products = 0;
  for (const { department, file, products: count, within } of slices) {
    expect(files[department]).toBe(file);
    const { model: slice } = readModelFile(path(`slices/${file}`));
    const { items, categories } = slice.vocabulary;
    expect(items).toHaveLength(count);
    expect(slice.card.data).toContain(`of ${model.vocabulary.items.length} products, cut from: `);
    // Chances are those of this file's products: how often one of them is next, by the department's visits.
    expect(within).toBeGreaterThan(0);
    expect(slice.calibration).not.toEqual(model.calibration);
    expect(slice.calibration.actions).toEqual(model.calibration.actions);
    const golden = parseGolden(slice.golden, items.length);
    const engine = createCpuEngine(slice, createItemTable(slice));
    expect(golden && (await agreesWithGolden(engine, golden, TOLERANCE, 32))).toBe(true);
    expect(slice.golden).not.toEqual(model.golden);
    // Each item looks as it does in the whole file.
    const [own, all] = [createItemTable(slice), createItemTable(model)];
    const [one, other] = [new Float32Array(16), new Float32Array(16)];
    for (const [row, id] of items.entries()) {
      own.read(row, one);
      all.read(rowOf.get(id) as number, other);
      expect(one).toEqual(other);
      if (department) {
        expect(categories[slice.itemCategory[row] - 1].path.split('/')[0]).toBe(department);
      }
    }
    if (department) products += count;
  }
  expect(products).toBe(model.vocabulary.items.length);
  expect(slices.find(({ department }: { department: string }) => !department).products).toBe(5);
  // The same command again, and not over anything else.
  expect((await run('slice', whole, log, '--out', path('slices'))).code).toBe(0);
  expect((await run('slice', whole, log, '--out', path(''))).err).toContain('nothing but slices');
});

test('a department that would fill no shelf has no file', async () => {
  const log = write('small.csv', shopCsv({ shoppers: 300, places: 9, seed: 5, from: 1.7e12 }));
  const file = path('small.safetensors');
  expect((await run('train', log, '--out', file, ...QUICK)).code).toBe(0);
  const { code, out } = await run('slice', file, log, '--out', path('small'));
  expect([code, out]).toEqual([
    0,
    expect.stringContaining('4 smaller departments, 36 products, have no file'),
  ]);
  expect(Object.keys(JSON.parse(readFileSync(path('small/slices.json'), 'utf8')))).toEqual(['']);
});

test('a model of one shop without categories has nothing to be cut by', async () => {
  const [head, ...lines] = shopCsv({ shoppers: 60, seed: 3, from: 1.7e12 }).trim().split('\n');
  const bare = [head, ...lines].map((line) => line.split(',').slice(0, 4).join(',')).join('\n');
  const log = write('bare.csv', `${bare}\n`);
  const file = path('bare.safetensors');
  expect((await run('train', log, '--out', file, ...QUICK)).code).toBe(0);
  const { code, err } = await run('slice', file, log, '--out', path('none'));
  expect([code, err]).toEqual([1, expect.stringContaining('no products with a category')]);
  expect(existsSync(path('none'))).toBe(false);
});
