import {
  actionChances,
  buyable,
  type KnownState,
  moveShares,
  movesOf,
  popularity,
} from './known-chances.js';
import type { KnownShop } from './known-shop.js';

const TOP = 20;

/** What the best possible predictor says after the events so far: nobody who sees only the log can do better. */
export interface BestPrediction {
  /** Chances of click, cart, purchase, leave. */
  actions: number[];
  /** The likeliest next products if the visit goes on, best first, at most 20, with their chances. */
  items: [item: number, chance: number][];
}

export function bestPrediction(shop: KnownShop, state: KnownState): BestPrediction {
  const { ways, recent } = state;
  const moves = movesOf(shop, state);
  const actions = [0, 0, 0, 0];
  const found = [0, 0, 0, 0];
  ways.forEach((chance, way) => {
    const own = actionChances(state, way);
    own.forEach((share, a) => (actions[a] += chance * share));
    moveShares(moves, way).forEach((share, m) => (found[m] += chance * own[0] * share));
  });
  const chances = new Map<number, number>();
  const add = (item: number, chance: number) =>
    chances.set(item, (chances.get(item) ?? 0) + chance);
  moves.forEach((move, m) => {
    for (const [item, share] of move) add(item, found[m] * share);
  });
  add(recent[0], actions[1]);
  const bought = buyable(state);
  for (const item of bought) add(item, actions[2] / bought.length);
  // Whatever is not among these is found by popularity alone, so that the most popular are enough.
  const others = [...chances.keys(), ...mostPopular(shop, state)];
  const goesOn = 1 - actions[3];
  const items = [...new Set(others)].map((item): [number, number] => [
    item,
    ((chances.get(item) ?? 0) + found[3] * popularity(shop, state, item)) / goesOn,
  ]);
  return { actions, items: items.sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, TOP) };
}

/** The 20 most popular at the time of the visit. */
function mostPopular(shop: KnownShop, state: KnownState): number[] {
  const { popular } = state;
  if (popular.most) return popular.most;
  const candidates = shop.waves.flatMap(({ items }, wave) =>
    popular.factors[wave] ? [...items.subarray(0, TOP)] : [],
  );
  const value = (item: number) => popularity(shop, state, item);
  popular.most = candidates.sort((a, b) => value(b) - value(a)).slice(0, TOP);
  return popular.most;
}
