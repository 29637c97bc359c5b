import { beforeAll, describe, expect, test } from 'vitest';
import { createCpuEngine } from '../../engine/cpu/cpu-engine.js';
import { randomModel } from '../../engine/random-model.fixture.js';
import { seededRandom } from '../../lib/random.js';
import type { Model } from '../../model/model.js';
import { readModel } from '../../model/model-file.js';
import { writeModel } from '../../model/write-model.js';
import { calibrateItems } from '../calibrate/calibrate-items.js';
import { createExamples } from '../data/examples.js';
import { placeItems } from '../data/place-items.js';
import { simpleData } from '../data/simple-data.fixture.js';
import { createSplitLog, type SplitLog } from '../data/split-log.js';
import { ITEM_METHODS } from './observation.js';
import { observe } from './observe.js';
import { report } from './report.js';

describe('calibrating an overconfident model', () => {
  const ITEMS = 40;
  const bare = randomModel({ width: 16, ffn: 24, window: 8 }, ITEMS, 2);
  let log: SplitLog;
  let calibrated: Model;

  beforeAll(async () => {
    const data = simpleData(400, ITEMS, seededRandom(9));
    log = createSplitLog(data, (event) => (event % 2 ? 'validation' : 'test'));
    bare.vocabulary.items = data.itemIds;
    bare.tensors.get('query.scale')?.fill(30);
    // Nobody ever leaves.
    bare.tensors.get('head.action.bias')?.set([20]);
    const examples = createExamples(data, () => undefined);
    const placed = placeItems(bare, data);
    const engine = createCpuEngine(bare, placed.table);
    const calibration = await calibrateItems(engine, log, examples, placed, bare.calibration);
    calibrated = readModel(writeModel({ ...bare, calibration }).buffer);
  });

  test('makes the chance of a shelf match what happens', async () => {
    const [before, after] = [await report(bare, log), await report(calibrated, log)];
    expect(before.shelf.said - before.shelf.came.value).toBeGreaterThan(0.1);
    expect(Math.abs(after.shelf.said - after.shelf.came.value)).toBeLessThan(0.03);
  });

  test('item sets reach their coverage; higher coverage takes larger sets', async () => {
    const { sets } = await report(calibrated, log);
    expect(sets.map(({ coverage }) => coverage)).toEqual([0.5, 0.8, 0.9]);
    for (const { coverage, came } of sets) {
      expect(Math.abs(came.value - coverage)).toBeLessThan(0.08);
    }
    expect(sets[0].size).toBeLessThan(sets[1].size);
    expect(sets[2].size).toBeLessThanOrEqual(ITEMS);
    expect((await report(bare, log)).sets).toEqual([]);
  });

  test('keeps the ranking of items', async () => {
    const ranks = async (model: Model) =>
      (await observe(model, log)).observations.map((o) => o.ranks?.[ITEM_METHODS.length - 1]);
    expect(await ranks(calibrated)).toEqual(await ranks(readModel(writeModel(bare).buffer)));
  });
});
