import { writeFileSync } from 'node:fs';
import { encode, rowsOf } from '../../../src/encoding/encode.js';
import { contentFeatures } from '../../../src/encoding/content.js';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine.js';
import { agreesWithGolden, makeGolden } from '../../../src/engine/golden.js';
import { createItemTable, type ItemTable } from '../../../src/engine/item-table.js';
import { randomHistory, randomModel } from '../../../src/engine/random-model.fixture.js';
import { softmax } from '../../../src/engine/softmax.js';
import {
  createReferenceEngine,
  forward,
  heads,
  itemLogits,
  lastState,
} from '../../../src/engine/transformer.js';
import type { ShopEvent } from '../../../src/events/event.js';
import type { Item } from '../../../src/events/item.js';
import { GOLDEN_FIELDS, parseGolden } from '../../../src/model/golden.js';
import type { ModelConfig } from '../../../src/model/config.js';
import type { Model } from '../../../src/model/model.js';
import { readModel } from '../../../src/model/model-file.js';
import { writeModel } from '../../../src/model/write-model.js';
import { ACTIONS } from '../../../src/model/tensors.js';
import { calibrateIntent } from '../../../src/prediction/calibrate.js';
import { forecast } from '../../../src/prediction/forecast.js';
import type { Scorer } from '../../../src/prediction/scorer.js';
import { seededRandom } from '../../../src/lib/random.js';
import { readModelFile } from '../../../src/training/node/read-model-file.js';
import type { Token } from '../../../src/encoding/token.js';
import { loss } from './loss.js';
import { paced } from './paced.js';
import { steps } from './steps.js';
import { timed } from './timed.js';
import { batch, calibrated, course, prepared, scales } from './training.js';

/** What the network says of random histories, which hold every bucket: the oracle of all engines. */
async function outputs({
  file,
  lengths,
  live = [],
}: {
  file: string;
  lengths: number[];
  live?: Item[];
}) {
  const { model } = readModelFile(file);
  const table = tableWith(model, live);
  const engine = createReferenceEngine(model, table);
  const answers = lengths.map(async (length, seed) => {
    const history = randomHistory(length, table.size, seed + 1);
    const states = forward(model, table, history);
    const output = await engine.score(history);
    const actions = Array.from({ length: ACTIONS }, (_, a) => a);
    return {
      tokens: history.map(fieldsOf),
      states,
      ...heads(model, lastState(model, states)),
      items: actions.map((a) => itemLogits(model, table, history, states, a).map(finite)),
      chances: await Promise.all(actions.map(async (a) => [...(await output.items(a, 1.3))])),
    };
  });
  return Promise.all(answers);
}

/** Writes a model of random weights, of any shape, and its golden vectors as training makes them. */
function random({
  config,
  items,
  seed,
  out,
}: {
  config: Partial<ModelConfig>;
  items: number;
  seed: number;
  out: string;
}) {
  const model = readModel(writeModel(randomModel(config, items, seed)).buffer);
  model.golden = makeGolden(model, createItemTable(model), randomHistory(40, items, seed), 1);
  writeFileSync(out, writeModel(model));
  return out;
}

/** JSON has no infinity: with no other items than copies, a logit may be one. */
const finite = (logit: number) => Math.max(-1e30, Math.min(1e30, logit));

const fieldsOf = (token: Token) => GOLDEN_FIELDS.map((field) => token[field]);

function tableWith(model: Model, live: readonly Item[]): ItemTable {
  const table = createItemTable(model);
  for (const item of live) {
    table.write(table.size, contentFeatures(item, model.config), item.embedding);
  }
  return table;
}

/** The content features of items, and the tokens of histories, as the page has them. */
function tokens({
  file,
  histories,
  items,
}: {
  file: string;
  histories: ShopEvent[][];
  items: Item[];
}) {
  const { model } = readModelFile(file);
  const config = { ...model.config, contentBuckets: model.config.contentBuckets || 512 };
  return {
    features: items.map((item) =>
      contentFeatures(item, config).map(({ bucket, weight }) => [bucket, weight]),
    ),
    tokens: histories.map((events) => encode(events, rowsOf(model)).map(fieldsOf)),
  };
}

