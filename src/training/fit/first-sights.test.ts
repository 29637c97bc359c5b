import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Token } from '../../encoding/token.js';
import { createCpuEngine } from '../../engine/cpu/cpu-engine.js';
import { createItemTable } from '../../engine/item-table.js';
import { seededRandom } from '../../lib/random.js';
import { DEFAULT_CONFIG } from '../../model/config.js';
import { readModel } from '../../model/model-file.js';
import { writeModel } from '../../model/write-model.js';
import { createBatch, cutPieces } from '../data/batches.js';
import { createDataSetBuilder, type DataSet } from '../data/data-set.js';
import { createExamples, tokenAt } from '../data/examples.js';
import { firstSights, shareWithheld } from './first-sights.js';
import { startWasmBackend } from '../network/wasm-backend.js';
import { makePools } from './pools.js';
import { chooseItems } from '../network/step-items.js';
import { train } from './train.js';

vi.setConfig({ testTimeout: 120_000 });

/** One shopper a string, one item a letter; each comes an hour after the one before. */
function logOf(visits: readonly string[][]): DataSet {
  const builder = createDataSetBuilder({ minItemCount: 1 });
  visits.forEach((items, s) => {
    items.forEach((item, i) => {
      builder.add({
        shopper: `u${s}`,
        session: `s${s}`,
        time: 1.6e12 + s * 3.6e6 + i * 20_000,
        type: 'click',
        item,
      });
    });
  });
  return builder.finish();
}

describe('a first sight', () => {
  const data = logOf(['aba', 'bcb', 'cdd'].map((visit) => [...visit]));
  const part = Uint8Array.from({ length: data.events }, (_, e) => (e < 6 ? 0 : 1));
  const first = firstSights(data, part);

  test('is of the shopper who found the item in the training part', () => {
    expect([...first]).toEqual([1, 1, 1, 0, 1, 0, 0, 0, 0]);
  });

  test('is withheld as often as later shoppers meet what is new, half of the time at most', () => {
    // Two of three later events show what nobody had seen.
    expect(shareWithheld(data, part, first)).toBe(0.5);
    const settled = logOf(['aba', 'bcb', 'cccccccd'].map((visit) => [...visit]));
    const cut = Uint8Array.from({ length: settled.events }, (_, e) => +(e >= 6));
    expect(shareWithheld(settled, cut, firstSights(settled, cut))).toBeCloseTo(1 / 8 / (4 / 6));
    cut[cut.length - 1] = 2;
    expect(shareWithheld(settled, cut, firstSights(settled, cut))).toBe(0);
  });

  test('is withheld as a whole or not at all, as input and as a copy, never as the next item', () => {
    const examples = createExamples(data, () => undefined);
    const pieces = cutPieces(examples, DEFAULT_CONFIG, (e) => part[e] === 0);
    const batchWith = (draw: number) =>
      createBatch(examples, pieces, 8, { newcomers: { first, share: 0.5, random: () => draw } });
    const batch = batchWith(0.1);
    expect([...batch.withheld]).toEqual([1, 1, 1, 0, 1, 0]);
    const { copies, fresh } = batch;
    const told = copies.item.map((item, i) => data.itemIds[item] + copies.withheld[i]);
    // After a, after ab, after b, after bc.
    expect(told.join(' ')).toBe('a1 b1 a1 b0 c1 b0');
    expect(fresh.item.map((item) => data.itemIds[item]).join(' ')).toBe('b c');
    expect([...batchWith(0.9).withheld]).toEqual([0, 0, 0, 0, 0, 0]);

    const [pool] = makePools(data.itemIds.length, undefined, undefined, () => 0.5);
    const step = chooseItems(examples, batch, 100, pool);
    const rows = [...step.items].map((item, r) => data.itemIds[item] + step.withheld[r]);
    expect(rows.sort()).toEqual(['a0', 'a1', 'b0', 'b1', 'c0', 'c1', 'd0']);
    // However it is shown, a candidate does not count once more among the negatives.
    expect(step.masked).toHaveLength(copies.item.length + fresh.item.length);
  });
});

describe('a product that came after the training', () => {
  beforeAll(() => startWasmBackend('node_modules/@tensorflow/tfjs-backend-wasm/dist/'));

  test('is named again by the file: a log in which everyone goes back and forth over products of their own', async () => {
    const random = seededRandom(5);
    const data = logOf(
      Array.from({ length: 420 }, (_, s) => {
        const own = [`x${s}`, `y${s}`, `p${Math.floor(random() * 40)}`];
        return Array.from({ length: 6 }, () => own[Math.floor(random() * 3)]);
      }),
    );
    const part = Uint8Array.from({ length: data.events }, (_, e) =>
      e >= data.events * 0.9 ? 2 : e >= data.events * 0.8 ? 1 : 0,
    );
    const trained = await train(data, part, {
      config: { width: 16, ffn: 32, window: 8, subIds: 4, centroids: 16 },
      card: { name: 'test', version: '1', data: 'a made-up log' },
      epochs: 8,
      batch: 128,
      seed: 2,
    });
    const model = readModel(writeModel(trained).buffer);
    const engine = createCpuEngine(model, createItemTable(model));
    const examples = createExamples(data, () => undefined);
    const known = firstSights(data, part);
    let hits = 0;
    let asked = 0;
    for (let s = 0; s + 1 < data.shopperOffsets.length; s++) {
      const history: Token[] = [];
      for (let e = data.shopperOffsets[s]; e < data.shopperOffsets[s + 1]; e++) {
        const next = examples.nextItem[e];
        const isOwn = /^[xy]/.test(data.itemIds[next] ?? '');
        const isRepeat = history.some(({ item }) => item === next) || data.item[e] === next;
        history.push(tokenAt(examples, e));
        if (part[e] !== 2 || !isOwn || !isRepeat || known[e]) continue;
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
