import type { Token } from '../encoding/token.js';
import { type ModelConfig, receptiveField } from '../model/config.js';
import type { Engine } from './engine.js';

const RUNS = 5;

/** Median time per engine for one more event, with the scores of all items. */
export async function probe(
  cpu: Engine,
  gpu: Engine,
  history: readonly Token[],
  config: ModelConfig,
  clock: () => number,
): Promise<{ cpuMs: number; gpuMs: number }> {
  const tokens = history.slice(-receptiveField(config));
  const before = tokens.slice(0, -1);
  const times: [number[], number[]] = [[], []];
  // The first run of each is warm-up.
  for (let run = 0; run <= RUNS; run++) {
    for (const [engine, spent] of [
      [cpu, times[0]],
      [gpu, times[1]],
    ] as const) {
      // Not timed: leaves exactly one token for a cache to read.
      await engine.score(before);
      const start = clock();
      await (await engine.score(tokens)).items(0);
      if (run) spent.push(clock() - start);
    }
  }
  const [cpuMs, gpuMs] = times.map((list) => list.sort((a, b) => a - b)[RUNS >> 1]);
  return { cpuMs, gpuMs };
}
