import { scriptStart } from './start.js';
import { createCpuEngine } from '../src/engine/cpu/cpu-engine.js';
import type { Engine } from '../src/engine/engine.js';
import { createItemTable } from '../src/engine/item-table.js';
import { randomHistory } from '../src/engine/random-model.js';
import { readModel } from '../src/model/model-file.js';

/** Index of `click` in ACTION_TYPES: the items a shelf shows are scored for it. */
const CLICK = 0;
const HISTORY = 32;

export interface Measured {
  /** Script start → first prediction, ms; the fetch of the model file is in it. */
  first: number;
  /** Of which the fetch. */
  fetch: number;
  /** Event → prediction, each event read on its own, ms. */
  steps: number[];
}

const predict = async (engine: Engine, history: ReturnType<typeof randomHistory>) =>
  (await engine.score(history)).items(CLICK);

/** One page's life: load, first prediction, then `events` more. */
async function measure(backend: string, items: number, events: number): Promise<Measured> {
  const before = performance.now();
  const file = await (await fetch(`/models/${items}.safetensors`)).arrayBuffer();
  const fetched = performance.now() - before;
  const model = readModel(file);
  const table = createItemTable(model);
  const engine =
    backend === 'cpu'
      ? createCpuEngine(model, table)
      : await (await import('../src/webgl.js')).createWebglEngine(model, table);
  const history = randomHistory(HISTORY + events, items, 1);
  await predict(engine, history.slice(0, HISTORY));
  const first = performance.now() - scriptStart;
  const steps: number[] = [];
  for (let t = HISTORY + 1; t <= history.length; t++) {
    const past = history.slice(0, t);
    const start = performance.now();
    await predict(engine, past);
    steps.push(performance.now() - start);
    // A page does other things in between, and so lets the compiler finish.
    if (t % 20 === 0) await new Promise((resolve) => setTimeout(resolve));
  }
  return { first, fetch: fetched, steps };
}

const query = new URLSearchParams(location.search);
(window as unknown as { measured: Promise<Measured> }).measured = measure(
  query.get('backend') ?? 'cpu',
  Number(query.get('items')),
  Number(query.get('events')),
);
