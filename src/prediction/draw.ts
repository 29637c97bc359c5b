/** How one outcome is drawn from a distribution. */
export interface DrawOptions {
  /** Below 1 sharpens the distribution, above 1 flattens it; default 1, at least 0.01. */
  temperature?: number;
  /** Draws among the K likeliest; default 0, which is all. */
  topK?: number;
  /** Draws among the fewest outcomes that hold this share of the chance (Holtzman et al. 2020); default 1. */
  topP?: number;
}

/** Applies the options to a distribution and returns a function that draws an index from it. */
export function createDraw(
  chances: ArrayLike<number>,
  { temperature = 1, topK = 0, topP = 1 }: DrawOptions,
  random: () => number,
): () => number {
  const weights = Float64Array.from(chances);
  const peak = weights.reduce((most, chance) => Math.max(most, chance), 0);
  if (temperature !== 1 || !peak) {
    const power = 1 / Math.max(0.01, temperature);
    // Relative to the peak: otherwise a high power could underflow every weight to 0.
    for (let i = 0; i < weights.length; i++) weights[i] = peak ? (weights[i] / peak) ** power : 1;
  }
  let sum = weights.reduce((total, weight) => total + weight, 0);
  if (topK > 0 || topP < 1) {
    const order = [...weights.keys()].sort((a, b) => weights[b] - weights[a] || a - b);
    const whole = sum;
    sum = 0;
    order.forEach((index, place) => {
      const cut = place > 0 && ((topK > 0 && place >= topK) || sum >= topP * whole);
      if (cut) weights[index] = 0;
      else sum += weights[index];
    });
  }
  return () => {
    let left = random() * sum;
    let last = -1;
    for (let i = 0; i < weights.length; i++) {
      if (!weights[i]) continue;
      last = i;
      left -= weights[i];
      if (left < 0) break;
    }
    return last;
  };
}
