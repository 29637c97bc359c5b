/** A proportion with its 95% interval. */
export interface Share {
  value: number;
  low: number;
  high: number;
  /** Sample size. */
  n: number;
}

/**
 * Wilson's interval for a proportion (Wilson 1927): accurate for small samples and near 0 or 1 too.
 * @param hits may be fractional.
 */
export function wilson(hits: number, n: number, z = 1.96): Share {
  if (!n) return { value: Number.NaN, low: Number.NaN, high: Number.NaN, n };
  const p = hits / n;
  const z2n = (z * z) / n;
  const middle = (p + z2n / 2) / (1 + z2n);
  const half = (z / (1 + z2n)) * Math.sqrt((p * (1 - p)) / n + z2n / (4 * n));
  return { value: p, low: Math.max(0, middle - half), high: Math.min(1, middle + half), n };
}

/** An estimate with its 95% interval. */
export interface Interval {
  value: number;
  low: number;
  high: number;
}

/** The difference a - b of two independent shares, by the hybrid score interval (Newcombe 1998, method 10). */
export function newcombe(a: Share, b: Share): Interval {
  const value = a.value - b.value;
  return {
    value,
    low: value - Math.hypot(a.value - a.low, b.high - b.value),
    high: value + Math.hypot(a.high - a.value, b.value - b.low),
  };
}

/** The ratio a / b with its log interval (Katz et al. 1978); undefined when either is 0. */
export function katz(a: Share, b: Share, z = 1.96): Interval | undefined {
  if (!(a.value > 0 && b.value > 0)) return undefined;
  const value = a.value / b.value;
  const spread = Math.exp(
    z * Math.sqrt((1 - a.value) / (a.value * a.n) + (1 - b.value) / (b.value * b.n)),
  );
  return { value, low: value / spread, high: value * spread };
}
