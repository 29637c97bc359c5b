import { gaussian } from '../../lib/random.js';
import { type BestPrediction, bestPrediction } from './best-prediction.js';
import {
  actionChances,
  AROUND,
  buyable,
  type KnownAction,
  type KnownState,
  moveShares,
  movesOf,
  openVisit,
  readEvent,
  startState,
} from './known-chances.js';
import { DAYS, type KnownShop, randomOf, START_TS } from './known-shop.js';

const HOUR_MS = 3_600_000;
const END_TS = START_TS + DAYS * 24 * HOUR_MS;
/** Chance of one more visit, and of its beginning with something seen before. */
const AGAIN = 0.55;
const RESUMES = 0.45;
const MOST_EVENTS = 100;
const LEAVE = 3;

export interface KnownEvent {
  shopper: number;
  ts: number;
  action: KnownAction;
  item: number;
  /** When the visit began. */
  began: number;
  /** What is best to say after this event, where it was asked for; the visit goes on with `next`. */
  best?: BestPrediction;
}

export interface KnownLogOptions {
  seed: number;
  events: number;
  /** Whether the best predictions of a visit are wanted: they take most of the time. */
  judged(shopper: number, began: number): boolean;
}

/**
 * Shoppers one after another, each independent of the others: memory does not grow with their number. A
 * visit begins with something seen before, or by popularity; from then on known-chances.ts says what comes
 * next, and from the same chances best-prediction.ts says what can be known of it.
 */
export function* knownLog(
  shop: KnownShop,
  { seed, events, judged }: KnownLogOptions,
): Generator<KnownEvent> {
  let left = events;
  for (let shopper = 0; left > 0; shopper++) {
    for (const event of shopperEvents(shop, randomOf(seed, shopper), shopper, judged)) {
      yield event;
      if (!--left) return;
    }
  }
}

function* shopperEvents(
  shop: KnownShop,
  random: () => number,
  shopper: number,
  judged: KnownLogOptions['judged'],
): Generator<KnownEvent> {
  const state = startState();
  let ts = Math.floor(START_TS + random() * (END_TS - START_TS));
  do {
    const began = ts;
    const isJudged = judged(shopper, began);
    const way = random() < AROUND ? 0 : 1;
    openVisit(shop, state, began);
    let action: KnownAction | typeof LEAVE = 0;
    let item =
      state.recent.length && random() < RESUMES ? state.recent[0] : anyItem(shop, state, random);
    while (action !== LEAVE) {
      readEvent(shop, state, action, item);
      const best = isJudged ? bestPrediction(shop, state) : undefined;
      yield { shopper, ts, action, item, began, best };
      ts += Math.round(1000 + Math.min(25 * 60_000, 22_000 * Math.exp(gaussian(random))));
      action = pickIndex(actionChances(state, way), random) as KnownAction;
      if (state.place >= MOST_EVENTS) action = LEAVE;
      else if (action === 0) item = lookedAt(shop, state, way, random);
      else if (action === 1) item = state.recent[0];
      else if (action === 2) item = pick(buyable(state), random);
    }
    ts += Math.round(
      0.7 * HOUR_MS + Math.min(20 * 24, 30 * Math.exp(1.3 * gaussian(random))) * HOUR_MS,
    );
  } while (random() < AGAIN && ts < END_TS);
}

function lookedAt(shop: KnownShop, state: KnownState, way: number, random: () => number): number {
  const moves = movesOf(shop, state);
  const move = moves[pickIndex(moveShares(moves, way), random)];
  if (!move) return anyItem(shop, state, random);
  const items = [...move.keys()];
  return items[pickIndex([...move.values()], random)];
}

/** By popularity at the time of the visit. */
function anyItem(shop: KnownShop, { popular }: KnownState, random: () => number): number {
  const { factors } = popular;
  const { items, sums } =
    shop.waves[
      pickIndex(
        shop.waves.map(({ sums }, w) => (factors[w] * (sums.at(-1) ?? 0)) / popular.total),
        random,
      )
    ];
  const at = random() * sums[sums.length - 1];
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle] <= at) low = middle + 1;
    else high = middle;
  }
  return items[low];
}

/** @param chances sum to 1. */
function pickIndex(chances: readonly number[], random: () => number): number {
  let left = random();
  let last = 0;
  for (let i = 0; i < chances.length; i++) {
    if (chances[i] <= 0) continue;
    last = i;
    left -= chances[i];
    if (left < 0) return i;
  }
  return last;
}

const pick = (from: readonly number[], random: () => number) =>
  from[Math.floor(random() * from.length)];
