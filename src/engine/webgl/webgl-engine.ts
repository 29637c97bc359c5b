import type { Token } from '../../encoding/token.js';
import { PredictorError, toPredictorError } from '../../lib/errors.js';
import type { Pause } from '../../lib/async/turns.js';
import type { Model } from '../../model/model.js';
import type { Engine, Output } from '../engine.js';
import type { ItemTable } from '../item-table.js';
import { createReadOut } from '../read-out.js';
import { type GlBackend, type GlStats, openBackend } from './gl-backend.js';
import { createItemScores } from './item-scores.js';
import { createNetwork } from './network.js';
import { createReader, createStates, type State } from './reader.js';

/** `scoreBatch`, for `forecast` and `explain`, runs this many histories at a time. */
const BATCH = 8;

export interface WebglEngine extends Engine {
  /** Called when the browser takes the context: later calls reject with BACKEND_UNAVAILABLE. */
  onLost(listener: () => void): void;
  stats(): GlStats;
}

/**
 * The network as TensorFlow.js WebGL programs at three fixed shapes: one new event, one history,
 * and a batch.
 * @param pause awaited between ranges of items: the last part of scoring runs on the page's thread.
 * @throws PredictorError BACKEND_UNAVAILABLE.
 */
export async function createWebglEngine(
  model: Model,
  table: ItemTable,
  pause?: Pause,
): Promise<WebglEngine> {
  let gl: GlBackend | undefined;
  try {
    gl = openBackend();
    return await build(gl, model, table, pause);
  } catch (thrown) {
    gl?.dispose();
    throw toPredictorError(thrown, 'BACKEND_UNAVAILABLE');
  }
}

async function build(
  gl: GlBackend,
  model: Model,
  table: ItemTable,
  pause?: Pause,
): Promise<WebglEngine> {
  const network = createNetwork(gl, model, table);
  const read = createReader(gl, model, table, network);
  const items = createItemScores(gl, model, table);
  const readOut = createReadOut(
    model,
    table,
    items.score,
    pause,
    (detail) =>
      // The driver, and not the file: the cpu engine judges that.
      new PredictorError('BACKEND_UNAVAILABLE', detail),
  );
  const { width: D, window: W } = model.config;
  const stateOf = createStates(model);
  const output = (history: readonly Token[], states: readonly State[]): Output =>
    readOut(
      states[states.length - 1]?.hidden ?? new Float64Array(D),
      history,
      (ago) => states[states.length - ago].poolKey,
    );

  const scoreBatch = async (histories: readonly (readonly Token[])[]): Promise<Output[]> => {
    // Copies: the caller may append while the GPU works.
    const copies = histories.map((history) => history.slice());
    const rows = await gl.read(gl.scope(() => network.forward(copies, BATCH)[0]));
    return copies.map((history, b) => {
      const known = Math.min(W, history.length);
      const first = (b + 1) * W - known;
      return output(
        history,
        [...new Array(known)].map((_, i) => stateOf(rows, first + i)),
      );
    });
  };

  await gl.compile(() => {
    const made = [BATCH, 1].map((batch) => gl.scope(() => network.forward([], batch)));
    const [, ...caches] = made[1];
    made.push(gl.scope(() => network.step([], caches)));
    const { lookUp } = items;
    if (lookUp) made.push([gl.scope(() => lookUp(new Float64Array(D)))]);
    for (const one of made.flat()) one.dispose();
  });

  return {
    backend: 'webgl',
    async score(history) {
      const now = history.slice();
      return output(now, await read(now));
    },
    async scoreBatch(histories) {
      const outputs: Output[] = [];
      for (let i = 0; i < histories.length; i += BATCH) {
        outputs.push(...(await scoreBatch(histories.slice(i, i + BATCH))));
      }
      return outputs;
    },
    onLost: gl.onLost,
    stats: gl.stats,
    dispose: gl.dispose,
  };
}
