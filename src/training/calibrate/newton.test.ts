import { expect, test } from 'vitest';
import { type Curve, minimise } from './newton.js';

const exact = { rounds: 100, leastStep: 1e-12, leastGain: 0 };

test('finds the minimum of a quadratic in one step', () => {
  const at: (readonly [number, number])[] = [];
  const curveAt = ([a, b]: readonly [number, number]): Curve => {
    at.push([a, b]);
    const [x, y] = [a - 3, b + 1];
    return {
      loss: x * x + x * y + 2 * y * y,
      slope: [2 * x + y, x + 4 * y],
      curvature: [2, 1, 4],
    };
  };
  const [a, b] = minimise(curveAt, [0, 0], { rounds: 1, leastStep: 0, leastGain: 0 });
  expect(a).toBeCloseTo(3, 12);
  expect(b).toBeCloseTo(-1, 12);
  expect(at).toHaveLength(2);
});

/** Steep far out, so that a whole step of Newton's method overshoots: √(1 + a²) + √(1 + b²). */
const steep = ([a, b]: readonly [number, number]): Curve => {
  const [ra, rb] = [Math.hypot(1, a), Math.hypot(1, b)];
  return { loss: ra + rb, slope: [a / ra, b / rb], curvature: [ra ** -3, 0, rb ** -3] };
};

test('halves a step that overshoots', () => {
  const [a, b] = minimise(steep, [4, -2], exact);
  expect(a).toBeCloseTo(0, 6);
  expect(b).toBeCloseTo(0, 6);
});

test('stops when the gain is small, and stays put at a minimum', () => {
  const once = minimise(steep, [4, -2], { ...exact, leastGain: 100 });
  expect(steep(once).loss).toBeLessThan(steep([4, -2]).loss);
  expect(minimise(steep, [0, 0], exact)).toEqual([0, 0]);
});

test('stays where it is when no step is finite', () => {
  const flat: Curve = { loss: 1, slope: [1, 1], curvature: [0, 0, 0] };
  expect(minimise(() => flat, [2, 3], exact)).toEqual([2, 3]);
  const broken: Curve = { ...flat, loss: Infinity, slope: [Infinity, 0], curvature: [1, 0, 1] };
  expect(minimise(() => broken, [2, 3], exact)).toEqual([2, 3]);
});
