import type { Token } from '../../src/encoding/token.js';
import { createItemTable } from '../../src/engine/item-table.js';
import { randomHistory } from '../../src/engine/random-model.fixture.js';
import { createReferenceEngine } from '../../src/engine/transformer.js';
import { readModel } from '../../src/model/model-file.js';

/** Index of `click` in ACTION_TYPES: the items a shelf shows are scored for it. */
const CLICK = 0;
const HISTORY = 32;

/** What is measured: anything that scores all items for a click. */
export interface Measurable {
  /** Their logits: of peers, which do not set repeats apart. Or their chances. */
  predict(history: readonly Token[]): Promise<Float32Array>;
  says: 'logits' | 'chances';
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
  /** The largest difference to the logits of the oracle, at the first prediction and the last. */
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
  const { predict, says, afterFirst, forgets } = await open(file);
  const begun = history.slice(0, HISTORY);
  const said = [{ history: begun, scores: (await predict(begun)).slice() }];
  const first = performance.now() - scriptStart;
  const fetchedFirst = fetched;
  await afterFirst?.();
  const steps: number[] = [];
  for (let t = HISTORY + 1; t <= history.length; t++) {
    const past = history.slice(0, t);
    const start = performance.now();
    const scores = await predict(past);
    steps.push(performance.now() - start);
    if (t === history.length && !forgets) said.push({ history: past, scores: scores.slice() });
    // A page does other things in between, and so lets the compiler finish.
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
    // Logits mean the same whatever is added to all of them.
    const shift = got[rows[0]] - expected[rows[0]];
    for (const row of rows) off = Math.max(off, Math.abs(got[row] - expected[row] - shift));
  }
  return { first, fetch: fetchedFirst, steps, off };
}
