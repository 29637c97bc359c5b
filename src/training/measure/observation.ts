import type { Model } from '../../model/model.js';
import type { Scores } from '../../prediction/score.js';
import { createActionBaselines } from '../baselines/action-baselines.js';
import { recentlyViewedRank } from '../baselines/recently-viewed.js';
import { createCoVisitation, createPopularity } from '../baselines/item-baselines.js';
import { bestOf, rankOf } from '../baselines/ranking-metrics.js';
import { createVSknn } from '../baselines/v-sknn.js';
import { COVERAGES, SHELF } from '../calibrate/calibrate-items.js';
import type { Examples } from '../data/examples.js';
import type { PlacedItems } from '../data/place-items.js';
import { pastSessions } from '../data/sessions.js';
import type { SplitLog } from '../data/split-log.js';
import { unseenItems } from './unseen-items.js';

export const ITEM_METHODS = [
  'recently viewed',
  'popularity',
  'co-visitation',
  'V-SKNN',
  'nextaisle',
] as const;
export const ACTION_METHODS = ['class prior', 'last-action Markov', 'nextaisle'] as const;

/** One prediction and what came. */
export interface Observation {
  /** The last event read. */
  event: number;
  /** Events of the session that were read. */
  place: number;
  /** Rank of the next item by method, in the order of `ITEM_METHODS`; absent when no item came next. */
  ranks?: number[];
  /** Whether the next item has a row of its own in the file. */
  inFile: boolean;
  /** Whether the next item was never seen in training, nor by this shopper: only its content is known. */
  unseen: boolean;
  /** Chance given to the next action by method, in the order of `ACTION_METHODS`, and whether it was the likeliest. */
  actions: { chance: number; hit: boolean }[];
  /** Chance of each next action, in the order of `NEXT_ACTIONS`. */
  chances: Float32Array;
  /** Chance of the likeliest action. */
  confidence: number;
  /** Chances of a purchase and a cart before the session ends, and whether they came. */
  purchase: number;
  cart: number;
  bought: boolean;
  carted: boolean;
  /** Whether the session had put something into the cart before. */
  inCart: boolean;
  /** Chance of the likeliest item, and whether it was next. */
  bestItem: { chance: number; hit: boolean };
  /** Sum of the chances of a shelf's items, and whether one of them was next. */
  shelf: { chance: number; hit: boolean };
  /** Items in the set of each of `COVERAGES`, and whether the next one is in it; empty where the file has no sets. */
  sets: { size: number; hit: boolean }[];
}

/** Where in a shopper's history a prediction is made. */
export interface Moment {
  event: number;
  /** First event of the session. */
  opened: number;
  /** Whether the session has put something into the cart. */
  inCart: boolean;
  /** Items the shopper has seen so far. */
  seen: ReadonlySet<number>;
}

/**
 * Makes the function that compares predictions with what came, beside the baselines.
 * @param placed the items of the log as the table of the model's engine has them.
 */
export function createObserver(
  model: Model,
  log: SplitLog,
  labels: Examples,
  placed: PlacedItems,
  { maskSeen }: { maskSeen: boolean },
): (at: Moment, scores: Scores) => Observation {
  const { data } = log;
  const { nextAction, nextItem, later } = labels;
  const rankBaselines = createBaselineRanks(log);
  const { prior, markov } = createActionBaselines(log, nextAction);
  const isUnseen = unseenItems(model, log, placed);

  return ({ event, opened, inCart, seen }, scores) => {
    const action = nextAction[event];
    const target = nextItem[event];
    const row = placed.rowOf(target);
    const shelf = bestOf(scores.items, SHELF);
    const best = shelf[0];
    const observation: Observation = {
      event,
      place: event - opened + 1,
      inFile: row >= 0 && row < model.vocabulary.items.length,
      unseen: target >= 0 && isUnseen[target] === 1 && !seen.has(target),
      actions: [prior, markov[data.action[event]], scores.actions].map((chances) => ({
        chance: chances[action],
        hit: argMax(chances) === action,
      })),
      chances: scores.actions,
      confidence: Math.max(...scores.actions),
      purchase: scores.intent.purchase,
      cart: scores.intent.cart,
      bought: (later[event] & 1) === 1,
      carted: (later[event] & 2) === 2,
      inCart,
      bestItem: { chance: scores.items[best] ?? 0, hit: row >= 0 && best === row },
      shelf: {
        chance: shelf.reduce((sum, i) => sum + scores.items[i], 0),
        hit: shelf.includes(row),
      },
      sets: COVERAGES.flatMap((coverage) => {
        const least = model.calibration.sets?.[coverage];
        if (least === undefined) return [];
        return { size: countAtLeast(scores.items, least), hit: scores.items[row] >= least };
      }),
    };
    if (target >= 0) {
      const session = data.item.subarray(opened, event + 1).filter((i) => i >= 0);
      const aside = maskSeen ? seen : NOBODY;
      const rows = Array.from(aside, placed.rowOf);
      const own = row < 0 ? Infinity : rankOf(scores.items, row, { without: rows });
      const past = data.item.subarray(data.shopperOffsets[data.shopper[event]], event + 1);
      const recent = maskSeen ? Infinity : recentlyViewedRank(past, target);
      observation.ranks = [recent, ...rankBaselines(session, target, aside), own];
    }
    return observation;
  };
}

const NOBODY: ReadonlySet<number> = new Set();

/** Ranks of an item by each baseline, after the items of a session. */
function createBaselineRanks(log: SplitLog) {
  const past = pastSessions(log);
  const items = log.data.itemIds.length;
  const popular = createPopularity(past, items);
  const baselines = [popular, createCoVisitation(past), createVSknn(past, items)];
  const popularity = new Float64Array(items);
  popular([], popularity);
  const scores = new Float64Array(items);
  return (session: Int32Array, target: number, without: Iterable<number>): number[] =>
    baselines.map((baseline) => {
      scores.fill(0);
      baseline(session, scores);
      // Items that a baseline scores equally, above all with 0, are ranked by popularity.
      for (let i = 0; i < items; i++) scores[i] += popularity[i] * 1e-12;
      return rankOf(scores, target, { without });
    });
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
