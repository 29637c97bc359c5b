import type { Tensor } from '@tensorflow/tfjs-core';
import type { Token } from '../../encoding/token.js';
import { type Model, tensor } from '../../model/model.js';
import { receptiveField } from '../../model/config.js';
import type { ItemTable } from '../item-table.js';
import { addLinear } from '../linear.js';
import { tokensRead } from '../tokens-read.js';
import type { GlBackend } from './gl-backend.js';
import type { Caches, createNetwork } from './network.js';

/** An event after the last layer: normed output [D], and key in the read-out's pool [D / 2]. */
export interface State {
  hidden: Float64Array;
  poolKey: Float64Array;
}

/** Makes a state from one row of the last layer's output. */
export function createStates(model: Model) {
  const { width: D } = model.config;
  const gain = tensor(model, 'final.norm');
  const poolKey = tensor(model, 'pool.key');
  return (rows: Float32Array, row: number): State => {
    const raw = Float64Array.from(rows.subarray(row * D, (row + 1) * D));
    const inverse = 1 / Math.sqrt(raw.reduce((sum, value) => sum + value * value, 0) / D + 1e-6);
    const hidden = raw.map((value, j) => value * inverse * gain[j]);
    return { hidden, poolKey: addLinear(new Float64Array(D / 2), hidden, poolKey) };
  };
}

/** With more new events than this, reading all of them at once is less work than one by one. */
const MAX_STEPS = 4;

/**
 * Reads one history as it grows. An event costs one small step on the GPU, where the caches stay,
 * and a read-back of two rows.
 */
export function createReader(
  gl: GlBackend,
  model: Model,
  table: ItemTable,
  { forward, step }: ReturnType<typeof createNetwork>,
) {
  const { window: W } = model.config;
  const field = receptiveField(model.config);
  const stateOf = createStates(model);
  let seen: readonly Token[] = [];
  let version = -1;
  let caches: Caches = [];
  /** States of the last W events, the latest last. */
  let states: Promise<State>[] = [];

  const keep = ([output, ...next]: Tensor[]): Promise<Float32Array> => {
    for (const cache of caches) cache.dispose();
    caches = next;
    return gl.read(output);
  };

  /** @returns the states of the last events of the history, at most W, the latest last. */
  return async (history: readonly Token[]): Promise<State[]> => {
    const read = version === table.version ? tokensRead(seen, history, field) : 0;
    const { length } = history;
    if (!read || length - read > MAX_STEPS) {
      const rows = keep(gl.scope(() => forward([history], 1)));
      const known = Math.min(W, length);
      states = [...new Array(known)].map((_, i) => rows.then((all) => stateOf(all, W - known + i)));
    } else {
      for (let end = read + 1; end <= length; end++) {
        const rows = keep(gl.scope(() => step(history.slice(0, end), caches)));
        states = [...states, rows.then((all) => stateOf(all, 1))].slice(-W);
      }
    }
    seen = history.slice(-field);
    version = table.version;
    try {
      return await Promise.all(states);
    } catch (thrown) {
      // The caches may be incomplete, so read everything again next time.
      seen = [];
      throw thrown;
    }
  };
}
