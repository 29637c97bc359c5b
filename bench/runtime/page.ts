import { scriptStart } from './start.js';
import { createCpuEngine } from '../../src/engine/cpu/cpu-engine.js';
import { createTurns } from '../../src/lib/async/turns.js';
import { browserEnvironment } from '../../src/lib/environment.js';
import { openModel } from '../../src/predictor/load/open-model.js';
import { type Measured, measure } from './measure.js';

const query = new URLSearchParams(location.search);
const items = Number(query.get('items'));

(window as unknown as { measured: Promise<Measured> }).measured = measure(
  async (file) => {
    // As a predictor opens a model: in slices, and with something to do while the file is on its way.
    const { pause } = createTurns(browserEnvironment());
    const { model, table } = await openModel(file(`/models/${items}.safetensors`), pause);
    const engine =
      query.get('engine') === 'cpu'
        ? createCpuEngine(model, table, pause)
        : await (await import('../../src/webgl.js')).createWebglEngine(model, table, pause);
    return { predict: async (history) => (await engine.score(history)).items(0), says: 'chances' };
  },
  scriptStart,
  { items, events: Number(query.get('events')) },
);
