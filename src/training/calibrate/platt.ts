import { sigmoid } from '../../engine/softmax.js';
import { minimise } from './newton.js';
import { toFourDecimals } from './rounding.js';

/** With fewer positives than this there is nothing to fit. */
const LEAST_POSITIVES = 5;

/** Platt scaling: the sigmoid(scale · logit + offset) of least log-loss, with Platt's smoothed targets. */
export function platt(
  logits: readonly number[],
  labels: readonly number[],
): { scale: number; offset: number } {
  const positives = labels.reduce((sum, y) => sum + y, 0);
  const negatives = labels.length - positives;
  if (positives < LEAST_POSITIVES)
    return { scale: 0, offset: toFourDecimals(Math.log((positives + 0.5) / (negatives + 0.5))) };
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (negatives + 2);
  const targets = labels.map((label) => (label ? high : low));
  const curveAt = ([scale, offset]: readonly [number, number]) => {
    let loss = 0;
    // A little more than 0, so that the Hessian can be inverted where all chances are 0 or 1.
    let [gs, go, hss, hso, hoo] = [0, 0, 1e-6, 0, 1e-6];
    logits.forEach((x, i) => {
      const z = scale * x + offset;
      loss += Math.max(z, 0) - targets[i] * z + Math.log1p(Math.exp(-Math.abs(z)));
      const chance = sigmoid(z);
      const d = chance - targets[i];
      const w = chance * (1 - chance);
      gs += d * x;
      go += d;
      hss += w * x ** 2;
      hso += w * x;
      hoo += w;
    });
    return { loss, slope: [gs, go], curvature: [hss, hso, hoo] } as const;
  };
  const [scale, offset] = minimise(curveAt, [1, 0], { rounds: 50, leastStep: 1e-6, leastGain: 0 });
  return scale > 0
    ? { scale: toFourDecimals(scale), offset: toFourDecimals(offset) }
    : { scale: 0, offset: toFourDecimals(Math.log(positives / negatives)) };
}
