import { sigmoid } from '../../engine/softmax.js';
import { minimise } from './newton.js';

/** A chance about the rest of a visit, at positions of a few visits. */
export interface VisitChances {
  /** Log-odds that the model gives. */
  odds: readonly number[];
  came: readonly number[];
  /** Events of each position's visit that are among the positions: they depend on each other. */
  visitLengths: readonly number[];
}

/** The slope and the start, and how firmly they are held there, as if so many positions said so. */
export interface Expected {
  slope: number;
  slopeHeld: number;
  start: number;
  startHeld: number;
}

/**
 * Platt scaling where few visits are known: start + slope · log-odds, held near what is expected. A visit of
 * n events counts as √n of them.
 */
export function fitVisitChance(
  { odds, came, visitLengths }: VisitChances,
  { slope, slopeHeld, start, startHeld }: Expected,
): { slope: number; start: number } {
  const curveAt = ([s, o]: readonly [number, number]) => {
    let loss = (slopeHeld * (s - slope) ** 2 + startHeld * (o - start) ** 2) / 2;
    let [gs, go] = [slopeHeld * (s - slope), startHeld * (o - start)];
    let [hss, hso, hoo] = [slopeHeld, 0, startHeld];
    odds.forEach((x, i) => {
      const weight = 1 / Math.sqrt(visitLengths[i]);
      const z = s * x + o;
      loss += weight * (Math.max(z, 0) - came[i] * z + Math.log1p(Math.exp(-Math.abs(z))));
      const chance = sigmoid(z);
      const d = weight * (chance - came[i]);
      const w = weight * chance * (1 - chance);
      gs += d * x;
      go += d;
      hss += w * x ** 2;
      hso += w * x;
      hoo += w;
    });
    return { loss, slope: [gs, go], curvature: [hss, hso, hoo] } as const;
  };
  const [s, o] = minimise(curveAt, [slope, start], { rounds: 50, leastStep: 1e-6, leastGain: 0 });
  // A chance that falls where the model says it rises was not learned from so few visits.
  return s > 0 ? { slope: s, start: o } : { slope: 0, start: o };
}