/** Opens a file as the page does, and asks its engine for the golden vectors. */
async function opened({ file, like }: { file: string; like?: string }) {
  const { model } = readModelFile(file);
  const golden = parseGolden(model.golden, model.vocabulary.items.length);
  const engine = createCpuEngine(model, createItemTable(model));
  return {
    items: model.vocabulary.items,
    card: model.card,
    golden: golden && (await agreesWithGolden(engine, golden, 1e-3, model.config.window)),
    different: like ? differences(model, readModelFile(like).model) : [],
  };
}

/** Names of the parts in which two models are not the same to the bit. */
function differences(a: Model, b: Model): string[] {
  const names = [...new Set([...a.tensors.keys(), ...b.tensors.keys()])];
  const bytes = (list?: ArrayBufferView) =>
    list ? Buffer.from(list.buffer, list.byteOffset, list.byteLength) : Buffer.alloc(0);
  const isSame = (x?: ArrayBufferView, y?: ArrayBufferView) => bytes(x).equals(bytes(y));
  const parts = ['codes', 'itemCategory', 'itemPrice'] as const;
  const texts = ['config', 'vocabulary', 'calibration', 'golden', 'card'] as const;
  return [
    ...names.filter((name) => !isSame(a.tensors.get(name), b.tensors.get(name))),
    ...parts.filter((name) => !isSame(a[name], b[name])),
    ...texts.filter((name) => sorted(a[name]) !== sorted(b[name])),
  ];
}

/** JSON in which the order of fields does not count: Transformers sorts those of a config. */
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, part) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([x], [y]) => (x < y ? -1 : 1)))
      : part,
  );

/** After each history, calibrated as `predict` and `forecast` have it: what to do next, and on which item. */
async function predictions({ file, histories }: { file: string; histories: ShopEvent[][] }) {
  const { model } = readModelFile(file);
  const { calibration } = model;
  const engine = createReferenceEngine(model, createItemTable(model));
  const every = Array.from({ length: ACTIONS }, (_, a) => a);
  const scored = await engine.scoreBatch(histories.map((events) => encode(events, rowsOf(model))));
  return Promise.all(
    scored.map(async ({ actions, intent, items }) => ({
      actions: softmax(actions, calibration.actions.temperature, calibration.actions.bias),
      intent: calibrateIntent(intent, calibration),
      items: await Promise.all(
        every.map(async (a) => [...(await items(a, calibration.items.temperature))]),
      ),
    })),
  );
}

/** The futures that `predictor.forecast` samples, `samples` of them for each seed. */
async function futures(given: {
  file: string;
  events: ShopEvent[];
  seeds: number;
  options: Parameters<typeof forecast>[1];
}) {
  const { model } = readModelFile(given.file);
  const rows = rowsOf(model);
  const engine = createReferenceEngine(model, createItemTable(model));
  const scorer: Scorer = {
    environment: { random: seededRandom(1) },
    pause: async () => {},
    calibration: model.calibration,
    rows,
    encode: (events) => encode(events, rows),
    events: given.events,
    tokens: encode(given.events, rows),
    batch: 64,
    async score(histories, read) {
      const scored = await engine.scoreBatch(histories);
      for (const [i, output] of scored.entries()) await read(output, i);
    },
  };
  const all = [];
  for (let seed = 1; seed <= given.seeds; seed++) {
    const { futures } = await forecast(scorer, { ...given.options, seed });
    all.push(...futures.map(({ events, left }) => ({ events, left })));
  }
  return all;
}

/** By name: see ask.mjs. */
export const ANSWERS = {
  random,
  outputs,
  tokens,
  opened,
  predictions,
  futures,
  loss,
  steps,
  timed,
  prepared,
  batch,
  course,
  calibrated,
  scales,
  paced,
};
