import { expect, test } from 'vitest';
import { chancesWithCopies, setCopies } from './copy-term.js';
import { createCpuEngine } from './cpu/cpu-engine.js';
import { createItemTable } from './item-table.js';
import { randomHistory, randomModel } from './random-model.fixture.js';
import { softmax } from './softmax.js';

const SMALL = { width: 16, ffn: 24, window: 5, contentBuckets: 32, subIds: 0 } as const;

test('copies share the odds of the gate, split by their own logits', () => {
  const logits = [3, -1, 0.5, 9, 2];
  setCopies(
    logits,
    [
      { item: 3, logit: 1 },
      { item: 1, logit: 1 - Math.log(3) },
    ],
    Math.log(0.25),
  );
  const chances = softmax(logits);
  expect(chances[3] + chances[1]).toBeCloseTo(0.2, 6);
  expect(chances[3] / chances[1]).toBeCloseTo(3, 6);
  expect(chances[0] / chances[2]).toBeCloseTo(Math.exp(2.5), 6);
});

test.each([1, 0.7, 2])(
  'chances at temperature %d are the softmax of the logits',
  async (temperature) => {
    const logits = [3, -1, 0.5, 9, 2, -60];
    for (const copies of [
      [],
      [
        { item: 3, logit: 1 },
        { item: 1, logit: -2 },
      ],
    ]) {
      const chances = Float32Array.from(logits);
      await chancesWithCopies(chances, () => copies, -0.4, temperature);
      const set = logits.slice();
      if (copies.length) setCopies(set, copies, -0.4);
      const expected = softmax(set, temperature);
      chances.forEach((chance, i) => expect(chance).toBeCloseTo(expected[i], 6));
    }
  },
);

test('copies take all of the probability when every item was viewed', async () => {
  const logits = [3, -1];
  const copies = [0, 1].map((item) => ({ item, logit: item }));
  setCopies(logits, copies, -4);
  const chances = softmax(logits);
  expect(chances[1] / chances[0]).toBeCloseTo(Math.E, 6);
  const made = Float32Array.of(3, -1);
  await chancesWithCopies(made, () => copies, -4, 1);
  expect([...made]).toEqual([expect.closeTo(chances[0], 6), expect.closeTo(chances[1], 6)]);
});

test('viewed items are as likely among many items as among few', async () => {
  const model = randomModel(SMALL, 0, 1);
  const history = randomHistory(5, 20, 2);
  const again = async (items: number) => {
    const table = createItemTable(model);
    for (let i = 0; i < items; i++) table.write(i, [{ bucket: i % 32, weight: 1 }]);
    const chances = await (await createCpuEngine(model, table).score(history)).items(0);
    const seen = new Set(history.map(({ item }) => item));
    return [...seen].reduce((sum, item) => sum + (chances[item] ?? 0), 0);
  };
  expect(await again(1480)).toBeCloseTo(await again(100), 5);
});
