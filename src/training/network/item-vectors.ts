import type { Piece } from '../data/pieces.js';
import type { AdamOptions, Parameter } from './parameters.js';

/** How a step of training sees its items. */
export interface StepView {
  /** 1 where an item shows its content only, as a new item will: [U] */
  withheld: Uint8Array;
  /** The pieces of the step: what they contributed to the item graph is left out. */
  pieces: readonly Piece[];
}

/**
 * Where item vectors come from while the network trains: a table (table-vectors.ts), content
 * (content-vectors.ts), embeddings (embedding-vectors.ts) or codes (coded-vectors.ts). They are raw: the
 * network brings them to length 1. Letters: U distinct items of a step, D width.
 */
export interface ItemVectors {
  /**
   * Raw vectors of some items: [U, D].
   * @param view given while training.
   */
  gather(items: Int32Array, view?: StepView): Float32Array;
  /** One step of AdamW. @param gradient of the loss by the result of `gather(items)`: [U, D]. */
  step(items: Int32Array, gradient: Float32Array, adam: AdamOptions): void;
  readonly parameters: readonly Parameter[];
}

/** Whether a row of a matrix of D columns is all zeros: the vector of an item about which nothing is known. */
export const isZeroRow = (rows: Float32Array, row: number, D: number): boolean =>
  rows.subarray(row * D, (row + 1) * D).every((x) => !x);

/** Some rows of a matrix of D columns. */
export const pickRows = <T extends Float32Array | Int32Array>(
  rows: T,
  which: number[],
  D: number,
): T => {
  const out = new (rows.constructor as new (length: number) => T)(which.length * D);
  which.forEach((r, i) => {
    for (let j = 0; j < D; j++) out[i * D + j] = rows[r * D + j];
  });
  return out;
};
