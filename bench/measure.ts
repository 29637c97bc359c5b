import type { Token } from '../src/encoding/token.js';
import { createCpuEngine } from '../src/engine/cpu/cpu-engine.js';
import { createItemTable } from '../src/engine/item-table.js';
import { randomHistory } from '../src/engine/random-model.js';
import { readModel } from '../src/model/model-file.js';

/** Index of `click` in ACTION_TYPES: the items a shelf shows are scored for it. */
const CLICK = 0;
const HISTORY = 32;

/** What is measured: anything that gives the logits of all items for a click. */
export interface Measurable {
  predict(history: readonly Token[]): Promise<Float32Array>;
  /** What need not be there for the first prediction. */
  afterFirst?(): Promise<void>;
  /** Reads the last events again each time, and not what those had seen: another answer after the first. */
  forgets?: boolean;
}

export interface Measured {
  /** Script start → first prediction, ms; the fetch of the model file is in it. */
  first: number;
  /** Of which the fetch. */
  fetch: number;
  /** Event → prediction, each event read on its own, ms. */
  steps: number[];
  /** The largest difference of a logit to the cpu engine's, at the first prediction and the last. */
  off: number;
}

/** One page's life: load, first prediction, then `events` more. */
export async function measure(
  open: (file: (path: string) => Promise<ArrayBuffer>) => Promise<Measurable>,
  scriptStart: number,
  { items, events }: { items: number; events: number },
): Promise<Measured> {
  let fetched = 0;
  const file = async (path: string) => {
    const start = performance.now();
    const bytes = await (await fetch(path)).arrayBuffer();
    fetched += performance.now() - start;
    return bytes;
  };
  const history = randomHistory(HISTORY + events, items, 1);
  const { predict, afterFirst, forgets } = await open(file);
  const begun = history.slice(0, HISTORY);
  const said = [{ history: begun, logits: (await predict(begun)).slice() }];
  const first = performance.now() - scriptStart;
  const fetchedFirst = fetched;
  await afterFirst?.();
  const steps: number[] = [];
  for (let t = HISTORY + 1; t <= history.length; t++) {
    const past = history.slice(0, t);
    const start = performance.now();
    const logits = await predict(past);
    steps.push(performance.now() - start);
    if (t === history.length && !forgets) said.push({ history: past, logits: logits.slice() });
    // A page does other things in between, and so lets the compiler finish.
    if (t % 20 === 0) await new Promise((resolve) => setTimeout(resolve));
  }
  const model = readModel(await file(`/models/${items}.safetensors`));
  const engine = createCpuEngine(model, createItemTable(model));
  let off = 0;
  for (const { history: past, logits } of said) {
    const expected = await (await engine.score(past)).items(CLICK);
    // Peers do not set repeats apart.
    const repeats = new Set(past.map(({ item }) => item));
    for (let i = 0; i < items; i++)
      if (!repeats.has(i)) off = Math.max(off, Math.abs(logits[i] - expected[i]));
  }
  return { first, fetch: fetchedFirst, steps, off };
}
