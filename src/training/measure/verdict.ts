import type { Share } from '../../prediction/proportions.js';
import type { CalibrationError } from '../baselines/calibration-error.js';
import { clusteredInterval } from '../baselines/mean-interval.js';
import { ACTION_METHODS, ITEM_METHODS, type Observation } from './observation.js';

/** Fewer predictions than this tell nothing, whatever their interval. */
const FEW = 100;
/** A calibration error less than this above that of perfect chances is one that no threshold would notice. */
const UNNOTICED = 0.01;

/** `level`: the interval of the difference holds 0, or the predictions are too few. */
export type Standing = 'better' | 'level' | 'worse';

/** The model beside the simple method that comes closest to it, over the same predictions. */
export interface Lead {
  method: string;
  standing: Standing;
  /** What the model has more: above 0 is better. Intervals are over shoppers, whose predictions depend on each other. */
  differences: Record<string, Share>;
}

/** What a report comes to. */
export interface Verdict {
  /** Better than every simple method at the next product, and at the next action not worse than any. */
  ship: boolean;
  shoppers: number;
  /** By recall@20 and MRR@20; absent where no product came next. */
  item?: Lead;
  /** By nats of log-loss saved; absent in a log with one kind of action. */
  action?: Lead;
  /** What the chances say differs from what came, and by more than so few shoppers explain. */
  chancesOff: boolean;
}

/**
 * @param shopperOf of each event.
 * @param actionsTold how many kinds of action the log has.
 * @param errors of the chances that a shop may set a threshold on.
 */
export function verdictOf(
  observations: readonly Observation[],
  shopperOf: ArrayLike<number>,
  actionsTold: number,
  errors: readonly CalibrationError[],
): Verdict {
  const shopper = (list: readonly Observation[]) => list.map(({ event }) => shopperOf[event]);
  const ranked = observations.filter(({ ranks }) => ranks);
  const own = ITEM_METHODS.length - 1;
  const gain = (of: (rank: number) => number, m: number) =>
    clusteredInterval(
      ranked.map(({ ranks = [] }) => of(ranks[own]) - of(ranks[m])),
      shopper(ranked),
    );
  const item = closest(
    ITEM_METHODS.slice(0, own).map((method, m) => ({
      method,
      differences: {
        'recall@20': gain((rank) => +(rank <= 20), m),
        'MRR@20': gain((rank) => (rank <= 20 ? 1 / rank : 0), m),
      },
    })),
  );
  const last = ACTION_METHODS.length - 1;
  const action =
    actionsTold > 1
      ? closest(
          ACTION_METHODS.slice(0, last).map((method, m) => ({
            method,
            differences: {
              'log-loss': clusteredInterval(
                observations.map(
                  ({ actions }) => Math.log(floor(actions[last])) - Math.log(floor(actions[m])),
                ),
                shopper(observations),
              ),
            },
          })),
        )
      : undefined;
  return {
    ship: (item ?? action)?.standing === 'better' && action?.standing !== 'worse',
    shoppers: new Set(shopper(observations)).size,
    item,
    action,
    chancesOff: errors.some(
      ({ value, low, perfect }) => low > perfect && value > perfect + UNNOTICED,
    ),
  };
}

const floor = ({ chance }: { chance: number }) => Math.max(chance, 1e-6);

const STANDINGS: readonly Standing[] = ['worse', 'level', 'better'];

/** The comparison that decides: the worst standing, then the smallest lead. */
function closest(leads: Omit<Lead, 'standing'>[]): Lead | undefined {
  const judged = leads.map((lead) => ({ ...lead, standing: standingOf(lead.differences) }));
  if (!Object.values(judged[0].differences)[0].n) return undefined;
  const order = ({ standing, differences }: Lead) =>
    STANDINGS.indexOf(standing) * 1e6 + Object.values(differences)[0].value;
  return judged.reduce((low, lead) => (order(lead) < order(low) ? lead : low));
}

function standingOf(differences: Record<string, Share>): Standing {
  const all = Object.values(differences);
  if (all[0].n < FEW) return 'level';
  if (all.some(({ high }) => high < 0)) return 'worse';
  return all.some(({ low }) => low > 0) ? 'better' : 'level';
}
