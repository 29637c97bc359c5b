import { expect, test } from 'vitest';
import { createCpuEngine } from '../../engine/cpu/cpu-engine.js';
import { makeGolden } from '../../engine/golden.js';
import { createItemTable } from '../../engine/item-table.js';
import { randomHistory, randomModel } from '../../engine/random-model.fixture.js';
import { allAtOnce } from '../../lib/async/steps.js';
import { PredictorError } from '../../lib/errors.js';
import { seededRandom } from '../../lib/random.js';
import { readModel } from '../../model/model-file.js';
import { writeModel } from '../../model/write-model.js';
import { readScores } from '../../prediction/score.js';
import { mutantsOf } from './mutants.fixture.js';
import { opening } from './open-model.js';

/** `NEXTAISLE_MUTANTS=200000 npx vitest run --project unit src/predictor/load/open-model.fuzz.test.ts` */
const MUTANTS = Number(process.env.NEXTAISLE_MUTANTS ?? 20_000);
const ITEMS = 7;

const config = {
  width: 8,
  heads: 1,
  layers: 1,
  ffn: 8,
  window: 3,
  contentBuckets: 4,
  embeddingLength: 3,
  subIds: 2,
  centroids: 5,
};
const model = readModel(writeModel(randomModel(config, ITEMS, 1)).buffer);
model.golden = makeGolden(model, createItemTable(model), randomHistory(4, ITEMS, 1));
model.calibration.sets = { 0.5: 0.1, 0.8: 0.02 };
const file = writeModel(model);
const histories = [1, 2, 9].map((length) => randomHistory(length, ITEMS, length));

const isChance = (value: number) => value >= 0 && value <= 1 + 1e-4;
const sumOf = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0);

/** What is wrong with a file that was taken, or nothing. */
async function wrongOf(bytes: ArrayBuffer): Promise<string | undefined> {
  const { model, table } = allAtOnce(opening(bytes));
  const engine = createCpuEngine(model, table);
  for (const history of histories) {
    const { actions, intent, items } = await readScores(
      await engine.score(history),
      model.calibration,
      0,
    );
    if (!actions.every(isChance) || Math.abs(sumOf(actions) - 1) > 1e-3) return 'actions';
    if (!isChance(intent.purchase) || !isChance(intent.cart)) return 'intent';
    if (!items.every(isChance) || sumOf(items) > 1 + 1e-3) return 'items';
  }
}

test(`of ${MUTANTS} damaged or hostile files, each is refused by name or gives chances`, async () => {
  expect(await wrongOf(file.slice().buffer)).toBeUndefined();
  const wrong = new Map<string, string>();
  let taken = 0;
  let tried = 0;
  for (const { how, bytes } of mutantsOf(file, seededRandom(21), MUTANTS)) {
    // The runner takes a process that does not answer for dead.
    if (++tried % 500 === 0) await new Promise(setImmediate);
    const found = await wrongOf(bytes).then(
      (what) => {
        taken++;
        return how === 'a name twice' ? 'taken' : what;
      },
      (thrown: unknown) =>
        thrown instanceof PredictorError &&
        (thrown.code === 'MODEL_VERSION' || (thrown.code === 'MODEL_CORRUPT' && thrown.detail))
          ? undefined
          : `threw ${String(thrown)}`,
    );
    if (found) wrong.set(`${how}: ${found}`.slice(0, 60), how);
  }
  expect([...wrong.keys()]).toEqual([]);
  // The mutants must be near enough to a model to be worth trying.
  expect(taken / MUTANTS).toBeGreaterThan(0.1);
}, 3_600_000);
