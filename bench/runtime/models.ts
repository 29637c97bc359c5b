import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomModel } from '../../src/engine/random-model.fixture.js';
import { DEFAULT_CONFIG } from '../../src/model/config.js';
import { tensor } from '../../src/model/model.js';
import { readModel } from '../../src/model/model-file.js';
import { writeModel } from '../../src/model/write-model.js';
import type { Shape } from './peers/inputs.js';
import type { OnnxGraph } from './peers/onnx-graph.js';
import { onnxModels } from './peers/onnx-models.js';

/**
 * Model files of the default shape with random weights, which do not change the cost. Next to each,
 * the same weights in the formats of the peers, if it is told how.
 */
export function writeModels(
  folder: string,
  sizes: number[],
  writeOnnx?: (graph: OnnxGraph) => Uint8Array,
): void {
  mkdirSync(folder, { recursive: true });
  for (const items of sizes) {
    const file = writeModel(randomModel(DEFAULT_CONFIG, items, 1));
    writeFileSync(join(folder, `${items}.safetensors`), file);
    if (!writeOnnx) continue;
    const model = readModel(file.buffer);
    for (const [name, graph] of Object.entries(onnxModels(model))) {
      writeFileSync(join(folder, `${items}.${name}.onnx`), writeOnnx(graph));
    }
    const shape: Shape = { ...model.config, items, age: [...tensor(model, 'pool.age')] };
    writeFileSync(join(folder, `${items}.json`), JSON.stringify(shape));
  }
}
