import type { Engine } from '../../engine/engine.js';
import type { Calibration } from '../../model/model.js';
import { readScores } from '../../prediction/score.js';
import { bestOf } from '../baselines/ranking-metrics.js';
import { type Examples, tokenAt } from '../data/examples.js';
import type { PlacedItems } from '../data/place-items.js';
import type { SplitLog } from '../data/split-log.js';
import { toFourDecimals } from './rounding.js';

/** Item sets are calibrated for these shares of cases. */
export const COVERAGES = [0.5, 0.8, 0.9];
/** Items of a shelf, as a page shows them by default. */
export const SHELF = 8;
/** Positions of the validation part that are scored, about. */
const POSITIONS = 2000;
const LEAST_POSITIONS = 50;

/**
 * Scales the chances of a shelf's items so that their sum is how often one of them is next, and reads the
 * least chance an item of each conformal set must have (split conformal, Vovk et al. 2005), both off the
 * validation part.
 */
export async function calibrateItems(
  engine: Engine,
  log: SplitLog,
  examples: Examples,
  placed: PlacedItems,
  calibration: Calibration,
): Promise<Calibration> {
  const stride = Math.max(1, Math.ceil(log.size('validation').events / POSITIONS));
  const truths: number[] = [];
  let [expected, hits, visited] = [0, 0, 0];
  for (const s of log.shoppers('validation')) {
    const history = [];
    const [from, to] = [examples.shopperOffsets[s], examples.shopperOffsets[s + 1]];
    placed.enter(examples.item.subarray(from, to));
    for (let e = from; e < to; e++) {
      history.push({ ...tokenAt(examples, e), item: placed.read(examples.item[e]) });
      if (!log.isIn(e, 'validation') || visited++ % stride) continue;
      const { items } = await readScores(await engine.score(history), calibration);
      const best = bestOf(items, SHELF);
      const next = placed.rowOf(examples.nextItem[e]);
      expected += best.reduce((sum, row) => sum + items[row], 0);
      hits += +best.includes(next);
      if (examples.nextItem[e] >= 0) truths.push(next < 0 ? 0 : items[next]);
    }
  }
  if (truths.length < LEAST_POSITIONS) return calibration;
  const share = Math.min(1, toFourDecimals((hits + 0.5) / (expected + 0.5)));
  const sets = Object.fromEntries(
    COVERAGES.map((coverage) => [
      coverage,
      Number((share * threshold(truths, coverage)).toPrecision(4)),
    ]),
  );
  return { ...calibration, items: { ...calibration.items, share }, sets };
}

/** The chance that this share of the true items reach at least, with one more counted as a miss. */
export function threshold(truths: readonly number[], coverage: number): number {
  const falling = [...truths].sort((a, b) => b - a);
  return falling[Math.ceil((falling.length + 1) * coverage) - 1] ?? 0;
}
