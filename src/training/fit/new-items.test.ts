import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Token } from '../../encoding/token.js';
import { createCpuEngine } from '../../engine/cpu/cpu-engine.js';
import { createItemTable } from '../../engine/item-table.js';
import { seededRandom } from '../../lib/random.js';
import { readModel } from '../../model/model-file.js';
import { writeModel } from '../../model/write-model.js';
import { createExamples, tokenAt } from '../data/examples.js';
import { createSplitLog } from '../data/split-log.js';
import { dataOfVisits } from '../data/visits.fixture.js';
import { startWasmBackend } from '../network/wasm-backend.js';
import { train } from './train.js';
import { firstSights } from './withholding.js';

vi.setConfig({ testTimeout: 120_000 });

describe('a product that first appears after training', () => {
  beforeAll(() => startWasmBackend('node_modules/@tensorflow/tfjs-backend-wasm/dist/'));

  test('is predicted again when shoppers go back and forth over their own products', async () => {
    const random = seededRandom(5);
    const data = dataOfVisits(
      Array.from({ length: 420 }, (_, s) => {
        const own = [`x${s}`, `y${s}`, `p${Math.floor(random() * 40)}`];
        return Array.from({ length: 6 }, () => own[Math.floor(random() * 3)]);
      }),
    );
    const log = createSplitLog(data, (e) =>
      e >= data.events * 0.9 ? 'test' : e >= data.events * 0.8 ? 'validation' : 'train',
    );
    const trained = await train(log, {
      config: { width: 16, ffn: 32, window: 8, subIds: 4, centroids: 16 },
      card: { name: 'test', version: '1', data: 'a made-up log' },
      epochs: 8,
      batch: 128,
      seed: 2,
    });
    const model = readModel(writeModel(trained).buffer);
    const engine = createCpuEngine(model, createItemTable(model));
    const examples = createExamples(data, () => undefined);
    const known = firstSights(log);
    let hits = 0;
    let asked = 0;
    for (let s = 0; s + 1 < data.shopperOffsets.length; s++) {
      const history: Token[] = [];
      for (let e = data.shopperOffsets[s]; e < data.shopperOffsets[s + 1]; e++) {
        const next = examples.nextItem[e];
        const isOwn = /^[xy]/.test(data.itemIds[next] ?? '');
        const isRepeat = history.some(({ item }) => item === next) || data.item[e] === next;
        history.push(tokenAt(examples, e));
        if (!log.isIn(e, 'test') || !isOwn || !isRepeat || known[e]) continue;
        const chances = await (await engine.score(history)).items(examples.nextAction[e]);
        asked++;
        hits += chances.filter((chance) => chance > chances[next]).length < 3 ? 1 : 0;
      }
    }
    expect(asked).toBeGreaterThan(50);
    // Any of the three items of the visit.
    expect(hits / asked).toBeGreaterThan(0.9);
  });
});
