import { type InTraining, heldOutTerms } from './held-out.js';
import type { Piece } from '../data/batches.js';
import type { Parameter } from '../network/parameters.js';

/** Logits looked at in each round: 1,200 positions of 40,000 items. */
const MOST_LOGITS = 5e7;
const LEAST_POSITIONS = 100;
const ROUNDS = 12;
/** Holds what a few positions cannot tell at what was trained, as so many more positions would. */
const TRUST = 2;

/** One question: what was chosen among alternatives that have two features each. */
export interface Choice {
  x: ArrayLike<number>;
  y: ArrayLike<number>;
  chosen: number;
}

/**
 * A network is surer of what it was trained on than of what comes later. Six numbers, fitted to the next
 * items of the validation part by least log-loss (convex: Newton's method), set its read-out right: how
 * sharp it is among new items, among those of the window, and on which of the two it is. They vanish in
 * the weights that are there anyway.
 */
export function settleReadOut(
  network: InTraining,
  parameters: Map<string, Parameter>,
  items: Int32Array,
  pieces: readonly Piece[],
): void {
  const value = (name: string) => parameters.get(name)?.value as Float32Array;
  const scale = (name: string, by: number, add = 0) => {
    const values = value(name);
    for (let i = 0; i < values.length; i++) values[i] = values[i] * by + add;
  };
  const prior = Float32Array.from(items, (item) => network.popularity[item]);
  const most = Math.max(LEAST_POSITIONS, Math.floor(MOST_LOGITS / items.length));
  const fresh: Choice[] = [];
  const among: { own: number[]; prior: number[]; bias: number[]; keeps: number; chosen: number }[] =
    [];
  const whether: Choice[] = [];
  let positions = 0;
  for (const { action, target, similar, gate, copies } of heldOutTerms(network, items, pieces)) {
    if (positions >= most) break;
    if (target < 0) continue;
    positions++;
    const weight = value('popularity.weight')[action];
    const popular = prior.map((p) => weight * p);
    const chosen = copies.findIndex(({ place }) => place === target);
    if (copies.length) whether.push({ x: [gate, 0], y: [1, 0], chosen: chosen < 0 ? 1 : 0 });
    if (chosen < 0) {
      const others = similar.slice();
      for (const { place } of copies) others[place] = Number.NEGATIVE_INFINITY;
      fresh.push({ x: others, y: popular, chosen: target });
    } else {
      among.push({
        own: copies.map(({ place }) => similar[place]),
        prior: copies.map(({ place }) => popular[place]),
        bias: copies.map(({ bias }) => bias),
        keeps: value('copy.own')[action],
        chosen,
      });
    }
  }
  const [similar, popular] = fitScale(fresh, [1, 1]);
  scale('query.scale', similar);
  scale('popularity.weight', popular);
  // A copy's own logit comes with the new scales.
  const [own, bias] = fitScale(
    among.map((copy) => ({
      x: copy.own.map((x, i) => copy.keeps * (similar * x + popular * copy.prior[i])),
      y: copy.bias,
      chosen: copy.chosen,
    })),
    [1, 1],
  );
  scale('copy.own', own);
  for (const name of ['copy.age', 'copy.last', 'copy.count']) scale(name, bias);
  const [sure, offset] = fitScale(whether, [1, 0]);
  scale('copy.gate', sure);
  scale('copy.gate.bias', sure, offset);
}

/**
 * What the two features are to be multiplied by, by Newton's method on the mean log-loss of their softmax;
 * a step that makes it worse is halved.
 * @param start what they are multiplied by now. @returns `start` when there is too little to go by.
 */
export function fitScale(
  choices: readonly Choice[],
  start: readonly [number, number],
): readonly [number, number] {
  if (choices.length < LEAST_POSITIONS) return start;
  let at = start;
  let here = look(choices, at, start);
  for (let round = 0; round < ROUNDS; round++) {
    const [g0, g1] = here.slope;
    const [h00, h01, h11] = here.curvature;
    const determinant = h00 * h11 - h01 * h01;
    const step = [(h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant];
    let next = at;
    let there = here;
    for (let share = 1; share > 1e-3; share /= 2) {
      next = [at[0] - share * step[0], at[1] - share * step[1]];
      there = look(choices, next, start);
      if (there.loss < here.loss) break;
    }
    const gain = here.loss - there.loss;
    if (!(gain > 0)) break;
    [at, here] = [next, there];
    if (gain < 1e-5) break;
  }
  // A scale below zero would turn a ranking round: then what was trained stands.
  return at[0] > 0.05 ? at : start;
}

/** Mean log-loss with its gradient and Hessian. */
function look(
  choices: readonly Choice[],
  [a, b]: readonly [number, number],
  start: readonly [number, number],
) {
  const n = choices.length;
  let loss = 0;
  const slope = [0, 0];
  const curvature = [0, 0, 0];
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
