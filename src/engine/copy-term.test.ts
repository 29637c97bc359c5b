import { expect, test } from 'vitest';
import { crowding } from './copy-term.js';
import { createCpuEngine } from './cpu/cpu-engine.js';
import { createItemTable } from './item-table.js';
import { randomHistory, randomModel } from './random-model.js';

const SMALL = { width: 16, ffn: 24, window: 5, contentBuckets: 32, subIds: 0 } as const;

test('an item seen before gains on the crowd as the catalog of an unseen shop grows', async () => {
  const model = randomModel(SMALL, 0, 1);
  const history = randomHistory(5, 20, 2);
  const logitsAmong = async (items: number) => {
    const table = createItemTable(model);
    for (let i = 0; i < items; i++) table.write(i, [{ bucket: i % 32, weight: 1 }]);
    return (await createCpuEngine(model, table).score(history)).items(0);
  };
  const [few, many] = [await logitsAmong(100), await logitsAmong(1480)];
  const seen = new Set(history.map(({ item }) => item));
  for (let i = 0; i < 20; i++) {
    expect(many[i] - few[i]).toBeCloseTo(seen.has(i) ? Math.log(10) : 0, 4);
  }
});

test('a model that knows its items knows how many there are', () => {
  expect(crowding({ trained: 2000, size: 5000 })).toBe(0);
  expect(crowding({ trained: 0, size: 6 })).toBe(0);
});
