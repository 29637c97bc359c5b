import { scriptStart } from '../runtime/start.js';
import { createCpuEngine } from '../../src/engine/cpu/cpu-engine.js';
import type { Engine } from '../../src/engine/engine.js';
import { randomHistory } from '../../src/engine/random-model.fixture.js';
import { createReferenceEngine } from '../../src/engine/transformer.js';
import { createTurns } from '../../src/lib/async/turns.js';
import { browserEnvironment } from '../../src/lib/environment.js';
import { openModel } from '../../src/predictor/load/open-model.js';

const CLICK = 0;
const HISTORY = 32;
const EVENTS = 40;
/** What a trained file may have: then each item has a second exponential. */
const TEMPERATURE = 1.2;

/** A page with a model, asked from outside, so that its memory can be read in between. */
async function open(items: number) {
  const { pause } = createTurns(browserEnvironment());
  const start = performance.now();
  const bytes = await (await fetch(`/models/${items}.safetensors`)).arrayBuffer();
  const fetched = performance.now() - start;
  const { model, table } = await openModel(Promise.resolve(bytes), pause);
  const engine = createCpuEngine(model, table, pause);
  const history = randomHistory(HISTORY + 2 * EVENTS, items, 1);
  const ask = async (one: Engine, length: number, temperature?: number) =>
    (await one.score(history.slice(0, length))).items(CLICK, temperature);
  await ask(engine, HISTORY);
  const first = performance.now() - scriptStart;

  /** Milliseconds of an event, the middle one of the later half: the first warm up the compiler. */
  async function step(from: number, temperature?: number) {
    const times: number[] = [];
    for (let t = from + 1; t <= from + EVENTS; t++) {
      const began = performance.now();
      await ask(engine, t, temperature);
      times.push(performance.now() - began);
      // Pauses as a page would, so that the compiler can finish.
      if (t % 10 === 0) await new Promise((resolve) => setTimeout(resolve));
    }
    const middle = times.slice(EVENTS / 2).sort((a, b) => a - b)[EVENTS / 4];
    return { middle, events: EVENTS };
  }

  /** The largest difference from the oracle, relative to its chance, and how far the sum is from 1. */
  async function check() {
    const oracle = createReferenceEngine(model, table);
    const length = HISTORY + 2 * EVENTS;
    const [said, expected] = [await ask(engine, length), await ask(oracle, length)];
    let off = 0;
    let sum = 0;
    for (let i = 0; i < said.length; i++) {
      off = Math.max(off, Math.abs(said[i] / expected[i] - 1));
      sum += said[i];
    }
    return { off, sum: Math.abs(sum - 1) };
  }
  const { scales, sweep } = table.lookUps;
  return {
    first,
    fetched,
    /** Bytes of WebAssembly, which no heap counts. */
    machine: sweep ? scales.buffer.byteLength : 0,
    step: () => step(HISTORY),
    tempered: () => step(HISTORY + EVENTS, TEMPERATURE),
    check,
  };
}

(window as unknown as { opened: Promise<unknown> }).opened = open(
  Number(new URLSearchParams(location.search).get('items')),
);
