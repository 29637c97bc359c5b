/** ln Σ exp(logit); 0 if there is nothing to sum. */
export function logSum(logits: ArrayLike<number>): number {
  let peak = -Infinity;
  for (let i = 0; i < logits.length; i++) if (logits[i] > peak) peak = logits[i];
  if (peak === -Infinity) return 0;
  let sum = 0;
  for (let i = 0; i < logits.length; i++) sum += Math.exp(logits[i] - peak);
  return peak + Math.log(sum);
}
