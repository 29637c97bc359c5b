import { type Repeat, repeatsOf } from '../../engine/copy-term.js';
import type { Engine } from '../../engine/engine.js';
import { logSum } from '../../engine/log-sum.js';
import { type Examples, tokenAt } from '../data/examples.js';
import type { PlacedItems } from '../data/place-items.js';
import type { SplitLog } from '../data/split-log.js';
import type { RankedItems } from './item-temperature.js';

/** Positions of the validation part that are scored, about; and those of them with all item logits. */
const POSITIONS = 6000;
const ITEM_POSITIONS = 400;
/** Below what a float32 can hold. */
const LEAST_CHANCE = 1e-45;

/** What an engine says on the validation part, and what came. */
export interface Outputs {
  actions: Float32Array[];
  nextAction: number[];
  intent: Float32Array[];
  /** Whose position each is. */
  shoppers: number[];
  /** As `Examples.later`. */
  later: number[];
  items: RankedItems[];
}

/** What calibration needs besides the log and its labels. */
export interface CalibrationInput {
  log: SplitLog;
  examples: Examples;
  /** The items as the engine's table has them. */
  placed: PlacedItems;
  /** Window of the engine's network. */
  window: number;
  /** Shop of each item, where the log holds several: items compete within their shop. */
  shops?: Int32Array;
}

export async function collectOutputs(
  engine: Engine,
  { log, examples, placed, window, shops }: CalibrationInput,
): Promise<Outputs> {
  const outputs: Outputs = {
    actions: [],
    nextAction: [],
    intent: [],
    shoppers: [],
    later: [],
    items: [],
  };
  const shoppers = log.shoppers('validation');
  const positions = log.size('validation').events;
  // Shoppers at even distances, so that the whole part is covered.
  const stride = Math.max(1, Math.ceil(positions / POSITIONS));
  const itemStride = Math.max(1, Math.ceil(Math.min(positions, POSITIONS) / ITEM_POSITIONS));
  let visited = 0;
  for (let i = 0; i < shoppers.length; i += stride) {
    const [from, to] = [0, 1].map((end) => examples.shopperOffsets[shoppers[i] + end]);
    const history = [];
    placed.enter(examples.item.subarray(from, to));
    for (let e = from; e < to; e++) {
      history.push({ ...tokenAt(examples, e), item: placed.read(examples.item[e]) });
      if (!log.isIn(e, 'validation')) continue;
      const output = await engine.score(history);
      visited++;
      if (examples.labelled[e]) {
        outputs.actions.push(output.actions.slice());
        outputs.intent.push(output.intent.slice());
        outputs.shoppers.push(shoppers[i]);
        outputs.nextAction.push(examples.nextAction[e]);
        outputs.later.push(examples.later[e]);
      }
      const next = examples.nextItem[e];
      const target = placed.rowOf(next);
      if (target < 0 || visited % itemStride) continue;
      const logits = (await output.items(examples.nextAction[e])).map((chance) =>
        Math.log(chance || LEAST_CHANCE),
      );
      outputs.items.push(
        shops ? withinShop(logits, repeatsOf(history, window), shops, next) : { logits, target },
      );
    }
  }
  return outputs;
}

/**
 * The logits of one shop's items. The engine's table holds every shop's items, so the copies were set
 * against too many others: their logits are corrected.
 */
function withinShop(
  logits: Float32Array,
  copies: readonly Repeat[],
  shops: Int32Array,
  next: number,
): RankedItems {
  const rows: number[] = [];
  shops.forEach((shop, row) => void (shop === shops[next] && rows.push(row)));
  const others = logits.slice();
  for (const { item } of copies) others[item] = Number.NEGATIVE_INFINITY;
  const less = logSum(rows.map((row) => others[row])) - logSum(others);
  for (const { item } of copies) logits[item] += less;
  return { logits: Float32Array.from(rows, (row) => logits[row]), target: rows.indexOf(next) };
}
