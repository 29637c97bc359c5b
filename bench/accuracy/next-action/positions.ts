import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readModel } from '../../../src/model/model-file.js';
import { writeModel } from '../../../src/model/write-model.js';
import { NEXT_ACTIONS } from '../../../src/prediction/calibrate.js';
import { createActionBaselines } from '../../../src/training/baselines/action-baselines.js';
import { createExamples } from '../../../src/training/data/examples.js';
import { loadLog } from '../../../src/training/node/load-log.js';
import { report } from '../../../src/training/measure/report.js';
import { startWasmBackend } from '../../../src/training/network/wasm-backend.js';
import { observe } from '../../../src/training/measure/observe.js';
import { splitByTime } from '../../../src/training/data/split.js';
import { PARTS, type SplitLog } from '../../../src/training/data/split-log.js';
import { train } from '../../../src/training/fit/train.js';
import { REAL_LOGS } from '../real-logs.js';

export interface Wanted {
  root: string;
  /** Folder of the logs. */
  data: string;
  log: string;
  /** Tests on the validation part, without the test part, to choose settings. */
  dev: boolean;
  /** Read if it exists, else written. */
  model?: string;
  out: string;
  batch?: number;
  epochs?: number;
  negatives?: number;
  seed?: number;
}

/** Every event of a log with its labels, and the predictions at test positions. */
export async function writePositions(wanted: Wanted): Promise<void> {
  const known = REAL_LOGS.find(({ name }) => name === wanted.log);
  if (!known) throw new Error(`logs: ${REAL_LOGS.map(({ name }) => name).join(', ')}`);
  const path = join(wanted.data, known.path);
  if (!existsSync(path)) {
    console.log(`skipped: ${wanted.log}, there is no ${path} (--data <folder> or NEXTAISLE_DATA)`);
    return;
  }
  const { data } = await loadLog([path], { actions: known.actions });
  const log = wanted.dev
    ? devSplit(splitByTime(data), splitByTime(data, { test: 0.2 }))
    : splitByTime(data);
  const started = Date.now();
  let bytes: Uint8Array<ArrayBuffer>;
  if (wanted.model && existsSync(wanted.model)) bytes = new Uint8Array(readFileSync(wanted.model));
  else {
    await startWasmBackend(join(wanted.root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist/'));
    const model = await train(log, {
      card: { name: wanted.log, version: '1', data: wanted.log },
      batch: wanted.batch,
      epochs: wanted.epochs,
      negatives: wanted.negatives,
      seed: wanted.seed,
    });
    bytes = writeModel(model);
    if (wanted.model) writeFileSync(wanted.model, bytes);
  }
  const trainedIn = (Date.now() - started) / 1000;
  // Read back from the file, to measure the quantised weights.
  const file = readModel(bytes.buffer);
  const { observations } = await observe(file, log, { sample: Infinity });
  const { sets, shelf, bands, calibrationError } = await report(file, log, {
    sample: Infinity,
  });
  const { nextAction, later } = createExamples(data, () => undefined);
  const { prior, markov } = createActionBaselines(log, nextAction);
  const categories = new Map<string, number>();
  const categoryOf = (item: number): number => {
    const path = item < 0 ? undefined : data.items[item].category?.join('/');
    if (!path) return -1;
    if (!categories.has(path)) categories.set(path, categories.size);
    return categories.get(path) as number;
  };
  const list = (values: ArrayLike<number>) =>
    Array.from(values, (v) => (Number.isNaN(v) ? null : v));
  // Ours is the last of the methods.
  const ranked = observations.flatMap(({ ranks }) => (ranks ? [ranks[ranks.length - 1]] : []));
  const recall = ranked.filter((rank) => rank <= 20).length / ranked.length;
  const mrr = ranked.reduce((sum, rank) => sum + (rank <= 20 ? 1 / rank : 0), 0) / ranked.length;
  console.log(
    `${wanted.log}: ${data.events} events, ${data.sessions} sessions, ${observations.length} asked; ` +
      `ready in ${trainedIn.toFixed(0)} s; recall@20 ${(100 * recall).toFixed(1)}, MRR@20 ${(100 * mrr).toFixed(1)} of ${ranked.length}`,
  );
  writeFileSync(
    wanted.out,
    JSON.stringify({
      log: wanted.log,
      dev: wanted.dev,
      actions: NEXT_ACTIONS,
      prior: Array.from(prior),
      markov: markov.map((row) => Array.from(row)),
      events: {
        part: Array.from(data.item, (_, e) => PARTS.indexOf(log.partOf(e))),
        shopper: list(data.shopper),
        began: list(data.sessionBegan),
        start: list(data.sessionStart),
        ts: list(data.ts),
        action: list(data.action),
        item: list(data.item),
        category: Array.from(data.item, categoryOf),
        price: Array.from(
          data.price,
          (price, e) => price || (data.items[data.item[e]]?.price ?? null),
        ),
        next: list(nextAction),
        later: list(later),
      },
      seed: wanted.seed ?? 1,
      promises: {
        nextItems: ranked.length,
        sets,
        shelf,
        bands,
        likeliestItemEce: calibrationError.bestItem.value,
      },
      said: observations.map(({ event, chances, purchase, cart }) => ({
        event,
        actions: Array.from(chances, (chance) => Number(chance.toPrecision(6))),
        purchase,
        cart,
      })),
    }),
  );
}

/** Drops the test part: tests on the validation part, validates on the tenth before. */
function devSplit(whole: SplitLog, earlier: SplitLog): SplitLog {
  return whole.move((part, e) => {
    if (part === 'train') return earlier.partOf(e);
    return part === 'validation' ? 'test' : 'context';
  });
}
