import type { Token } from '../../src/encoding/token.js';
import { createItemTable } from '../../src/engine/item-table.js';
import { randomHistory } from '../../src/engine/random-model.fixture.js';
import { createReferenceEngine } from '../../src/engine/transformer.js';
import { readModel } from '../../src/model/model-file.js';

/** Index of `click` in ACTION_TYPES: a shelf scores items for it. */
const CLICK = 0;
const HISTORY = 32;

/** An engine to measure: it scores all items for a click. */
export interface Measurable {
  /** Logits (peers, which treat repeats like other items), or probabilities. */
  predict(history: readonly Token[]): Promise<Float32Array>;
  says: 'logits' | 'chances';
  /** Loads what the first prediction does not need. */
  afterFirst?(): Promise<void>;
  /** Reads only the last events each time, so later answers differ from the oracle. */
  forgets?: boolean;
}

export interface Measured {
  /** Script start → first prediction, ms, including the fetch of the model file. */
  first: number;
  /** The part spent on the fetch, ms. */
  fetch: number;
  /** Event → prediction, one event at a time, ms. */
  steps: number[];
  /** The largest difference from the oracle, at the first and the last prediction. */
  off: number;
}

/** One page: loading, the first prediction, then `events` more. */
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
  const begun = randomHistory(HISTORY, items, 1);
  const { predict, says, afterFirst, forgets } = await open(file);
  const said = [{ history: begun, scores: (await predict(begun)).slice() }];
  const first = performance.now() - scriptStart;
  const fetchedFirst = fetched;
  await afterFirst?.();
  // Made now: a page does not wait for events that have not happened.
  const history = [...begun, ...randomHistory(HISTORY + events, items, 1).slice(HISTORY)];
  const steps: number[] = [];
  for (let t = HISTORY + 1; t <= history.length; t++) {
    const past = history.slice(0, t);
    const start = performance.now();
    const scores = await predict(past);
    steps.push(performance.now() - start);
    if (t === history.length && !forgets) said.push({ history: past, scores: scores.slice() });
    // Pauses as a page would, so that the compiler can finish.
    if (t % 20 === 0) await new Promise((resolve) => setTimeout(resolve));
  }
  const model = readModel(await file(`/models/${items}.safetensors`));
  const engine = createReferenceEngine(model, createItemTable(model));
  let off = 0;
  for (const { history: past, scores } of said) {
    const expected = (await (await engine.score(past)).items(CLICK)).map(Math.log);
    const got = says === 'logits' ? scores : scores.map(Math.log);
    const repeats = new Set(past.map(({ item }) => item));
    const rows = Array.from({ length: items }, (_, row) => row).filter((row) => !repeats.has(row));
    // Adding a constant to all logits does not change their meaning.
    const shift = got[rows[0]] - expected[rows[0]];
    for (const row of rows) off = Math.max(off, Math.abs(got[row] - expected[row] - shift));
  }
  return { first, fetch: fetchedFirst, steps, off };
}
