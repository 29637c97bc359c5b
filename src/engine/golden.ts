import type { Token } from '../encoding/token.js';
import { GOLDEN_FIELDS, type Golden } from '../model/golden.js';
import type { Model } from '../model/model.js';
import type { Engine } from './engine.js';
import type { ItemTable } from './item-table.js';
import { forward, heads, itemLogits, lastState } from './transformer.js';

/** Item rows that a golden vector checks; far fewer already reveal a misread texture. */
const GOLDEN_ROWS = 64;

/** The oracle's output for a history, to be stored in the model file. Trained items only. */
export function makeGolden(
  model: Model,
  table: ItemTable,
  history: readonly Token[],
  action = 0,
): Golden {
  const states = forward(model, table, history);
  const logits = itemLogits(model, table, history, states, action);
  const count = Math.min(GOLDEN_ROWS, table.trained);
  const rows = [...new Array(count)].map((_, i) => Math.floor((i * table.trained) / count));
  return {
    tokens: history.map((token) => GOLDEN_FIELDS.map((field) => token[field])),
    ...heads(model, lastState(model, states)),
    items: { action, rows, logits: rows.map((row) => logits[row]) },
  };
}

/** What an engine may differ by, as a share of the largest logit. */
export const TOLERANCE = 1e-3;

/**
 * Whether an engine reproduces the golden vector, within `tolerance` of the largest logit. The page may have
 * added items meanwhile: they change the odds between items of the window and all others, so that each of
 * these two is compared for itself.
 * @param window as in the model's config.
 */
export async function agreesWithGolden(
  engine: Pick<Engine, 'score'>,
  golden: Golden,
  tolerance: number,
  window: number,
): Promise<boolean> {
  const tokens = golden.tokens.map(
    (values) =>
      Object.fromEntries(GOLDEN_FIELDS.map((field, i) => [field, values[i]])) as object as Token,
  );
  const output = await engine.score(tokens);
  const { action, rows, logits } = golden.items;
  const chances = await output.items(action);
  const seen = new Set(tokens.slice(-window).map(({ item }) => item));
  const isNear = (isSeen: boolean) => {
    const own = rows.map((_, i) => i).filter((i) => seen.has(rows[i]) === isSeen);
    const got = centred(own.map((i) => Math.log(chances[rows[i]])));
    return near(got, centred(own.map((i) => logits[i])), tolerance);
  };
  return (
    near(output.actions, golden.actions, tolerance) &&
    near(output.intent, golden.intent, tolerance) &&
    isNear(true) &&
    isNear(false)
  );
}

/** Adding a constant to all logits changes no chance, so only differences are compared. */
function centred(logits: number[]): number[] {
  const mean = logits.reduce((sum, logit) => sum + logit, 0) / logits.length;
  return logits.map((logit) => logit - mean);
}

function near(got: ArrayLike<number>, expected: number[], tolerance: number): boolean {
  const scale = Math.max(1, ...expected.map(Math.abs));
  // NaN compares false, so it is refused.
  return expected.every((value, i) => Math.abs(got[i] - value) <= tolerance * scale);
}
