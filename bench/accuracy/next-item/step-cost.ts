import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine.js';
import { createItemTable } from '../../../src/engine/item-table.js';
import { randomHistory } from '../../../src/engine/random-model.fixture.js';
import { readModel } from '../../../src/model/model-file.js';

const EVENTS = 300;
const CLICK = 0;

/** What a model file costs: its bytes, and the median milliseconds of one more event on the cpu engine. */
export async function stepCost(path: string): Promise<{ gzip: number; ms: number }> {
  const bytes = new Uint8Array(readFileSync(path));
  const model = readModel(bytes.buffer);
  const engine = createCpuEngine(model, createItemTable(model));
  const history = randomHistory(EVENTS, model.vocabulary.items.length, 1);
  const times: number[] = [];
  for (let t = 1; t <= EVENTS; t++) {
    const past = history.slice(0, t);
    const start = performance.now();
    await (await engine.score(past)).items(CLICK);
    times.push(performance.now() - start);
  }
  engine.dispose();
  // The first third is the compiler's warm-up.
  const warm = times.slice(EVENTS / 3).sort((a, b) => a - b);
  return { gzip: gzipSync(bytes).length, ms: warm[warm.length >> 1] };
}
