import type { Token } from '../../encoding/token.js';
import { toPredictorError } from '../../lib/errors.js';
import { type Model, tensor } from '../../model/model.js';
import type { Engine, Output } from '../engine.js';
import type { ItemTable } from '../item-table.js';
import { addLinear } from '../linear.js';
import { createReadOut } from '../read-out.js';
import { type GlBackend, type GlStats, openBackend } from './gl-backend.js';
import { createItemScores } from './item-scores.js';
import { createNetwork } from './network.js';

/** `forecast` and `explain` go through in chunks of this many histories. */
const BATCH = 8;

export interface WebglEngine extends Engine {
  /** The browser took the context: every later call is refused with BACKEND_UNAVAILABLE. */
  onLost(listener: () => void): void;
  stats(): GlStats;
}

/**
 * The network as TensorFlow.js WebGL programs at two fixed shapes: one history, and a batch.
 * @throws PredictorError BACKEND_UNAVAILABLE.
 */
export async function createWebglEngine(model: Model, table: ItemTable): Promise<WebglEngine> {
  let gl: GlBackend | undefined;
  try {
    gl = openBackend();
    return await build(gl, model, table);
  } catch (thrown) {
    gl?.dispose();
    throw toPredictorError(thrown, 'BACKEND_UNAVAILABLE');
  }
}

async function build(gl: GlBackend, model: Model, table: ItemTable): Promise<WebglEngine> {
  const { forward, hiddenOf } = createNetwork(gl, model, table);
  const items = createItemScores(gl, model, table);
  const readOut = createReadOut(model, table, items.score);
  const { width } = model.config;
  const poolKey = tensor(model, 'pool.key');

  const score = async (
    histories: readonly (readonly Token[])[],
    batch: number,
  ): Promise<Output[]> => {
    // Kept as they are now: the caller may append while the GPU works.
    const copies = histories.map((history) => history.slice());
    const states = await gl.read(gl.scope(() => forward(copies, batch)));
    return copies.map((history, b) =>
      readOut(history.length ? hiddenOf(states, b, 1) : new Float64Array(width), history, (ago) =>
        addLinear(new Float64Array(width / 2), hiddenOf(states, b, ago), poolKey),
      ),
    );
  };

  await gl.compile(() => {
    for (const batch of [1, BATCH]) gl.scope(() => forward([], batch)).dispose();
    const { lookUp } = items;
    if (lookUp) gl.scope(() => lookUp(new Float64Array(width))).dispose();
  });

  return {
    backend: 'webgl',
    score: async (history) => (await score([history], 1))[0],
    async scoreBatch(histories) {
      const outputs: Output[] = [];
      for (let i = 0; i < histories.length; i += BATCH) {
        outputs.push(...(await score(histories.slice(i, i + BATCH), BATCH)));
      }
      return outputs;
    },
    onLost: gl.onLost,
    stats: gl.stats,
    dispose: gl.dispose,
  };
}
