/** Draws items in proportion to popularity^power, in constant time a draw (alias method, Walker 1977). */
export interface Sampler {
  draw(): number;
  /** Natural log of the chance of each item. */
  readonly logChance: Float32Array;
}

/** @param counts events of each item in the training part: [I]; items never seen are drawn like those seen once. */
export function createSampler(
  counts: ArrayLike<number>,
  power: number,
  random: () => number,
): Sampler {
  const n = counts.length;
  const weights = Float64Array.from({ length: n }, (_, i) => Math.max(1, counts[i]) ** power);
  const total = weights.reduce((sum, w) => sum + w, 0);
  const logChance = Float32Array.from(weights, (w) => Math.log(w / total));
  const threshold = Float64Array.from(weights, (w) => (w * n) / total);
  const alias = new Int32Array(n);
  const small: number[] = [];
  const large: number[] = [];
  for (let i = 0; i < n; i++) (threshold[i] < 1 ? small : large).push(i);
  while (small.length && large.length) {
    const low = small.pop() as number;
    const high = large[large.length - 1];
    alias[low] = high;
    threshold[high] -= 1 - threshold[low];
    if (threshold[high] < 1) small.push(large.pop() as number);
  }
  for (const i of [...small, ...large]) threshold[i] = 1;
  return {
    logChance,
    draw() {
      const at = random() * n;
      const column = Math.floor(at);
      return at - column < threshold[column] ? column : alias[column];
    },
  };
}
