import type { ContentFeature } from '../encoding/content.js';
import { allAtOnce, type Steps } from '../lib/async/steps.js';
import type { Model } from '../model/model.js';
import { addLinear } from './linear.js';
import { createLookUp, type LookUps } from './look-up.js';

/** Trained rows whose length is computed per step. */
const STEP = 2048;

/**
 * Item vectors by row: first trained ones, decoded from product-quantised codes (RecJPQ, Petrov &
 * Macdonald 2024), then live ones, made from content and embedding. Each has length 1, or 0 when
 * nothing is known about the item.
 */
export interface ItemTable {
  readonly trained: number;
  readonly size: number;
  /** Goes up when an existing row gets other content: results computed from it are then stale. */
  readonly version: number;
  /** Writes the unit vector of a row: [D]. An unknown row gives zeros. */
  read(row: number, out: Float32Array): void;
  /**
   * Adds a live row (its number is `size` before the call) or gives an existing live row new
   * content. An embedding is ignored if its length is not the model's.
   */
  write(row: number, features: readonly ContentFeature[], embedding?: readonly number[]): void;
  /** Vectors of the live rows, one after another: [live, D]. */
  live(): Float32Array;
  /** Score the trained rows: scaled by 1 / length of their decoded vectors, popularity added. */
  readonly lookUps: LookUps;
}

export const createItemTable = (model: Model): ItemTable => allAtOnce(buildingItemTable(model));

/** `createItemTable`, in steps. */
export function* buildingItemTable(model: Model, makeLookUps = createLookUp): Steps<ItemTable> {
  const { width: D, subIds: M, centroids: C, embeddingLength: E } = model.config;
  const trained = model.itemPrice.length;
  const centroids = model.tensors.get('item.centroids') ?? new Float32Array(0);
  const content = model.tensors.get('embed.content') ?? new Float32Array(0);
  const projection = model.tensors.get('embed.projection');
  const { codes } = model;
  const span = M ? D / M : 0;
  // A model without popularity gives its items none.
  const popularity = model.tensors.get('item.popularity') ?? new Float32Array(trained);
  const lookUps = makeLookUps(codes, M, C, popularity);
  const { lookUp, scales } = lookUps;
  let live = new Float32Array(0);
  let size = trained;
  let version = 0;

  if (M) {
    // Sub-vectors lie in disjoint dimensions, so squared lengths add.
    const squares = new Float64Array(M * C);
    addSquares(squares, centroids);
    for (let from = 0; from < trained; from += STEP) {
      yield;
      const to = Math.min(trained, from + STEP);
      lookUp(squares, scales, from, to, 0);
      invertRoots(scales, from, to);
    }
  }

  return {
    trained,
    lookUps,
    get size() {
      return size;
    },
    get version() {
      return version;
    },
    live: () => live.subarray(0, (size - trained) * D),
    read(row, out) {
      out.fill(0);
      if (row >= trained && row < size) {
        out.set(live.subarray((row - trained) * D, (row - trained + 1) * D));
      } else if (row >= 0 && row < trained && M) {
        for (let m = 0; m < M; m++) {
          const from = (m * C + codes[row * M + m]) * span;
          for (let j = 0; j < span; j++) out[m * span + j] = centroids[from + j] * scales[row];
        }
      }
    },
    write(row, features, embedding) {
      if (row < trained || row > size) return;
      const at = (row - trained) * D;
      const isNew = row === size;
      if (isNew) size++;
      if (live.length < at + D) {
        const grown = new Float32Array(Math.max(64 * D, live.length * 2));
        grown.set(live);
        live = grown;
      }
      const vector = new Float64Array(D);
      for (const { bucket, weight } of features) {
        for (let j = 0; j < D; j++) vector[j] += weight * content[bucket * D + j];
      }
      if (projection && embedding?.length === E) {
        const length = Math.hypot(...embedding);
        const unit = Float64Array.from([...embedding, length], (x) => x / length);
        if (length && length < 1e300) addLinear(vector, unit, projection);
      }
      const norm = Math.hypot(...vector) || 1;
      let changed = false;
      for (let j = 0; j < D; j++) {
        const before = live[at + j];
        live[at + j] = vector[j] / norm;
        changed ||= live[at + j] !== before;
      }
      if (changed && !isNew) version++;
    },
  };
}

// Loops outside the generator, whose own the JIT compiles late.

/** squares [rows] += the squares in each row of `values` [rows, columns]. */
function addSquares(squares: Float64Array, values: Float32Array): void {
  const columns = values.length / squares.length;
  for (let at = 0; at < values.length; at++) {
    const value = values[at];
    squares[(at / columns) | 0] += value * value;
  }
}

function invertRoots(squares: Float32Array, from: number, to: number): void {
  for (let i = from; i < to; i++) squares[i] = 1 / Math.sqrt(squares[i] || 1);
}
