/** out += factor · x, in places `from` to `to`. */
export function addScaled(
  out: Float32Array,
  x: Float32Array,
  factor: number,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i++) out[i] += factor * x[i];
}

/** values *= factor, in places `from` to `to`. */
export function multiply(values: Float32Array, factor: number, from: number, to: number): void {
  for (let i = from; i < to; i++) values[i] *= factor;
}
