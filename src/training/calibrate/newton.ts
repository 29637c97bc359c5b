/** A convex function of two numbers, at one point. */
export interface Curve {
  loss: number;
  slope: readonly [number, number];
  /** The Hessian: [aa, ab, bb]. */
  curvature: readonly [number, number, number];
}

export interface NewtonOptions {
  /** Steps, at most. */
  rounds: number;
  /** Stops where a step is no longer than this. */
  leastStep: number;
  /** Stops after a step that gains less than this. */
  leastGain: number;
}

/** Minimises a convex function of two numbers by Newton's method; a step that makes it worse is halved. */
export function minimise(
  curveAt: (point: readonly [number, number]) => Curve,
  start: readonly [number, number],
  { rounds, leastStep, leastGain }: NewtonOptions,
): readonly [number, number] {
  let at = start;
  let here = curveAt(at);
  for (let round = 0; round < rounds; round++) {
    const [ga, gb] = here.slope;
    const [haa, hab, hbb] = here.curvature;
    const determinant = haa * hbb - hab * hab;
    let [a, b] = [(hbb * ga - hab * gb) / determinant, (haa * gb - hab * ga) / determinant];
    let found: { point: readonly [number, number]; curve: Curve } | undefined;
    const length = () => Math.abs(a) + Math.abs(b);
    // Infinite where the curve is not convex, or its loss not finite: then there is no way down from here.
    while (!found && length() > leastStep && length() < Infinity) {
      const point = [at[0] - a, at[1] - b] as const;
      const curve = curveAt(point);
      if (curve.loss < here.loss) found = { point, curve };
      a /= 2;
      b /= 2;
    }
    if (!found) break;
    const gain = here.loss - found.curve.loss;
    at = found.point;
    here = found.curve;
    if (gain < leastGain) break;
  }
  return at;
}
