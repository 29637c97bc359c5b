import { FADES, type KnownShop, wavesAt } from './known-shop.js';

export const KNOWN_ACTIONS = ['click', 'cart', 'purchase', 'leave'] as const;
export type KnownAction = 0 | 1 | 2 | 3;
const [CLICK, CART, PURCHASE] = [0, 1, 2];

/** How visits go, by what the shopper came for, which the log does not say. */
const WAYS = [
  // Looking around.
  { cart: 0.018, buy: 0.05, direct: 0.003, leave: 0.24, moves: [0.3, 0.3, 0.22, 0.18] },
  // After something.
  { cart: 0.08, buy: 0.14, direct: 0.012, leave: 0.13, moves: [0.42, 0.36, 0.17, 0.05] },
] as const;
/** How many of the visits come for the first way. */
export const AROUND = 0.7;
/** Chance of leaving after the first event. */
const BOUNCE = 0.33;
/** Chances of the next action after a purchase: more in the cart, and nothing. */
const ORDERING = [0.1, 0, 0.8, 0.1] as const;
const ORDERED = [0.3, 0, 0, 0.7] as const;
/** The weight of an item seen before, by how many others were seen since. */
const FORGETS = 0.6;
const REMEMBERED = 10;

/** All that the chances of the next event depend on, and the log shows. */
export interface KnownState {
  /** Items seen, each once, the latest first. */
  recent: number[];
  looks: Map<number, number>;
  cart: number[];
  last: KnownAction;
  /** Events of this visit. */
  place: number;
  /** Chance of each way, from the events of this visit. */
  ways: number[];
  /** Popularity at the time of the visit, by wave, and its sum over all products. */
  popular: { factors: number[]; total: number; most?: number[] };
  /** What `movesOf` found. */
  moves?: readonly Move[];
}

export const startState = (): KnownState => ({
  recent: [],
  looks: new Map(),
  cart: [],
  last: CLICK as KnownAction,
  place: 0,
  ways: [],
  popular: { factors: [], total: 0 },
});

export function openVisit(shop: KnownShop, state: KnownState, ts: number): void {
  const factors = wavesAt(ts);
  const total = shop.waves.reduce((sum, { sums }, w) => sum + factors[w] * (sums.at(-1) ?? 0), 0);
  state.popular = { factors, total };
  state.place = 0;
  state.moves = undefined;
  state.ways = [AROUND, 1 - AROUND];
}

/** Chances of the next action, of a shopper who came for this way: [click, cart, purchase, leave]. */
export function actionChances(
  { recent, looks, cart, last, place }: KnownState,
  way: number,
): readonly number[] {
  if (last === PURCHASE && place) return cart.length ? ORDERING : ORDERED;
  const { cart: put, buy, direct, leave } = WAYS[way];
  const carts = cart.includes(recent[0])
    ? 0
    : put * Math.min(3, 1 + 0.5 * ((looks.get(recent[0]) ?? 1) - 1));
  const buys = cart.length ? buy : direct;
  const leaves = place === 1 ? BOUNCE : leave;
  return [1 - carts - buys - leaves, carts, buys, leaves];
}

/** A way of finding the next product to look at: its chances, product by product. */
export type Move = ReadonlyMap<number, number>;

/** Chances within each way of finding the next product, but for the last: any, by popularity. */
export function movesOf(shop: KnownShop, state: KnownState): readonly Move[] {
  state.moves ??= findMoves(shop, state);
  return state.moves;
}

function findMoves(shop: KnownShop, { recent, popular }: KnownState): Move[] {
  const [current] = recent;
  const { factors } = popular;
  const strength = (item: number) => factors[shop.wave[item]];
  const next = shop.followers(current).map((item, k) => {
    return [item, item === current ? 0 : strength(item) * FADES ** k] as const;
  });
  const near = Array.from(shop.categories[shop.category[current]], (item) => {
    return [item, strength(item) * shop.weight[item]] as const;
  });
  return [
    shares(recent.map((item, k) => [item, FORGETS ** k] as const)),
    shares(next),
    shares(near),
  ];
}

function shares(pairs: readonly (readonly [number, number])[]): Move {
  const total = pairs.reduce((sum, [, weight]) => sum + weight, 0);
  const move = new Map<number, number>();
  for (const [item, weight] of pairs)
    if (weight > 0) move.set(item, (move.get(item) ?? 0) + weight / total);
  return move;
}

/** How often each way of finding is taken; where nothing follows, the category is. */
export function moveShares(moves: readonly Move[], way: number): readonly number[] {
  const [again, next, near, any] = WAYS[way].moves;
  return moves[1].size ? [again, next, near, any] : [again, 0, near + next, any];
}

export const popularity = (shop: KnownShop, { popular }: KnownState, item: number): number =>
  (popular.factors[shop.wave[item]] * shop.weight[item]) / popular.total;

/** Products that a purchase may be of: the cart's, or the open one. */
export const buyable = ({ cart, recent }: KnownState): readonly number[] =>
  cart.length ? cart : recent.slice(0, 1);

/** Reads an event: what is known of the shopper, and of the way, changes. */
export function readEvent(
  shop: KnownShop,
  state: KnownState,
  action: KnownAction,
  item: number,
): void {
  if (state.place) {
    const moves = action === CLICK ? movesOf(shop, state) : undefined;
    const any = popularity(shop, state, item);
    state.ways = state.ways.map((chance, way) => {
      const found = moves
        ? moveShares(moves, way).reduce(
            (sum, share, m) => sum + share * (moves[m] ? (moves[m].get(item) ?? 0) : any),
            0,
          )
        : 1;
      return chance * actionChances(state, way)[action] * found;
    });
    const total = state.ways.reduce((sum, chance) => sum + chance, 0);
    state.ways = state.ways.map((chance) => chance / total);
  }
  state.place++;
  state.last = action;
  state.moves = undefined;
  if (action === CART) state.cart.push(item);
  else if (action === PURCHASE) state.cart = state.cart.filter((other) => other !== item);
  if (action === PURCHASE) return;
  state.looks.set(item, (state.looks.get(item) ?? 0) + (action === CLICK ? 1 : 0));
  state.recent = [item, ...state.recent.filter((other) => other !== item)].slice(0, REMEMBERED);
}
