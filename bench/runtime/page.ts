import { scriptStart } from './start.js';
import { createCpuEngine } from '../../src/engine/cpu/cpu-engine.js';
import { createItemTable } from '../../src/engine/item-table.js';
import { readModel } from '../../src/model/model-file.js';
import { type Measured, measure } from './measure.js';

const query = new URLSearchParams(location.search);
const items = Number(query.get('items'));

(window as unknown as { measured: Promise<Measured> }).measured = measure(
  async (file) => {
    const model = readModel(await file(`/models/${items}.safetensors`));
    const table = createItemTable(model);
    const engine =
      query.get('engine') === 'cpu'
        ? createCpuEngine(model, table)
        : await (await import('../../src/webgl.js')).createWebglEngine(model, table);
    return { predict: async (history) => (await engine.score(history)).items(0), says: 'chances' };
  },
  scriptStart,
  { items, events: Number(query.get('events')) },
);
