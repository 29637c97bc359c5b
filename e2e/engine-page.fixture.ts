/** Runs inside the page of e2e/engine.test.ts: the engines, built from source, and the oracle. */
import type { Engine, Output } from '../src/engine/engine.js';
import { makeGolden } from '../src/engine/golden.js';
import { createItemTable } from '../src/engine/item-table.js';
import { randomHistory, randomModel } from '../src/engine/random-model.fixture.js';
import { type EngineOptions, selectEngine } from '../src/engine/select-engine.js';
import { createReferenceEngine } from '../src/engine/transformer.js';
import { browserEnvironment } from '../src/lib/environment.js';
import { type ModelConfig, receptiveField } from '../src/model/config.js';
import * as webgl from '../src/webgl.js';

const { createWebglEngine } = webgl;
export { createWebglEngine, randomHistory };

/** Not in the test, because vitest would rewrite the import there. */
export const loadChunk = (path: string): Promise<typeof webgl> => import(path);

/** A random model with live rows and golden vectors, and its oracle. */
export function build(config: Partial<ModelConfig>, items: number, seed = 3) {
  const model = randomModel({ contentBuckets: 32, ...config }, items, seed);
  const table = createItemTable(model);
  for (let i = 0; i < 3; i++) table.write(table.size, [{ bucket: i * 7, weight: 1 }]);
  model.golden = makeGolden(model, table, randomHistory(20, items, seed));
  return { model, table, oracle: createReferenceEngine(model, table) };
}

async function flat(output: Output): Promise<number[]> {
  const items = [await output.items(0), await output.items(2)];
  const scores = items.map((chances) => chances.map(Math.log));
  return [output.actions, output.intent, ...scores].flatMap((part) => [...part]);
}

/** The largest difference of any logit; NaN when the lengths differ. */
export async function worst(a: Output, b: Output): Promise<number> {
  const [x, y] = [await flat(a), await flat(b)];
  if (x.length !== y.length) return Number.NaN;
  return x.reduce((most, value, i) => Math.max(most, Math.abs(value - y[i])), 0);
}

export async function difference(
  engine: Pick<Engine, 'score'>,
  oracle: Engine,
  length = 9,
): Promise<number> {
  const history = randomHistory(length, 20, length);
  return worst(await engine.score(history), await oracle.score(history));
}

/** The largest difference between WebGL and the oracle, over several lengths of history. */
export async function parity(
  config: Partial<ModelConfig>,
  items: number,
): Promise<{ single: number; grown: number; batch: number; programs: number }> {
  const { model, table, oracle } = build(config, items);
  const webgl = await createWebglEngine(model, table);
  const field = receptiveField(model.config);
  const all = randomHistory(field + 10, table.size, 7);
  const histories = [0, 1, 2, field - 1, field, field + 1, field + 10].map((n) => all.slice(0, n));
  // More than one batch, and not a multiple of the batch size.
  histories.push(...[3, 5, 6].map((seed) => randomHistory(9, table.size, seed)));
  const expected = await Promise.all(histories.map((history) => oracle.score(history)));
  let single = 0;
  for (const [i, history] of histories.entries()) {
    single = Math.max(single, await worst(await webgl.score(history), expected[i]));
  }
  // One event at a time, past the receptive field; every fifth answer is compared.
  let grown = 0;
  for (let n = 1; n <= all.length; n++) {
    const history = all.slice(0, n);
    const answer = await webgl.score(history);
    if (n % 5 && n < all.length) continue;
    grown = Math.max(grown, await worst(answer, await oracle.score(history)));
  }
  // An item of the history changes its content, so cached tokens are out of date.
  const item = all.reduce((last, token) => (token.item >= table.trained ? token.item : last), -1);
  if (item >= 0) {
    table.write(item, [{ bucket: 3, weight: -1 }]);
    grown = Math.max(grown, await worst(await webgl.score(all), await oracle.score(all)));
    table.write(item, [{ bucket: (item - table.trained) * 7, weight: 1 }]);
  }
  let batch = 0;
  for (const [i, answer] of (await webgl.scoreBatch(histories)).entries()) {
    batch = Math.max(batch, await worst(answer, expected[i]));
  }
  const { programs } = webgl.stats();
  webgl.dispose();
  return { single, grown, batch, programs };
}

export function select(
  built: ReturnType<typeof build>,
  want: EngineOptions['want'],
  clock?: () => number,
) {
  const changes: string[] = [];
  let loads = 0;
  const selected = selectEngine({
    ...built,
    want,
    environment: { ...browserEnvironment(), ...(clock ? { clock } : {}) },
    onChange: (status) => changes.push(status.backend),
    async loadWebgl() {
      loads++;
      return webgl;
    },
  });
  const settled = async () => {
    while (/^WebGL is probed/.test(selected.status().reason)) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  return { ...selected, changes, settled, loads: () => loads };
}

/** Collects contexts opened from now on, so that a test can lose one. */
export function watchContexts(): WebGL2RenderingContext[] {
  const opened: WebGL2RenderingContext[] = [];
  const original = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...args: never[]) {
    const context = (original as (...args: never[]) => unknown).apply(this, args);
    if (context instanceof WebGL2RenderingContext) opened.push(context);
    return context as never;
  } as typeof original;
  return opened;
}
