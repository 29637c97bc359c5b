import { expect, test } from 'vitest';
import { createCpuEngine } from './cpu/cpu-engine.js';
import { agreesWithGolden, makeGolden } from './golden.js';
import { createItemTable } from './item-table.js';
import { randomHistory, randomModel } from './random-model.fixture.js';

const model = randomModel({ width: 16, ffn: 24, window: 5 }, 200, 1);
const table = createItemTable(model);
const golden = makeGolden(model, table, randomHistory(12, 200, 1));

test('a correct engine passes, also after the golden vector went through JSON', async () => {
  const engine = createCpuEngine(model, table);
  expect(await agreesWithGolden(engine, JSON.parse(JSON.stringify(golden)), 1e-4, 5)).toBe(true);
});

test('items that the page added do not make an engine wrong', async () => {
  const grown = createItemTable(model);
  for (let row = 200; row < 260; row++) grown.write(row, [{ bucket: row % 4, weight: 1 }]);
  const engine = createCpuEngine(model, grown);
  expect(
    golden.items.rows.some((row) => golden.tokens.slice(-5).some(([, item]) => item === row)),
  ).toBe(true);
  expect(await agreesWithGolden(engine, golden, 1e-3, 5)).toBe(true);
});

test('a model without items has a golden vector too', async () => {
  const bare = randomModel({ width: 16, ffn: 24, window: 5, subIds: 0 }, 0, 1);
  const items = createItemTable(bare);
  const own = makeGolden(bare, items, randomHistory(3, 0, 1));
  expect(own.items.rows).toEqual([]);
  expect(await agreesWithGolden(createCpuEngine(bare, items), own, 1e-4, 5)).toBe(true);
});

test.each(['final.norm', 'head.action', 'head.intent', 'item.centroids', 'layer.1.k'])(
  'an engine with a changed %s is refused',
  async (name) => {
    for (const wrong of [Number.NaN, 0.3]) {
      const tensors = new Map(model.tensors);
      tensors.set(
        name,
        tensors.get(name)!.map((value) => value + wrong),
      );
      const other = { ...model, tensors };
      const engine = createCpuEngine(other, createItemTable(other));
      const isRight = agreesWithGolden(engine, golden, 1e-3, 5);
      // NaN is refused before anything is compared.
      if (Number.isNaN(wrong)) await expect(isRight).rejects.toMatchObject({ detail: 'answers' });
      else expect(await isRight).toBe(false);
    }
  },
);
