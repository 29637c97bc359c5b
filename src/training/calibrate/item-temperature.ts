import { toFourDecimals } from './rounding.js';

/** The logits of all items that compete, and the index of the one that came next. */
export interface RankedItems {
  logits: Float32Array;
  target: number;
}

/** With fewer cases the temperature stays 1. */
const LEAST_CASES = 30;

/** The temperature of least log-loss on a grid from 0.5 to 2. */
export function itemTemperature(cases: readonly RankedItems[]): number {
  let best = { temperature: 1, loss: Number.POSITIVE_INFINITY };
  for (let step = -10; step <= 10 && cases.length >= LEAST_CASES; step++) {
    const temperature = toFourDecimals(2 ** (step / 10));
    let loss = 0;
    for (const { logits, target } of cases) {
      let sum = 0;
      const peak = logits[target];
      for (let i = 0; i < logits.length; i++) sum += Math.exp((logits[i] - peak) / temperature);
      loss += Math.log(sum);
    }
    if (loss < best.loss) best = { temperature, loss };
  }
  return best.temperature;
}
