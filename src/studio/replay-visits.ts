import type { Token } from '../encoding/token.js';
import { createTokenizer } from '../encoding/tokenizer.js';
import { createCpuEngine } from '../engine/cpu/cpu-engine.js';
import { seededRandom, shuffle } from '../lib/random.js';
import type { Model } from '../model/model.js';
import { type Scores, readScores } from '../prediction/score.js';
import { placeItems } from '../training/data/place-items.js';
import { sessionEnd } from '../training/data/sessions.js';
import type { SplitLog } from '../training/data/split-log.js';
import { createShelves, SHELF, SHELF_METHODS } from './shelves.js';
import { BANDS, emptyTable, type VisitTable } from './visit-table.js';
import { stepAt } from '../training/data/step-at.js';

/** Of a visit that goes on and on. */
const MOST_EVENTS = 100;

/**
 * Plays visits of the test part to a model, event by event, as a page would, and keeps what it said after
 * each; beside it, what the shelves of simpler shops would have shown. No shelf shows the product that is open.
 */
export async function replayVisits(
  model: Model,
  log: SplitLog,
  { visits: most = 1000, onProgress }: ReplayOptions = {},
): Promise<VisitTable> {
  const { data } = log;
  const placed = placeItems(model, data);
  const engine = createCpuEngine(model, placed.table);
  const chosen = chooseVisits(log, most);
  const count = chosen.reduce((sum, { from, to }) => sum + to - from, 0);
  const table = emptyTable(log, chosen.length, count);
  const shelvesOf = createShelves(log, placed);
  let tokens: Token[] = [];
  let push = createTokenizer(placed.factsOf);
  let read = 0;
  let row = 0;

  for (const [v, { from, to, shopper }] of chosen.entries()) {
    const first = data.shopperOffsets[shopper];
    table.starts[v] = row;
    table.shopper[v] = shopper;
    table.returning[v] = +(from > first);
    if (!v || chosen[v - 1].shopper !== shopper) {
      [tokens, push, read] = [[], createTokenizer(placed.factsOf), first];
      let last = v;
      while (chosen[last + 1]?.shopper === shopper) last++;
      placed.enter(data.item.subarray(first, chosen[last].to));
    }
    for (; read < to; read++) {
      const item = data.item[read];
      const step = stepAt(data, read, placed.read(item));
      tokens.push(push(step));
      if (read < from) continue;
      const scores = await readScores(await engine.score(tokens), model.calibration);
      table.action[row] = data.action[read];
      table.item[row] = item;
      table.price[row] = step.price ?? Number.NaN;
      write(table, row++, scores, shelvesOf(scores, { first, from, read }));
    }
    if (v % 10 === 0) {
      onProgress?.(v, chosen.length);
      // Lets a signal have its turn.
      await new Promise((resolve) => setTimeout(resolve));
    }
  }
  table.starts[chosen.length] = row;
  engine.dispose();
  return table;
}

export interface ReplayOptions {
  /** At most this many visits, drawn with a seed; all those of a shopper, as far as there is room. Default 1,000. */
  visits?: number;
  onProgress?(done: number, of: number): void;
}

function write(table: VisitTable, row: number, { actions, intent }: Scores, shelves: number[][]) {
  table.chances.set(actions, row * table.actions.length);
  table.purchase[row] = intent.purchase;
  table.cart[row] = intent.cart;
  table.band[row] = BANDS.indexOf(intent.band);
  shelves.forEach((items, m) => {
    table.shelves.set(items, (row * SHELF_METHODS.length + m) * SHELF);
  });
}

/** Whole shoppers in a drawn order, until there are enough visits. */
function chooseVisits(log: SplitLog, most: number) {
  const { data } = log;
  const chosen: { from: number; to: number; shopper: number }[] = [];
  for (const shopper of shuffle(log.shoppers('test'), seededRandom(1))) {
    const end = data.shopperOffsets[shopper + 1];
    for (let from = data.shopperOffsets[shopper]; from < end; from = sessionEnd(data, from)) {
      if (chosen.length === most) return chosen;
      if (!log.isIn(from, 'test')) continue;
      const to = Math.min(sessionEnd(data, from), from + MOST_EVENTS);
      chosen.push({ from, to, shopper });
    }
  }
  return chosen;
}
