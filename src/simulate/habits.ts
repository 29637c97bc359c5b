import type { ActionType } from '../events/event.js';

/** The purpose of a visit; not in the log. */
export type Intent = 'browsing' | 'goal' | 'comparing' | 'returning';

/** One kind of visit. Chances are per decision. */
interface Visit {
  /** Share of visits. */
  share: number;
  /** Chance that the visit ends. */
  leave: number;
  /** Chance that the open product goes into the cart, before fit and interest multiply it. */
  cart: number;
  /** Chance of starting a checkout, with something in the cart. */
  checkout: number;
  /** Weights of the next look: same leaf, complements, same top category, seen before, anywhere. */
  moves: readonly [leaf: number, goesWith: number, top: number, seen: number, anywhere: number];
}

/** Every constant of the simulation. */
export interface Habits {
  visits: Record<Intent, Visit>;
  /** Chance that a visit ends after its first event. */
  bounce: number;
  /** Chance that a checkout is paid; otherwise the shopper leaves or goes on looking. */
  pays: number;
  /** Chance of leaving after paying. */
  leavesPaid: number;
  /** Chances of the smaller actions, per decision. */
  search: number;
  category: number;
  wishlist: number;
  remove: number;
  /** How much a match of taste, brand and price level attracts (weights in an exponent). */
  taste: number;
  loyalty: number;
  budget: number;
  /** The chance of the cart is multiplied by 1 + this · earlier looks at the product. */
  interest: number;
  /** Median seconds before an event of each type; log-normal, spread 0.9, below 25 minutes. */
  seconds: Record<ActionType, number>;
  /** Median hours between visits; log-normal, spread 1.3, above 40 minutes. */
  hoursBetween: number;
  /** Chance of one more visit. */
  again: number;
  /** Chances, after a look, of a second look at the same product and of going back to the last. */
  reload: number;
  back: number;
  /** Chance, on a product seen before in the visit, of looking next at what came next that time. */
  retrace: number;
  /** Chance that the open product is bought without a cart, before fit multiplies it. */
  buyNow: number;
}

export const HABITS: Habits = {
  visits: {
    browsing: { share: 0.5, leave: 0.16, cart: 0.045, checkout: 0.006, moves: [46, 8, 22, 6, 18] },
    goal: { share: 0.27, leave: 0.115, cart: 0.115, checkout: 0.024, moves: [66, 12, 6, 12, 4] },
    comparing: {
      share: 0.16,
      leave: 0.095,
      cart: 0.085,
      checkout: 0.016,
      moves: [44, 4, 4, 46, 2],
    },
    returning: { share: 0.07, leave: 0.1, cart: 0.2, checkout: 0.05, moves: [26, 24, 8, 38, 4] },
  },
  bounce: 0.18,
  pays: 0.62,
  leavesPaid: 0.75,
  search: 0.05,
  category: 0.08,
  wishlist: 0.025,
  remove: 0.05,
  taste: 1.1,
  loyalty: 0.7,
  budget: 0.9,
  interest: 0.7,
  seconds: {
    click: 19,
    cart: 14,
    purchase: 70,
    remove: 11,
    wishlist: 9,
    checkout: 24,
    search: 12,
    category: 8,
  },
  hoursBetween: 38,
  again: 0.68,
  reload: 0,
  back: 0,
  retrace: 0,
  buyNow: 0,
};
