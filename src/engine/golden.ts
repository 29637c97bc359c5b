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
  const rows = Array.from({ length: count }, (_, i) => Math.floor((i * table.trained) / count));
  return {
    tokens: history.map((token) => GOLDEN_FIELDS.map((field) => token[field])),
    ...heads(model, lastState(model, states)),
    items: { action, rows, logits: rows.map((row) => logits[row]) },
  };
}

/** Whether an engine reproduces the golden vector, within `tolerance` of the largest logit. */
export async function agreesWithGolden(
  engine: Engine,
  golden: Golden,
  tolerance: number,
): Promise<boolean> {
  const tokens = golden.tokens.map(
    (values) =>
      Object.fromEntries(GOLDEN_FIELDS.map((field, i) => [field, values[i]])) as object as Token,
  );
  const output = await engine.score(tokens);
  const { action, rows, logits } = golden.items;
  const chances = await output.items(action);
  return (
    near(output.actions, golden.actions, tolerance) &&
    near(output.intent, golden.intent, tolerance) &&
    near(centred(rows.map((row) => Math.log(chances[row]))), centred(logits), tolerance)
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
