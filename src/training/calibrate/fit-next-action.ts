import { softmax } from '../../engine/softmax.js';
import { ACTION_TYPES } from '../../events/event.js';

/** How firmly each number is held where it would be without a log: as if so many positions said so. */
const HELD = { slope: 10, bias: 0.5, after: 2 };
const ROUNDS = 200;
/** Of a step, at first and at least. */
const STEP = 0.3;
const LEAST_STEP = 1e-4;
/** An action that the log never shows gets the chance of so many positions. */
const UNSEEN = 0.25;

/** slope · log-chance + bias of the action + after the last action. */
export interface NextActionFit {
  slope: number;
  bias: number[];
  /** [A, A + 1] */
  after: number[][];
}

/**
 * Fits the chances of a network that has never seen a shop to the shop's few first visits: one slope, a bias
 * for each action, and one for each action after each. All are held near 1 and 0, so that a hundred
 * positions move them little, and a thousand much. Strengths: docs/journal/unseen-shops.md.
 * @param logits of the next action, [positions][A + 1] @param last last action @param next label
 */
export function fitNextAction(
  logits: readonly ArrayLike<number>[],
  last: readonly number[],
  next: readonly number[],
): NextActionFit {
  const classes = ACTION_TYPES.length + 1;
  const seen = Array.from({ length: classes }, (_, a) => next.includes(a));
  const zeros = () => new Array<number>(classes).fill(0);
  // Centred, so that the slope does not move the means.
  const means = zeros().map(
    (_, a) => logits.reduce((sum, row) => sum + row[a], 0) / Math.max(1, logits.length),
  );
  const rows = logits.map((row) => zeros().map((_, a) => row[a] - means[a]));
  const masked = (a: number, x: number) => (seen[a] ? x : -1e4);
  /** The loss, and a Newton step by the diagonal alone. */
  const look = ({ slope, bias, after }: NextActionFit) => {
    let loss = (HELD.slope * (slope - 1) ** 2) / 2;
    let [ds, hs] = [HELD.slope * (slope - 1), HELD.slope];
    const db = bias.map((b, a) => HELD.bias * (b - means[a]));
    const hb = zeros().fill(HELD.bias);
    const da = after.map((row) => row.map((w) => HELD.after * w));
    const ha = after.map(() => zeros().fill(HELD.after));
    for (const [a, b] of bias.entries()) loss += (HELD.bias * (b - means[a]) ** 2) / 2;
    for (const w of after.flat()) loss += (HELD.after * w * w) / 2;
    rows.forEach((row, i) => {
      const chances = softmax(
        row.map((x, a) => masked(a, slope * x + bias[a] + after[last[i]][a])),
      );
      loss -= Math.log(Math.max(chances[next[i]], 1e-12));
      let [mean, square] = [0, 0];
      chances.forEach((chance, a) => {
        const d = chance - (a === next[i] ? 1 : 0);
        const h = chance * (1 - chance);
        ds += d * row[a];
        mean += chance * row[a];
        square += chance * row[a] ** 2;
        db[a] += d;
        hb[a] += h;
        da[last[i]][a] += d;
        ha[last[i]][a] += h;
      });
      hs += square - mean ** 2;
    });
    const step: NextActionFit = {
      slope: ds / hs,
      bias: db.map((d, a) => d / hb[a]),
      after: da.map((row, l) => row.map((d, a) => d / ha[l][a])),
    };
    return { loss, step };
  };
  let at: NextActionFit = { slope: 1, bias: means.slice(), after: ACTION_TYPES.map(zeros) };
  let here = look(at);
  // Numbers that move together overshoot: a step that makes it worse is halved.
  for (let [round, size] = [0, STEP]; round < ROUNDS && size > LEAST_STEP; round++) {
    const { slope, bias, after } = here.step;
    const point: NextActionFit = {
      slope: Math.max(0.05, at.slope - size * slope),
      bias: at.bias.map((b, a) => b - size * bias[a]),
      after: at.after.map((row, l) => row.map((w, a) => w - size * after[l][a])),
    };
    const there = look(point);
    if (there.loss < here.loss) {
      [at, here] = [point, there];
      size *= 1.2;
    } else size /= 2;
  }
  const { slope, bias, after } = at;
  // Of the logits as they come.
  const found = bias.map((b, a) => b - slope * means[a]);
  return { slope, bias: withUnseen(logits, last, { slope, bias: found, after }, seen), after };
}

/** Biases with which an action that never came has a small chance on average, and not none. */
function withUnseen(
  logits: readonly ArrayLike<number>[],
  last: readonly number[],
  { slope, bias, after }: NextActionFit,
  seen: readonly boolean[],
): number[] {
  const share = UNSEEN / (logits.length + 1);
  const sums = bias.map(() => 0);
  logits.forEach((row, i) => {
    const weights = bias.map((b, a) => Math.exp(slope * row[a] + b + after[last[i]][a]));
    const total = weights.reduce((sum, weight, a) => sum + (seen[a] ? weight : 0), 0);
    for (const [a, weight] of weights.entries()) sums[a] += weight / total;
  });
  return bias.map((b, a) => (seen[a] ? b : b + Math.log((share * logits.length) / sums[a])));
}
