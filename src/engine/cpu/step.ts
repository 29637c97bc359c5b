import type { Token } from '../../encoding/token.js';
import { logSum } from '../log-sum.js';
import { type Model, tensor } from '../../model/model.js';
import { createEmbedding } from '../embed-token.js';
import type { ItemTable } from '../item-table.js';
import { addLinear } from '../linear.js';
import type { KvCache } from './kv-cache.js';

/** Runs one token through the network with the cache. Activations are doubles: no conversions. */
export function createStep(model: Model, table: ItemTable) {
  const { width: D, heads: H, layers: L, ffn: F, window: W, ropeBase } = model.config;
  const Dh = D / H;
  const half = Dh / 2;
  const embed = createEmbedding(model, table);
  const layers = [...new Array(L)].map((_, l) =>
    ['norm1', 'q', 'k', 'v', 'o', 'norm2', 'up', 'up.bias', 'down', 'down.bias'].map((name) =>
      tensor(model, `layer.${l}.${name}`),
    ),
  );
  const finalNorm = tensor(model, 'final.norm');
  const poolKey = tensor(model, 'pool.key');
  const x = new Float64Array(D);
  const normed = new Float64Array(D);
  const projected = new Float64Array(D);
  const mixed = new Float64Array(D);
  const inner = new Float64Array(F);
  const share = new Float64Array(W);
  const cos = new Float64Array(half);
  const sin = new Float64Array(half);

  const norm = (gain: Float32Array, out: Float64Array) => {
    let sum = 0;
    for (let j = 0; j < D; j++) sum += x[j] * x[j];
    const inverse = 1 / Math.sqrt(sum / D + 1e-6);
    for (let j = 0; j < D; j++) out[j] = x[j] * inverse * gain[j];
  };
  const project = (weight: Float32Array) => addLinear(projected.fill(0), normed, weight);
  const rotate = () => {
    for (let at = 0; at < D; at += half) {
      for (let j = 0; j < half; j++, at++) {
        const a = projected[at];
        const b = projected[at + half];
        projected[at] = a * cos[j] - b * sin[j];
        projected[at + half] = a * sin[j] + b * cos[j];
      }
    }
  };

  // One head, in a small function that the JIT compiles early: the first prediction runs while the
  // page's own code is still being compiled.
  const attend = (
    keys: Float32Array,
    values: Float32Array,
    ring: number,
    filled: number,
    h: number,
  ) => {
    for (let s = 0, at = ring; s < filled; s++, at += D) {
      let dot = 0;
      for (let j = 0; j < Dh; j++) dot += projected[h + j] * keys[at + j];
      share[s] = dot / Math.sqrt(Dh);
    }
    const total = logSum(share.subarray(0, filled));
    mixed.fill(0, h, h + Dh);
    for (let s = 0, at = ring; s < filled; s++, at += D) {
      const part = Math.exp(share[s] - total);
      for (let j = 0; j < Dh; j++) mixed[h + j] += part * values[at + j];
    }
  };

  /**
   * @param behind how many tokens follow in the same read. If no later token needs them, the upper
   * layers are skipped: a layer needs W - 1 tokens of the layer below, and so does the pool.
   */
  return (cache: KvCache, token: Token, behind: number): void => {
    const { keys, values, hidden, poolKeys } = cache;
    const position = cache.length++;
    const filled = Math.min(position + 1, W);
    for (let j = 0; j < half; j++) {
      const angle = position * ropeBase ** (-j / half);
      cos[j] = Math.cos(angle);
      sin[j] = Math.sin(angle);
    }
    embed(token, x);
    for (let l = 0; l < L; l++) {
      const [norm1, q, k, v, o, norm2, up, upBias, down, downBias] = layers[l];
      const ring = l * W * D;
      const slot = ring + (position % W) * D;
      norm(norm1, normed);
      project(v);
      values.set(projected, slot);
      project(k);
      rotate();
      keys.set(projected, slot);
      if (behind > (L - l) * (W - 1)) return;

      project(q);
      rotate();
      for (let h = 0; h < D; h += Dh) attend(keys, values, ring + h, filled, h);
      addLinear(x, mixed, o);

      norm(norm2, normed);
      inner.set(upBias);
      addLinear(inner, normed, up);
      for (let i = 0; i < F; i++) if (inner[i] < 0) inner[i] = 0;
      for (let j = 0; j < D; j++) x[j] += downBias[j];
      addLinear(x, inner, down);
    }
    norm(finalNorm, hidden);
    addLinear(poolKeys[position % W].fill(0), hidden, poolKey);
  };
}
