import type { Token } from '../../encoding/token.js';
import type { ModelConfig } from '../../model/config.js';

/** What attention needs of the past, a ring of W entries per layer, and the tokens it came from. */
export interface KvCache {
  /** [L, W, D], rotated by absolute position: attention depends only on position differences. */
  keys: Float32Array;
  values: Float32Array;
  /** Pool keys of the read-out, in a ring of W entries: [D / 2] each. */
  poolKeys: Float64Array[];
  /** Last output: [D]. */
  hidden: Float64Array;
  /** Tokens written since the reset; the next one goes to slot `length % W`. */
  length: number;
  /** The tokens the state depends on, at most the receptive field, oldest first. */
  seen: readonly Token[];
  /** `table.version` when `seen` was read. */
  version: number;
}

export function createKvCache({ layers, window, width }: ModelConfig): KvCache {
  const size = layers * window * width;
  return {
    keys: new Float32Array(size),
    values: new Float32Array(size),
    poolKeys: [...new Array(window)].map(() => new Float64Array(width / 2)),
    hidden: new Float64Array(width),
    length: 0,
    seen: [],
    version: -1,
  };
}

export function copyKvCache(from: KvCache, to: KvCache): void {
  to.keys.set(from.keys);
  to.values.set(from.values);
  from.poolKeys.forEach((key, slot) => to.poolKeys[slot].set(key));
  to.hidden.set(from.hidden);
  to.length = from.length;
  to.seen = from.seen;
  to.version = from.version;
}
