import type { Share } from '../../prediction/proportions.js';
import { calibrationError } from '../baselines/calibration-error.js';
import { clusteredInterval } from '../baselines/mean-interval.js';
import { ACTION_METHODS, ITEM_METHODS, type Observation } from './observation.js';

/** What chances said, what came, and how far apart they are. */
export interface ChanceFigures {
  said: number;
  came: number;
  /** Mean of said minus came, over shoppers: near 0 where chances hold. */
  off: Share;
  /** Expected calibration error, and what perfect chances would show with so many shoppers. */
  error: number;
  perfectError: number;
}

/**
 * What a model file achieves, in a few numbers, so that a later log can be held against them: the file keeps
 * those of its own report. Intervals are over shoppers, whose predictions depend on each other.
 */
export interface Figures {
  predictions: number;
  shoppers: number;
  /** Absent where no product came next. */
  recall20?: Share;
  mrr20?: Share;
  /** Recall@20 of recently viewed over the same predictions: how hard these shoppers are. */
  recentlyViewed20?: Share;
  /** Share of the next products that have no row in the file. */
  unknown?: Share;
  /** Of the next action, in nats; absent in a log with one kind of action. */
  logLoss?: Share;
  /** Of the likeliest next action. */
  action?: ChanceFigures;
  /** Before the session ends; absent where it never came. */
  purchase?: ChanceFigures;
  cart?: ChanceFigures;
}

/**
 * @param shopperOf of each event.
 * @param actionsTold how many kinds of action the log has.
 */
export function figuresOf(
  observations: readonly Observation[],
  shopperOf: ArrayLike<number>,
  actionsTold: number,
): Figures {
  const shopper = ({ event }: Observation) => shopperOf[event];
  const ranked = observations.filter(({ ranks }) => ranks);
  const mean = (list: readonly Observation[], of: (o: Observation) => number) =>
    clusteredInterval(list.map(of), list.map(shopper));
  const chances = (
    chance: (o: Observation) => number,
    came: (o: Observation) => boolean,
  ): ChanceFigures => {
    const [said, labels] = [observations.map(chance), observations.map((o) => +came(o))];
    const error = calibrationError(said, labels, observations.map(shopper));
    return {
      said: meanOf(said),
      came: meanOf(labels),
      off: mean(observations, (o) => chance(o) - +came(o)),
      error: error.value,
      perfectError: error.perfect,
    };
  };
  const own = ITEM_METHODS.length - 1;
  const rank = ({ ranks = [] }: Observation, method = own) => ranks[method];
  const last = ACTION_METHODS.length - 1;
  const figures: Figures = {
    predictions: observations.length,
    shoppers: new Set(observations.map(shopper)).size,
  };
  if (ranked.length) {
    figures.recall20 = mean(ranked, (o) => +(rank(o) <= 20));
    figures.mrr20 = mean(ranked, (o) => (rank(o) <= 20 ? 1 / rank(o) : 0));
    figures.recentlyViewed20 = mean(ranked, (o) => +(rank(o, 0) <= 20));
    figures.unknown = mean(ranked, (o) => +!o.inFile);
  }
  if (actionsTold > 1) {
    figures.logLoss = mean(observations, (o) => -Math.log(Math.max(o.actions[last].chance, 1e-6)));
    figures.action = chances(
      (o) => o.confidence,
      (o) => o.actions[last].hit,
    );
  }
  if (observations.some((o) => o.bought)) {
    figures.purchase = chances(
      (o) => o.purchase,
      (o) => o.bought,
    );
  }
  if (observations.some((o) => o.carted)) {
    figures.cart = chances(
      (o) => o.cart,
      (o) => o.carted,
    );
  }
  return figures;
}

const meanOf = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
