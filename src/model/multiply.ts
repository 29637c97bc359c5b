/** values[i] *= factor for from ≤ i < to. */
export function multiply(values: Float32Array, factor: number, from: number, to: number): void {
  for (let i = from; i < to; i++) values[i] *= factor;
}
