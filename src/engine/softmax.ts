/** Chances from logits: exp(logit / temperature + bias), scaled to sum to 1. */
export function softmax(
  logits: ArrayLike<number>,
  temperature = 1,
  bias?: readonly number[],
): number[] {
  const scores = [...new Array(logits.length)].map(
    (_, i) => logits[i] / temperature + (bias ? bias[i] : 0),
  );
  const peak = Math.max(...scores);
  const weights = scores.map((score) => Math.exp(score - peak));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** Chance of a yes, from the logit of a yes-or-no choice. */
export const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));
