import { softmax } from '../../engine/softmax.js';
import type { Calibration } from '../../model/model.js';
import { ACTIONS } from '../../model/tensors.js';
import { toFourDecimals } from './rounding.js';

/** Takes an action that the log never shows out of the softmax. */
const NEVER = -1e4;

/** A bias of 0 for each action that the log shows, and none of the chance for the others: [A + 1] */
export const startingBias = (shown: ReadonlySet<number>): number[] =>
  Array.from({ length: ACTIONS + 1 }, (_, a) => (shown.has(a) ? 0 : NEVER));

/**
 * Vector scaling (Guo et al. 2017): logits / temperature + bias, by gradient descent on the log-loss with a
 * small penalty on the biases.
 * @param shown actions that the log shows; the others get no chance.
 */
export function vectorScaling(
  logits: readonly Float32Array[],
  labels: readonly number[],
  shown: ReadonlySet<number>,
): Calibration['actions'] {
  const n = logits.length;
  let slope = 1;
  const bias = startingBias(shown);
  for (let round = 0; round < 300; round++) {
    let slopeGradient = 0;
    const gradient = new Array(ACTIONS + 1).fill(0);
    for (let i = 0; i < n; i++) {
      const chances = softmax(bias.map((b, a) => logits[i][a] * slope + b));
      chances.forEach((chance, a) => {
        const d = (chance - (a === labels[i] ? 1 : 0)) / n;
        if (!shown.has(a)) return;
        gradient[a] += d;
        slopeGradient += d * logits[i][a];
      });
    }
    slope = Math.max(0.1, slope - 0.2 * slopeGradient);
    for (const a of shown) bias[a] -= 0.5 * (gradient[a] + 1e-3 * bias[a]);
  }
  return { temperature: toFourDecimals(1 / slope), bias: bias.map(toFourDecimals) };
}
