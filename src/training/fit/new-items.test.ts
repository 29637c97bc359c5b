import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Token } from '../../encoding/token.js';
import { createCpuEngine } from '../../engine/cpu/cpu-engine.js';
import { seededRandom } from '../../lib/random.js';
import { readModel } from '../../model/model-file.js';
import { writeModel } from '../../model/write-model.js';
import { createExamples, tokenAt } from '../data/examples.js';
import { placeItems } from '../data/place-items.js';
import { createSplitLog } from '../data/split-log.js';
import { dataOfVisits } from '../data/visits.fixture.js';
import { startWasmBackend } from '../network/wasm-backend.js';
import type { CodedChoice } from './choose-coded.js';
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
    // No row of these is in the file: each is one of the page's own.
    expect(model.vocabulary.items).not.toContain('x419');
    const placed = placeItems(model, data);
    const engine = createCpuEngine(model, placed.table);
    const examples = createExamples(data, () => undefined);
    const known = firstSights(log);
    let hits = 0;
    let asked = 0;
    for (let s = 0; s + 1 < data.shopperOffsets.length; s++) {
      const history: Token[] = [];
      const [from, to] = [data.shopperOffsets[s], data.shopperOffsets[s + 1]];
      placed.enter(data.item.subarray(from, to));
      for (let e = from; e < to; e++) {
        const next = examples.nextItem[e];
        const isOwn = /^[xy]/.test(data.itemIds[next] ?? '');
        history.push({ ...tokenAt(examples, e), item: placed.read(data.item[e]) });
        const row = placed.rowOf(next);
        const isRepeat = history.some(({ item }) => item === row);
        if (!log.isIn(e, 'test') || !isOwn || !isRepeat || known[e]) continue;
        const chances = await (await engine.score(history)).items(examples.nextAction[e]);
        asked++;
        hits += chances.filter((chance) => chance > chances[row]).length < 3 ? 1 : 0;
      }
    }
    expect(asked).toBeGreaterThan(50);
    // Any of the three items of the visit.
    expect(hits / asked).toBeGreaterThan(0.9);
  });

  test('so is one too rare for codes; the file holds the others', async () => {
    const random = seededRandom(6);
    const data = dataOfVisits(
      Array.from({ length: 300 }, (_, s) => {
        const own = [`x${s}`, `p${Math.floor(random() * 40)}`];
        return Array.from({ length: 5 }, () => own[Math.floor(random() * 2)]);
      }),
    );
    const log = createSplitLog(data, (e) => (e >= data.events * 0.8 ? 'validation' : 'train'));
    let choice: CodedChoice | undefined;
    let state = new Uint8Array(0);
    const options = {
      config: { width: 16, ffn: 32, window: 8 },
      card: { name: 'test', version: '1', data: 'a made-up log' },
      epochs: 2,
      batch: 128,
      seed: 2,
      minItemCount: 8,
    };
    const trained = await train(log, options, {
      onCoded: (made) => {
        choice = made;
      },
      checkpoint: (made) => {
        state = made.slice();
      },
    });
    const { items } = trained.vocabulary;
    expect(items.length).toBeGreaterThan(30);
    expect(items.every((id) => id.startsWith('p'))).toBe(true);
    expect(choice?.chosen).toMatchObject({ least: 8, items: items.length });
    expect(trained.tensors.get('item.popularity')).toHaveLength(items.length);
    expect(trained.config).toMatchObject({ subIds: 1, centroids: items.length });
    // The last checkpoint is of the codes: what is resumed from it has codes for the same items.
    const resumed = await train(log, options, { resume: state });
    expect(resumed.vocabulary.items).toEqual(items);
  });
});
