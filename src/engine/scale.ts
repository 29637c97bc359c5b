/** out[i] += factor · x[i] for from ≤ i < to. */
export function addScaled(
  out: Float32Array,
  x: Float32Array,
  factor: number,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i++) out[i] += factor * x[i];
}
