import type { Token } from '../../encoding/token.js';
import { createTokenizer } from '../../encoding/tokenizer.js';
import { createCpuEngine } from '../../engine/cpu/cpu-engine.js';
import { ACTION_TYPES } from '../../events/event.js';
import { sample, seededRandom } from '../../lib/random.js';
import type { Model } from '../../model/model.js';
import { readScores } from '../../prediction/score.js';
import {
  createActionBaselines,
  createCoVisitation,
  createPopularity,
} from '../baselines/baselines.js';
import { COVERAGES, hasNextItem, SHELF } from '../calibrate/calibrate-items.js';
import type { DataSet } from '../data/data-set.js';
import { createExamples } from '../data/examples.js';
import { bestOf, rankOf } from '../baselines/metrics.js';
import { pastSessions } from '../data/sessions.js';
import { type Coverage, placeItems, unseenRows } from './place-items.js';
import { PART } from '../data/split.js';
import { createVSknn } from '../baselines/v-sknn.js';

export const ITEM_METHODS = ['popularity', 'co-visitation', 'V-SKNN', 'nextaisle'] as const;
export const ACTION_METHODS = ['class prior', 'last-action Markov', 'nextaisle'] as const;

/** One prediction held against what happened. */
export interface Observation {
  /** Index of the last event read. */
  event: number;
  /** Events of the session that were read. */
  place: number;
  /** Rank of the next item by method, in the order of `ITEM_METHODS`; absent when no item came next. */
  ranks?: number[];
  /**
   * Whether the next item was never seen in training, nor by this shopper: what is known of it is its
   * content. What the shopper had seen is found by looking back, whatever it is.
   */
  unseen: boolean;
  /** Chance given to the next action by method, in the order of `ACTION_METHODS`, and whether it was the likeliest. */
  actions: { chance: number; hit: boolean }[];
  /** Chance of each next action, in the order of `NEXT_ACTIONS`. */
  chances: Float32Array;
  /** Chance of the likeliest action. */
  confidence: number;
  /** What the file says of purchase and cart in this session, and what came. */
  purchase: number;
  cart: number;
  bought: boolean;
  carted: boolean;
  /** Whether the session had something in the cart before. */
  inCart: boolean;
  /** Chance of the likeliest item, and whether it was next. */
  bestItem: { chance: number; hit: boolean };
  /** What the chances of a shelf's items sum up to, and whether one of them was next. */
  shelf: { chance: number; hit: boolean };
  /** Items in the set of each of `COVERAGES`, and whether the next one is among them; none where the file says none. */
  sets: { size: number; hit: boolean }[];
}

/** How much of a log `report()` predicts. */
export interface ObserveOptions {
  /** At most this many predictions, drawn with a seed. Default 20,000; `Infinity` for all. */
  sample?: number;
  onProgress?(done: number, of: number): void;
}

/**
 * Runs the test part through the engine that ships, one event one token, as a page would: the model
 * has read everything the shopper did before.
 */
export async function observe(
  model: Model,
  data: DataSet,
  part: Uint8Array,
  { sample: most = 20_000, onProgress }: ObserveOptions = {},
): Promise<{ observations: Observation[]; coverage: Coverage; of: number }> {
  const { table, facts, rows, coverage } = placeItems(model, data);
  const engine = createCpuEngine(model, table);
  const examples = createExamples(data, () => undefined);
  const { nextAction, nextItem, later } = examples;
  const isUnseen = unseenRows(model, data, part, rows);
  const past = pastSessions(data, part);
  const items = data.itemIds.length;
  const popular = createPopularity(past, items);
  const baselines = [popular, createCoVisitation(past), createVSknn(past, items)];
  const popularity = new Float64Array(items);
  popular([], popularity);
  const { prior, markov } = createActionBaselines(data, part, nextAction);
  const asked = Array.from(part.keys()).filter((e) => part[e] === PART.test);
  const chosen = drawn(part.length, asked, most);
  const scores = new Float64Array(items);
  const observations: Observation[] = [];

  for (let s = 0; s + 1 < data.shopperOffsets.length; s++) {
    const [from, to] = [data.shopperOffsets[s], data.shopperOffsets[s + 1]];
    const last = chosen.subarray(from, to).lastIndexOf(1) + from;
    if (last < from) continue;
    const push = createTokenizer(facts.of);
    const history: Token[] = [];
    const seen = new Set<number>();
    let opened = from;
    let inCart = false;
    for (let e = from; e <= last; e++) {
      const item = data.item[e];
      if (data.sessionStart[e]) [opened, inCart] = [e, false];
      seen.add(item);
      history.push(
        push({
          action: data.action[e],
          item: item < 0 ? -1 : rows[item],
          ts: data.ts[e],
          newSession: data.sessionStart[e] === 1,
          price: Number.isNaN(data.price[e]) ? data.items[item]?.price : data.price[e],
        }),
      );
      inCart ||= ACTION_TYPES[data.action[e]] === 'cart';
      if (!chosen[e]) continue;
      const said = await readScores(await engine.score(history), model.calibration);
      const action = nextAction[e];
      const target = nextItem[e];
      const row = target < 0 ? -1 : rows[target];
      const shelf = bestOf(said.items, SHELF);
      const best = shelf[0];
      const observation: Observation = {
        event: e,
        place: e - opened + 1,
        unseen: target >= 0 && isUnseen[target] === 1 && !seen.has(target),
        actions: [prior, markov[data.action[e]], said.actions].map((chances) => ({
          chance: chances[action],
          hit: argMax(chances) === action,
        })),
        chances: said.actions,
        confidence: Math.max(...said.actions),
        purchase: said.intent.purchase,
        cart: said.intent.cart,
        bought: (later[e] & 1) === 1,
        carted: (later[e] & 2) === 2,
        inCart,
        bestItem: { chance: said.items[best] ?? 0, hit: row >= 0 && best === row },
        shelf: {
          chance: shelf.reduce((sum, i) => sum + said.items[i], 0),
          hit: shelf.includes(row),
        },
        sets: COVERAGES.flatMap((coverage) => {
          const least = model.calibration.sets?.[coverage];
          if (least === undefined) return [];
          return { size: countAtLeast(said.items, least), hit: said.items[row] >= least };
        }),
      };
      // An item seen too seldom to be known is a miss, for every method.
      if (hasNextItem(data, examples, e)) {
        const session = data.item.subarray(opened, e + 1).filter((i) => i >= 0);
        observation.ranks = baselines.map((baseline) => {
          if (target < 0) return Infinity;
          scores.fill(0);
          baseline(session, scores);
          // What a baseline leaves equal, above all at nothing, stands by popularity.
          for (let i = 0; i < items; i++) scores[i] += popularity[i] * 1e-12;
          return rankOf(scores, target);
        });
        observation.ranks.push(row < 0 ? Infinity : rankOf(said.items, row));
      }
      observations.push(observation);
      if (observations.length % 200 === 0) {
        onProgress?.(observations.length, Math.min(most, asked.length));
        // Lets a signal have its turn.
        await new Promise((resolve) => setTimeout(resolve));
      }
    }
  }
  engine.dispose();
  return { observations, coverage, of: asked.length };
}

/** 1 for each event that is looked at. */
function drawn(events: number, asked: number[], count: number): Uint8Array {
  const chosen = new Uint8Array(events);
  const random = seededRandom(1);
  for (const event of sample(asked, count, random)) chosen[event] = 1;
  return chosen;
}

function countAtLeast(values: ArrayLike<number>, least: number): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) count += +(values[i] >= least);
  return count;
}

function argMax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}
