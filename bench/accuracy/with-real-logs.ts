import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OneMoreShop } from '../../scripts/base-recipe.js';
import { trainBase } from '../../scripts/base-recipe.js';
import type { Model } from '../../src/model/model.js';
import { readModel } from '../../src/model/model-file.js';
import { writeModel } from '../../src/model/write-model.js';
import { tensorSpecs } from '../../src/model/tensors.js';
import { writeCheckpoint } from '../../src/training/fit/checkpoint.js';
import { startWasmBackend } from '../../src/training/network/wasm-backend.js';
import { createParameter } from '../../src/training/network/parameters.js';
import { openRealLog, REAL_LOGS } from './real-logs.js';

/** Shops of one company stay together: what is left out is new in every respect. */
const FOLDS = [
  ['jdata-2017', 'jd-micro-computers'],
  ['rees46', 'retailrocket', 'taobao'],
];
/** In the base already. */
const IN_BASE = ['eshop-2008'];
const EVENTS_A_LOG = 8000;

interface Wanted {
  root: string;
  data: string;
  /** The model to go on from. */
  from: string;
  /** `<log>.safetensors` for each log that was left out. A research figure: these logs may not be shipped. */
  out: string;
}

/** What real logs would give: the base goes on training with the logs of the other shops among the simulated ones. */
export async function trainWithRealLogs({ root, data, from, out }: Wanted): Promise<void> {
  await startWasmBackend(join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist/'));
  mkdirSync(out, { recursive: true });
  const start = readModel(new Uint8Array(readFileSync(from)).buffer);
  for (const leftOut of FOLDS) {
    const more: OneMoreShop[] = [];
    for (const log of REAL_LOGS) {
      if (leftOut.includes(log.name) || IN_BASE.includes(log.name)) continue;
      const opened = await openRealLog(data, log);
      if (opened) more.push({ data: opened, events: EVENTS_A_LOG });
      else console.log(`${log.name}: no ${join(data, log.path)}, left out`);
    }
    const model = await trainBase(
      { seed: 20270101, shops: 30, eventsPerShop: 500, more },
      { name: 'real', version: '1', data: 'research only' },
      { epochs: 2, rate: 0.002 },
      { resume: checkpointOf(start) },
    );
    for (const name of leftOut) writeFileSync(join(out, `${name}.safetensors`), writeModel(model));
  }
}

/** The state that training would have saved had it ended with this model, without its momenta. */
function checkpointOf({ config, tensors }: Model): Uint8Array {
  const parameters = [...tensorSpecs(config, 0)].flatMap(([name, { shape }]) => {
    const values = tensors.get(name);
    return values ? [createParameter(name, shape, (at) => values[at])] : [];
  });
  return writeCheckpoint({ epoch: 0, codes: new Uint8Array(0) }, parameters);
}
