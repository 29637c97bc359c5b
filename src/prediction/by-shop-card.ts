import { sigmoid } from '../engine/softmax.js';
import { ACTION_TYPES } from '../events/event.js';
import type { Calibration, VisitShares } from '../model/model.js';
import { type ByCard, withActions } from './by-card.js';
import { NEXT_ACTIONS } from './calibrate.js';
import type { FittedCard, ShopCard } from './shop-card.js';

/**
 * How far the chances of a model of many shops go from its own guess to the shop's shares, in log-odds. It
 * has seen this shopper: most of what a share says of long visits, it has noticed. Chosen on the validation
 * parts of five logs (docs/journal/unseen-shops.md).
 */
const WEIGHT = 0.75;
/** A share says no more than this: one that is 0 would rule out what the network sees coming. */
const MAX_SHIFT = 3;
/** A share counted over so many visits is worth half; the other half is the model's guess. */
const VISITS_OF_GUESS = 25;
/** Of the chances of the next action after an action, in the place of an engine: so much is all actions'. */
const EVENTS_OF_ALL = 4;

/** The chances of a model of many shops, or of the baseline, moved to where the shop's shares are. */
export function byShares(card: ShopCard, calibration: Calibration, first: VisitShares): ByCard {
  const shift = (name: keyof VisitShares) => {
    const share = card[name];
    if (share === undefined) return 0;
    const visits = card.visits ?? Number.POSITIVE_INFINITY;
    const trust = visits === Number.POSITIVE_INFINITY ? 1 : visits / (visits + VISITS_OF_GUESS);
    const known = trust * share + (1 - trust) * first[name];
    const apart = logOdds(known) - logOdds(first[name]);
    return WEIGHT * Math.max(-MAX_SHIFT, Math.min(MAX_SHIFT, apart));
  };
  const moved = (line: Calibration['cart'], by: number) => ({
    ...line,
    offset: line.offset + by,
  });
  const { actions, purchase, cart, bands } = calibration;
  const buys = shift('conversion');
  const leaves = shift('bounce');
  const limit = (chance: number) => sigmoid(logOdds(chance) + buys);
  const bias = actions.bias.map((b, a) => (a === ACTION_TYPES.length ? b + leaves : b));
  return {
    calibration: {
      ...calibration,
      actions: { ...actions, bias },
      purchase: moved(purchase, buys),
      cart: moved(cart, shift('cart')),
      bands: { likely: limit(bands.likely), unlikely: limit(bands.unlikely) },
      calibrated: true,
    },
    change: (output) => output,
  };
}

/** The chances of a model as they came true in the shop's log. */
export function byFit(
  { actions, after, purchase, cart, bands }: FittedCard,
  calibration: Calibration,
): ByCard {
  return {
    calibration: { ...calibration, actions, purchase, cart, bands, calibrated: true },
    change: (output, history) => {
      const row = after[history[history.length - 1]?.action];
      // Before the temperature divides them.
      return row ? withActions(output, (logit, a) => logit + actions.temperature * row[a]) : output;
    },
  };
}

/** Without a model: what came next in this shop after the last action. */
export function byCounts(card: ShopCard, calibration: Calibration, first: VisitShares): ByCard {
  const { next } = card;
  if (!next) return byShares(card, calibration, first);
  const counts = ACTION_TYPES.map((last) =>
    NEXT_ACTIONS.map((action) => next[last]?.[action] ?? 0),
  );
  const all = NEXT_ACTIONS.map((_, a) => counts.reduce((sum, row) => sum + row[a], 0.5));
  const total = all.reduce((sum, count) => sum + count, 0);
  return {
    // They tell how often people leave, so the share of short visits adds nothing.
    ...byShares({ ...card, bounce: undefined }, calibration, first),
    change: (output, history) => {
      const row = counts[history[history.length - 1]?.action] ?? [];
      return withActions(output, (_, a) =>
        Math.log((row[a] ?? 0) + (EVENTS_OF_ALL * all[a]) / total),
      );
    },
  };
}

/** Within what a share of visits can be. */
const logOdds = (share: number) => {
  const inside = Math.max(5e-4, Math.min(1 - 5e-4, share));
  return Math.log(inside / (1 - inside));
};
