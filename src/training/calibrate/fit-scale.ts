import { type Curve, minimise } from './newton.js';

/** With fewer choices the factors stay as they are. */
export const LEAST_CHOICES = 100;
/** Holds each factor near where it starts, as if so many more positions said so: few positions move it little. */
const TRUST = 2;
/** A scale below this would weaken or reverse the ranking: then the trained one is kept. */
const LEAST_SCALE = 0.05;

/** A choice among alternatives that have two features each. */
export interface Choice {
  x: ArrayLike<number>;
  y: ArrayLike<number>;
  chosen: number;
}

/**
 * The factors of the two features that give the least mean log-loss of their softmax.
 * @param start the factors now. @returns `start` when there are too few choices.
 */
export function fitScale(
  choices: readonly Choice[],
  start: readonly [number, number],
): readonly [number, number] {
  if (choices.length < LEAST_CHOICES) return start;
  const fitted = minimise((at) => logLossAt(choices, at, start), start, {
    rounds: 12,
    leastStep: 1e-9,
    leastGain: 1e-5,
  });
  return fitted[0] > LEAST_SCALE ? fitted : start;
}

/** Mean log-loss with its gradient and Hessian. */
function logLossAt(
  choices: readonly Choice[],
  [a, b]: readonly [number, number],
  start: readonly [number, number],
): Curve {
  const n = choices.length;
  let loss = 0;
  const slope: [number, number] = [0, 0];
  const curvature: [number, number, number] = [0, 0, 0];
  for (const { x, y, chosen } of choices) {
    let peak = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < x.length; i++) peak = Math.max(peak, a * x[i] + b * y[i]);
    let [total, mx, my, mxx, mxy, myy] = [0, 0, 0, 0, 0, 0];
    for (let i = 0; i < x.length; i++) {
      const mass = Math.exp(a * x[i] + b * y[i] - peak);
      if (!mass) continue;
      total += mass;
      mx += mass * x[i];
      my += mass * y[i];
      mxx += mass * x[i] * x[i];
      mxy += mass * x[i] * y[i];
      myy += mass * y[i] * y[i];
    }
    mx /= total;
    my /= total;
    loss += (peak + Math.log(total) - a * x[chosen] - b * y[chosen]) / n;
    slope[0] += (mx - x[chosen]) / n;
    slope[1] += (my - y[chosen]) / n;
    curvature[0] += (mxx / total - mx * mx) / n;
    curvature[1] += (mxy / total - mx * my) / n;
    curvature[2] += (myy / total - my * my) / n;
  }
  [a, b].forEach((value, i) => {
    const off = value - start[i];
    loss += (TRUST / n) * off * off;
    slope[i] += (2 * TRUST * off) / n;
    curvature[2 * i] += (2 * TRUST) / n;
  });
  return { loss, slope, curvature };
}
