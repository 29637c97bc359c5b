import type { Token } from '../encoding/token.js';
import { inTurns } from '../lib/async/steps.js';
import type { Pause } from '../lib/async/turns.js';
import { DEFAULT_CONFIG } from '../model/config.js';
import { GOLDEN_FIELDS } from '../model/golden.js';
import type { Model } from '../model/model.js';
import { tensorSpecs } from '../model/tensors.js';
import { createCpuEngine } from './cpu/cpu-engine.js';
import { buildingItemTable } from './item-table.js';

/** Enough for the JIT to have compiled the loops. */
const ITEMS = 4096;
const TOKENS = 8;

/**
 * Makes a prediction from zeros, while the model is on its way: the first real one then runs compiled code.
 * But its codes are so large that four of them are no small whole number, or the code that looks them up
 * would be thrown away when those of a file come.
 */
export async function warmUp(pause: Pause): Promise<void> {
  const tensors = new Map<string, Float32Array>();
  for (const [name, { shape }] of tensorSpecs(DEFAULT_CONFIG, ITEMS))
    tensors.set(name, new Float32Array(shape[0] * shape[1]));
  const model = {
    config: DEFAULT_CONFIG,
    tensors,
    codes: new Uint8Array(ITEMS * DEFAULT_CONFIG.subIds).fill(128),
    itemPrice: new Uint8Array(ITEMS),
  } as Partial<Model> as Model;
  const table = await inTurns(buildingItemTable(model), pause);
  const token = Object.fromEntries(GOLDEN_FIELDS.map((field) => [field, 0])) as object as Token;
  const output = await createCpuEngine(model, table, pause).score(Array(TOKENS).fill(token));
  await output.items(0);
}
