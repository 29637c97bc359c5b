import { agoBucket, type Token } from '../../../src/encoding/token.js';
import type { ModelConfig } from '../../../src/model/config.js';
import { FIELDS } from './network.js';

export interface Shape
  extends Pick<ModelConfig, 'width' | 'heads' | 'layers' | 'window' | 'ropeBase'> {
  items: number;
  /** `pool.age` of the model. */
  age: readonly number[];
}

/** Masked scores, as in src/engine/transformer.ts. */
const MASKED = -1e4;

/** Table rows by field; a token without an item takes the last row, of zeros. */
export function tokenInputs(tokens: readonly Token[], items: number): Record<string, Int32Array> {
  const of = (field: keyof Token) => Int32Array.from(tokens, (token) => token[field]);
  return {
    item: of('item').map((row) => (row < 0 ? items : row)),
    ...Object.fromEntries(FIELDS.map((field) => [field, of(field)])),
  };
}

/** Rotary angles of R positions: [R, 1, Dh / 2]. */
export function angleInputs(positions: readonly number[], { width, heads, ropeBase }: Shape) {
  const half = width / heads / 2;
  const angles = positions.flatMap((position) =>
    Array.from({ length: half }, (_, j) => position * ropeBase ** (-j / half)),
  );
  return { cos: Float32Array.from(angles, Math.cos), sin: Float32Array.from(angles, Math.sin) };
}

/** Of `rows` events read at once, each attends to itself and earlier ones. */
export const causalMask = (rows: number): Float32Array =>
  Float32Array.from({ length: rows * rows }, (_, at) =>
    at % rows > Math.floor(at / rows) ? MASKED : 0,
  );

/** The positions in a ring buffer of W places after `position` was written. */
export function ringInputs(position: number, { window: W, age }: Shape) {
  const agoOf = (slot: number) => 1 + ((position - slot + W * (position + 1)) % W);
  const by = (value: (ago: number) => number) =>
    Float32Array.from({ length: W }, (_, slot) => value(agoOf(slot)));
  const known = (ago: number) => ago <= position + 1;
  return {
    mask: by((ago) => (known(ago) ? 0 : MASKED)),
    age: by((ago) => (known(ago) ? age[agoBucket(ago)] : MASKED)),
    slot: by((ago) => Number(ago === 1)),
    others: by((ago) => Number(ago !== 1)),
  };
}
