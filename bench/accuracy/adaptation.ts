/** How far a chance may be moved, as a difference of logits. */
const MOST = 1;

/**
 * A few numbers learned from what one shopper did and the model had said: the next actions that came
 * more often than said are raised, the others lowered. `weight` events' worth of trust stays with the
 * model. A pure function of the history, so it is forgotten with it.
 * @param said chances of the next action after each past event, in order: [T][A + 1].
 * @param came the action that followed each.
 * @returns what is added to the logits: [A + 1].
 */
export function ownPrior(
  said: readonly ArrayLike<number>[],
  came: readonly number[],
  weight: number,
): Float64Array {
  const classes = said[0]?.length ?? 0;
  const [expected, counted] = [new Float64Array(classes), new Float64Array(classes)];
  said.forEach((chances, t) => {
    for (let a = 0; a < classes; a++) expected[a] += chances[a];
    counted[came[t]]++;
  });
  return expected.map((sum, a) => {
    // The mean chance is what `weight` events would have brought.
    const trust = (weight * sum) / (said.length || 1);
    const ratio = Math.log((counted[a] + trust + 1e-9) / (sum + trust + 1e-9));
    return Math.max(-MOST, Math.min(MOST, ratio));
  });
}

/** Chances after `bias` was added to their logits and all were divided by `temperature`. */
export function moved(
  chances: ArrayLike<number>,
  bias: ArrayLike<number>,
  temperature = 1,
): Float64Array {
  const weights = Float64Array.from(
    { length: chances.length },
    (_, a) => Math.exp((bias[a] ?? 0) / temperature) * chances[a] ** (1 / temperature),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** The temperature, of a few, under which what came was likeliest; bounded, and 1 until much was seen. */
export function ownTemperature(
  said: readonly ArrayLike<number>[],
  came: readonly number[],
  weight: number,
): number {
  let best = { temperature: 1, cost: Number.POSITIVE_INFINITY };
  for (const temperature of [0.7, 0.85, 1, 1.2, 1.45]) {
    const apart = Math.log(temperature);
    let cost = weight * apart * apart;
    said.forEach((chances, t) => {
      cost -= Math.log(Math.max(1e-6, moved(chances, [], temperature)[came[t]]));
    });
    if (cost < best.cost) best = { temperature, cost };
  }
  return best.temperature;
}
