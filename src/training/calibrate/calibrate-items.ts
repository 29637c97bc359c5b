import type { Engine } from '../../engine/engine.js';
import { ACTION_TYPES } from '../../events/event.js';
import type { Calibration } from '../../model/model.js';
import { readScores } from '../../prediction/score.js';
import type { DataSet } from '../data/data-set.js';
import { type Examples, tokenAt } from '../data/examples.js';
import { bestOf } from '../baselines/metrics.js';
import { PART } from '../data/split.js';

/** The shares of cases for which a file says how likely an item must be. */
export const COVERAGES = [0.5, 0.8, 0.9];
/** Items of a shelf, as a page shows them by default. */
export const SHELF = 8;
const POSITIONS = 2000;
const LEAST = 50;

/**
 * What the chances of a shelf's items sum up to is brought to how often one of them is next, and the
 * chance above which an item belongs to a conformal set (split conformal, Vovk et al. 2005) is read
 * off the validation part.
 */
export async function calibrateItems(
  engine: Engine,
  data: DataSet,
  part: Uint8Array,
  examples: Examples,
  calibration: Calibration,
): Promise<Calibration> {
  const asked = part.reduce((sum, p) => sum + +(p === PART.validation), 0);
  const stride = Math.max(1, Math.ceil(asked / POSITIONS));
  const truths: number[] = [];
  let [said, hits, visited] = [0, 0, 0];
  for (let s = 0; s + 1 < examples.shopperOffsets.length; s++) {
    const [from, to] = [examples.shopperOffsets[s], examples.shopperOffsets[s + 1]];
    if (!part.subarray(from, to).includes(PART.validation)) continue;
    const history = [];
    for (let e = from; e < to; e++) {
      history.push(tokenAt(examples, e));
      if (part[e] !== PART.validation || visited++ % stride) continue;
      const { items } = await readScores(await engine.score(history), calibration);
      const best = bestOf(items, SHELF);
      const next = examples.nextItem[e];
      said += best.reduce((sum, row) => sum + items[row], 0);
      hits += +best.includes(next);
      if (hasNextItem(data, examples, e)) truths.push(next < 0 ? 0 : items[next]);
    }
  }
  if (truths.length < LEAST) return calibration;
  const share = Math.min(1, round((hits + 0.5) / (said + 0.5)));
  const sets = Object.fromEntries(
    COVERAGES.map((coverage) => [
      coverage,
      Number((share * threshold(truths, coverage)).toPrecision(4)),
    ]),
  );
  return { ...calibration, items: { ...calibration.items, share }, sets };
}

/** Whether the next event is on an item, be it one the file does not know. */
export function hasNextItem(
  data: DataSet,
  examples: Pick<Examples, 'nextAction' | 'nextItem'>,
  e: number,
): boolean {
  return (
    examples.nextItem[e] >= 0 ||
    (examples.nextAction[e] < ACTION_TYPES.length && data.rare[e + 1] === 1)
  );
}

/** The chance that this share of the true items has at least, one more counted as a miss. */
export function threshold(truths: readonly number[], coverage: number): number {
  const falling = [...truths].sort((a, b) => b - a);
  return falling[Math.ceil((falling.length + 1) * coverage) - 1] ?? 0;
}

const round = (x: number) => Math.round(x * 1e4) / 1e4;
