import { beforeAll, describe, expect, test, vi } from 'vitest';
import { createCpuEngine } from '../../engine/cpu/cpu-engine.js';
import { agreesWithGolden } from '../../engine/golden.js';
import { createItemTable } from '../../engine/item-table.js';
import { seededRandom } from '../../lib/random.js';
import { parseGolden } from '../../model/golden.js';
import type { Model } from '../../model/model.js';
import { readModel } from '../../model/model-file.js';
import { writeModel } from '../../model/write-model.js';
import type { DataSet } from '../data/data-set.js';
import { createExamples, tokenAt } from '../data/examples.js';
import { simpleData } from '../data/simple-data.fixture.js';
import { createSplitLog, type SplitLog } from '../data/split-log.js';
import { startWasmBackend } from '../network/wasm-backend.js';
import type { TrainOptions, TrainProgress } from './train-options.js';
import type { QuantisingCost } from './held-out-score.js';
import { train } from './train.js';

// Training is work: on a busy machine it may take its time.
vi.setConfig({ testTimeout: 120_000 });

const ITEMS = 60;
const options: TrainOptions = {
  config: { width: 16, ffn: 32, window: 8, subIds: 4, centroids: 16 },
  card: { name: 'test', version: '1', data: 'a made-up log' },
  epochs: 6,
  batch: 128,
  negatives: 32,
  seed: 4,
};

let data: DataSet;
/** Four fifths of the events train, a tenth validates, a tenth tests. */
let log: SplitLog;

beforeAll(async () => {
  await startWasmBackend('node_modules/@tensorflow/tfjs-backend-wasm/dist/');
  data = simpleData(400, ITEMS, seededRandom(8));
  log = createSplitLog(data, (e) =>
    e > data.events * 0.9 ? 'test' : e > data.events * 0.8 ? 'validation' : 'train',
  );
});

/** Share of next items of the test part that the shipped engine ranks first, from the written file. */
async function hitRate(model: Model): Promise<number> {
  const read = readModel(writeModel(model).buffer);
  const engine = createCpuEngine(read, createItemTable(read));
  const examples = createExamples(data, () => undefined);
  let hits = 0;
  let count = 0;
  for (let s = 0; s + 1 < examples.shopperOffsets.length; s++) {
    const history = [];
    for (let e = examples.shopperOffsets[s]; e < examples.shopperOffsets[s + 1]; e++) {
      history.push(tokenAt(examples, e));
      if (!log.isIn(e, 'test') || examples.nextItem[e] < 0) continue;
      const chances = await (await engine.score(history)).items(examples.nextAction[e]);
      count++;
      hits += chances.indexOf(Math.max(...chances)) === examples.nextItem[e] ? 1 : 0;
    }
  }
  return hits / count;
}

describe('train', () => {
  test('learns which item follows which, and the written file predicts it', async () => {
    const progress: TrainProgress[] = [];
    const model = await train(log, options, { onProgress: (p) => progress.push(p) });
    // Three in four next items follow the rule; a popularity count would hit one in 60.
    expect(await hitRate(model)).toBeGreaterThan(0.4);
    expect(progress.at(-1)?.loss).toBeLessThan(progress[0].loss - 0.5);
    expect(progress.at(-1)?.recall).toBeGreaterThan(0.5);
    const golden = parseGolden(model.golden, model.vocabulary.items.length);
    const engine = createCpuEngine(model, createItemTable(model));
    expect(golden && (await agreesWithGolden(engine, golden, 1e-3, model.config.window))).toBe(
      true,
    );
    // 15% carts, and the log never shows a purchase.
    expect(model.calibration.actions.bias[2]).toBe(-1e4);
  });

  test('gives the best model so far when stopped, and resumes from its checkpoint', async () => {
    const stop = new AbortController();
    let saved: Uint8Array | undefined;
    let epochsSeen = 0;
    const half = await train(log, options, {
      signal: stop.signal,
      checkpoint(state) {
        saved = state;
        if (++epochsSeen === 2) stop.abort();
      },
    });
    const halfRate = await hitRate(half);
    const seen: number[] = [];
    const whole = await train(log, options, {
      resume: saved,
      onProgress: (p) => seen.push(p.epoch),
    });
    expect(seen[0]).toBe(3);
    expect(await hitRate(whole)).toBeGreaterThan(halfRate);
  });

  test.each([
    ['a number of epochs', { epochs: 3 }, 2],
    ['a number of epochs, on the codes', { epochs: 1, fineTuneEpochs: 2 }, 2],
    ['no number of epochs', { epochs: undefined, rate: 0.1 }, 3],
  ])('a resumed training ends as an unbroken one: %s', async (_, given, after) => {
    const states: Uint8Array[] = [];
    const checkpoint = (state: Uint8Array) => void states.push(state);
    const seen: TrainProgress[] = [];
    const onProgress = (p: TrainProgress) => void seen.push(p);
    const whole = await train(log, { ...options, ...given }, { checkpoint, onProgress });
    // Without a number it ends once held-out shoppers are predicted no better; the most are 30, and one more.
    expect(states.length).toBeLessThan(31);
    expect(seen.at(-1)).toMatchObject({ epoch: states.length, epochs: states.length });
    expect(states.length).toBeGreaterThan(after);
    const resumed = await train(log, { ...options, ...given }, { resume: states[after - 1] });
    expect(Buffer.compare(writeModel(resumed), writeModel(whole))).toBe(0);
  });

  test('reports the cost of quantising when codes are final, not if stopped early', async () => {
    const told: QuantisingCost[] = [];
    const onQuantised = (cost: QuantisingCost) => void told.push(cost);
    const stop = new AbortController();
    await train(
      log,
      { ...options, epochs: 1 },
      {
        signal: stop.signal,
        onQuantised,
        onProgress: ({ epoch }) => epoch === 2 && stop.abort(),
      },
    );
    expect(told).toEqual([]);
    await train(log, { ...options, epochs: 1 }, { onQuantised });
    expect(told).toHaveLength(1);
    const [{ before, after }] = told;
    expect(before.recall).toBeGreaterThan(0);
    expect(after.recall).toBeGreaterThan(0);
  });

  test('gives the same file for the same seed', async () => {
    const short = { ...options, epochs: 1 };
    const [a, b] = [await train(log, short), await train(log, short)];
    expect(Buffer.compare(writeModel(a), writeModel(b))).toBe(0);
  });

  test('learns from content alone without item identities', async () => {
    const model = await train(log, {
      ...options,
      epochs: 1,
      config: { ...options.config, subIds: 0, contentBuckets: 64 },
    });
    expect(model.vocabulary.items).toEqual([]);
    expect(readModel(writeModel(model).buffer).config.subIds).toBe(0);
  });

  test('refuses a log without a session of two events', async () => {
    await expect(
      train(
        log.move(() => 'test'),
        options,
      ),
    ).rejects.toMatchObject({ code: 'NO_DATA' });
  });
});
