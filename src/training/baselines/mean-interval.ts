import type { Share } from '../../prediction/proportions.js';

/** A mean with its 95% interval by the normal approximation. */
export function meanInterval(values: ArrayLike<number>, z = 1.96): Share {
  const n = values.length;
  let [sum, squares] = [0, 0];
  for (let i = 0; i < n; i++) sum += values[i];
  const value = sum / n;
  for (let i = 0; i < n; i++) squares += (values[i] - value) ** 2;
  const half = n > 1 ? z * Math.sqrt(squares / (n - 1) / n) : Number.NaN;
  return { value, low: value - half, high: value + half, n };
}
