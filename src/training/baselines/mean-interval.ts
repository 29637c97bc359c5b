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

/**
 * A mean with its 95% interval, where values of one group depend on each other: the groups vary, not the
 * values (Liang and Zeger 1986).
 * @param groups of each value, in any order.
 */
export function clusteredInterval(
  values: ArrayLike<number>,
  groups: ArrayLike<number>,
  z = 1.96,
): Share {
  const n = values.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i];
  const value = sum / n;
  const residuals = new Map<number, number>();
  for (let i = 0; i < n; i++) {
    residuals.set(groups[i], (residuals.get(groups[i]) ?? 0) + values[i] - value);
  }
  let squares = 0;
  for (const residual of residuals.values()) squares += residual ** 2;
  const g = residuals.size;
  const half = g > 1 ? (z * Math.sqrt((squares * g) / (g - 1))) / n : Number.NaN;
  return { value, low: value - half, high: value + half, n };
}
