/** A trained array with its AdamW moments, in plain arrays: gradients may come from any backend. */
export interface Parameter {
  readonly name: string;
  /** [rows, columns] */
  readonly shape: readonly [number, number];
  value: Float32Array;
  first: Float32Array;
  second: Float32Array;
  /** Updates of each row so far: rows without a gradient are skipped, and bias correction needs the count. */
  updates: Int32Array;
  /** Decoupled weight decay applies to matrices only. */
  decay: boolean;
}

export function createParameter(
  name: string,
  shape: readonly [number, number],
  fill: (at: number) => number,
): Parameter {
  const length = shape[0] * shape[1];
  return {
    name,
    shape,
    value: Float32Array.from({ length }, (_, at) => fill(at)),
    first: new Float32Array(length),
    second: new Float32Array(length),
    updates: new Int32Array(shape[0]),
    decay: shape[0] > 1,
  };
}

export interface AdamOptions {
  rate: number;
  decay: number;
}

const BETA1 = 0.9;
const BETA2 = 0.99;
const EPSILON = 1e-8;

/**
 * AdamW (Loshchilov & Hutter 2019) over some rows of a parameter; rows without a gradient stay as they
 * are, moments included ("lazy" Adam).
 * @param rows which row each row of `gradient` belongs to; all rows in order when absent.
 */
export function adamStep(
  parameter: Parameter,
  gradient: Float32Array,
  { rate, decay }: AdamOptions,
  rows?: Int32Array,
): void {
  const { value, first, second, updates } = parameter;
  const columns = parameter.shape[1];
  const shrink = parameter.decay ? 1 - rate * decay : 1;
  const count = rows ? rows.length : parameter.shape[0];
  for (let r = 0; r < count; r++) {
    const row = rows ? rows[r] : r;
    const t = ++updates[row];
    const step = (rate * Math.sqrt(1 - BETA2 ** t)) / (1 - BETA1 ** t);
    for (let c = 0, at = row * columns, from = r * columns; c < columns; c++, at++, from++) {
      const g = gradient[from];
      const mean = first[at] + (1 - BETA1) * (g - first[at]);
      const square = second[at] + (1 - BETA2) * (g * g - second[at]);
      first[at] = mean;
      second[at] = square;
      value[at] = value[at] * shrink - (step * mean) / (Math.sqrt(square) + EPSILON);
    }
  }
}
