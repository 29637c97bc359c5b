import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomModel } from '../src/engine/random-model.js';
import { DEFAULT_CONFIG } from '../src/model/config.js';
import { writeModel } from '../src/model/model-file.js';

/** Model files of the default shape and random weights: what a file costs does not depend on them. */
export function writeModels(folder: string, sizes: number[]): void {
  mkdirSync(folder, { recursive: true });
  for (const items of sizes) {
    const file = writeModel(randomModel(DEFAULT_CONFIG, items, 1));
    writeFileSync(join(folder, `${items}.safetensors`), file);
  }
}
