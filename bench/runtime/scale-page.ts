import { createCpuEngine } from '../../src/engine/cpu/cpu-engine.js';
import type { Engine } from '../../src/engine/engine.js';
import { createItemTable } from '../../src/engine/item-table.js';
import { randomHistory, randomModel } from '../../src/engine/random-model.fixture.js';
import { selectEngine } from '../../src/engine/select-engine.js';
import { browserEnvironment } from '../../src/lib/environment.js';
import type { ModelConfig } from '../../src/model/config.js';
import * as webgl from '../../src/webgl.js';

const CLICK = 0;
const HISTORY = 32;
/** Histories in a batch: `forecast` adds one event to the past, `explain` removes one. */
const AHEAD = 16;
const LAST = 16;

export interface Cell {
  items: number;
  width: number;
  layers: number;
  /** Milliseconds by engine. */
  cpu: Times;
  webgl: Times;
  /** A plain loop: the query times a dense float32 matrix of the same size. */
  dense: number;
  auto: string;
}
interface Times {
  step: number;
  forecast: number;
  explain: number;
  /** Bytes in textures of the engine. */
  bytesOnGpu: number;
}

const median = (times: number[]) => times.sort((a, b) => a - b)[times.length >> 1];

async function timed(runs: number, work: (run: number) => unknown): Promise<number> {
  const times: number[] = [];
  // The first run warms up the compiler.
  for (let run = 0; run <= runs; run++) {
    const start = performance.now();
    await work(run);
    if (run) times.push(performance.now() - start);
  }
  return median(times);
}

async function timesOf(engine: Engine, items: number, runs: number): Promise<Times> {
  const history = randomHistory(HISTORY + 2 * runs + 2, items, 1);
  let length = HISTORY;
  const step = async () => {
    await (await engine.score(history.slice(0, ++length))).items(CLICK);
  };
  // The first events of a page are slower on both engines.
  await timed(runs, step);
  const stepMs = await timed(runs, step);
  const past = history.slice(0, length);
  const answer = async (histories: (typeof past)[]) => {
    const start = performance.now();
    for (const output of await engine.scoreBatch(histories)) await output.items(CLICK);
    return performance.now() - start;
  };
  return {
    step: stepMs,
    forecast: await answer(
      Array.from({ length: AHEAD }, (_, i) => [...past, ...randomHistory(1, items, i + 2)]),
    ),
    explain: await answer(
      Array.from({ length: LAST }, (_, i) => past.filter((_, at) => at !== past.length - 1 - i)),
    ),
    bytesOnGpu: (engine as Partial<webgl.WebglEngine>).stats?.().bytesOnGpu ?? 0,
  };
}

function denseProduct(items: number, width: number): () => number {
  const vectors = new Float32Array(items * width).fill(0.5);
  const query = new Float64Array(width).fill(0.25);
  const out = new Float32Array(items);
  return () => {
    for (let i = 0, at = 0; i < items; i++) {
      let dot = 0;
      for (let j = 0; j < width; j++) dot += query[j] * vectors[at++];
      out[i] = dot;
    }
    return out[items - 1];
  };
}

async function cell(config: Partial<ModelConfig>, items: number, runs: number): Promise<Cell> {
  const model = randomModel(config, items, 1);
  const table = createItemTable(model);
  const cpu = await timesOf(createCpuEngine(model, table), items, runs);
  const gpu = await webgl.createWebglEngine(model, table);
  const onGpu = await timesOf(gpu, items, Math.min(runs, 6));
  gpu.dispose();
  const { width, layers } = model.config;
  const dense = await timed(runs, denseProduct(items, width));
  const selected = selectEngine({
    model,
    table,
    want: 'auto',
    environment: browserEnvironment(),
    loadWebgl: async () => webgl,
    isVisible: () => true,
  });
  await selected.engine.score(randomHistory(HISTORY, items, 1));
  while (/^WebGL is probed/.test(selected.status().reason)) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const auto = selected.status().backend;
  selected.dispose();
  return { items, width, layers, cpu, webgl: onGpu, dense, auto };
}

(window as unknown as { measureCell: typeof cell }).measureCell = cell;
