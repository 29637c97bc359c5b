import type { Model } from '../../model/model.js';
import { type Share, wilson } from '../../prediction/proportions.js';
import { bandOf } from '../../prediction/calibrate.js';
import type { DataSet } from '../data/data-set.js';
import { COVERAGES, SHELF } from '../calibrate/calibrate-items.js';
import {
  aucInterval,
  averagePrecision,
  calibrationError,
  logLoss,
  meanInterval,
  mrrAt,
  perfectCalibrationError,
  ndcgAt,
  recallAt,
} from '../baselines/metrics.js';
import {
  ACTION_METHODS,
  ITEM_METHODS,
  type Observation,
  observe,
  type ObserveOptions,
} from './observe.js';
import type { Coverage } from './place-items.js';
import { countParts } from '../data/split.js';

/** How well one method ranks the next item. */
export interface ItemScore {
  method: string;
  /** Share of next items among the 20 best, of all items. */
  recall20: Share;
  /** Mean of 1 / rank, 0 beyond 20. */
  mrr20: Share;
  /** Both at 10, as sequence benchmarks report them; recall is also called hit rate there. */
  recall10: Share;
  ndcg10: Share;
}

/** How well one method tells the next action. */
export interface ActionScore {
  method: string;
  accuracy: Share;
  /** Nats. */
  logLoss: Share;
}

/** How well purchase, or cart, before the session ends is told. */
export interface IntentScore {
  /** Share of predictions after which it came. */
  rate: Share;
  auc: Share;
  /** AUC of saying only whether the session had something in the cart before. */
  aucOfCart: Share;
  averagePrecision: number;
  /** Mean distance between what is said and what comes true, and what a perfect one would show at this size. */
  calibrationError: number;
  perfectError: number;
}

/** What a model file achieves on a part of a log, beside the baselines. */
export interface Report {
  model: { name: string; version: string };
  data: {
    events: number;
    sessions: number;
    items: number;
    parts: ReturnType<typeof countParts>;
    coverage: Coverage;
  };
  /** Predictions made, of so many in the test part. */
  predictions: number;
  of: number;
  nextItem: ItemScore[];
  /** The same where the next item was never seen in training; absent where there is none. */
  unseenItem?: ItemScore[];
  nextAction: ActionScore[];
  /** Kinds of action in the log, leaving not counted. */
  actionsTold: number;
  /** Log-loss of the model less that of the Markov chain, over the same predictions: below 0 is better. */
  againstMarkov: Share;
  purchase?: IntentScore;
  cart?: IntentScore;
  /** Mean distance between what is said and what comes true, 15 bins of equal size. */
  calibrationError: { action: number; perfectAction: number; bestItem: number };
  /** What the chances of the `k` items a page shows sum up to, and how often one of them was next. */
  shelf: { k: number; said: number; came: Share };
  /** Item sets that promise the next item in `coverage` of the cases in which there is one. */
  sets: { coverage: number; minProbability: number; came: Share; size: number }[];
  /** Purchase by band: what was said on average, and what came. */
  bands: { band: string; said: number; came: Share }[];
  /** By how many events of the session were read. */
  byPlace: { place: string; nextItem: ItemScore[]; nextAction: ActionScore[] }[];
}

const PLACES: readonly (readonly [string, number, number])[] = [
  ['1', 1, 1],
  ['2', 2, 2],
  ['3-5', 3, 5],
  ['6-10', 6, 10],
  ['11+', 11, Infinity],
];

/**
 * Measures a model file on the test part of a data set, beside what a shop could do without it.
 * Ties in a rank count half.
 */
export async function report(
  model: Model,
  data: DataSet,
  part: Uint8Array,
  options: ObserveOptions = {},
): Promise<Report> {
  const { observations: all, coverage, of } = await observe(model, data, part, options);
  // To a model without identities every item is new.
  const unseen = all.filter((o) => o.unseen && model.vocabulary.items.length);
  const [markov, ours] = [1, 2].map((m) => all.map(({ actions }) => cost(actions[m].chance)));
  const intent = (said: 'purchase' | 'cart', came: 'bought' | 'carted') => {
    const labels = all.map((o) => +o[came]);
    const positives = labels.reduce((sum, label) => sum + label, 0);
    if (!positives) return undefined;
    const chances = all.map((o) => o[said]);
    return {
      rate: wilson(positives, labels.length),
      auc: aucInterval(chances, labels),
      aucOfCart: aucInterval(
        all.map((o) => +o.inCart),
        labels,
      ),
      averagePrecision: averagePrecision(chances, labels),
      calibrationError: calibrationError(chances, labels),
      perfectError: perfectCalibrationError(chances),
    };
  };
  return {
    model: { name: model.card.name, version: model.card.version },
    data: {
      events: data.events,
      sessions: data.sessions,
      items: data.itemIds.length,
      parts: countParts(data, part),
      coverage,
    },
    predictions: all.length,
    of,
    nextItem: itemScores(all),
    unseenItem: unseen.length ? itemScores(unseen) : undefined,
    nextAction: actionScores(all),
    actionsTold: new Set(data.action).size,
    againstMarkov: meanInterval(ours.map((value, i) => value - markov[i])),
    purchase: intent('purchase', 'bought'),
    cart: intent('cart', 'carted'),
    calibrationError: {
      action: calibrationError(
        all.map((o) => o.confidence),
        all.map((o) => +o.actions[2].hit),
      ),
      perfectAction: perfectCalibrationError(all.map((o) => o.confidence)),
      bestItem: calibrationError(
        all.map((o) => o.bestItem.chance),
        all.map((o) => +o.bestItem.hit),
      ),
    },
    shelf: {
      k: SHELF,
      said: mean(all.map((o) => o.shelf.chance)),
      came: wilson(all.filter((o) => o.shelf.hit).length, all.length),
    },
    sets: COVERAGES.flatMap((coverage, c) => {
      const own = all.flatMap(({ ranks, sets }) => (ranks && sets[c] ? [sets[c]] : []));
      if (!own.length) return [];
      const came = wilson(own.filter(({ hit }) => hit).length, own.length);
      const minProbability = model.calibration.sets?.[coverage] ?? 0;
      return { coverage, minProbability, came, size: mean(own.map(({ size }) => size)) };
    }),
    bands: (['likely', 'undecided', 'unlikely'] as const).map((band) => {
      const own = all.filter((o) => bandOf(o.purchase, model.calibration.bands) === band);
      const came = wilson(own.filter(({ bought }) => bought).length, own.length);
      return { band, said: mean(own.map(({ purchase }) => purchase)), came };
    }),
    byPlace: PLACES.map(([place, from, to]) => {
      const some = all.filter((o) => o.place >= from && o.place <= to);
      return { place, nextItem: itemScores(some), nextAction: actionScores(some) };
    }).filter(({ nextAction }) => nextAction[0].accuracy.n > 0),
  };
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const cost = (chance: number) => -Math.log(Math.max(chance, 1e-6));

function itemScores(observations: readonly Observation[]): ItemScore[] {
  const ranked = observations.flatMap(({ ranks }) => (ranks ? [ranks] : []));
  return ITEM_METHODS.map((method, m) => {
    const ranks = ranked.map((row) => row[m]);
    return {
      method,
      recall20: recallAt(ranks, 20),
      mrr20: mrrAt(ranks, 20),
      recall10: recallAt(ranks, 10),
      ndcg10: ndcgAt(ranks, 10),
    };
  });
}

function actionScores(observations: readonly Observation[]): ActionScore[] {
  return ACTION_METHODS.map((method, m) => {
    const own = observations.map(({ actions }) => actions[m]);
    const hits = own.filter(({ hit }) => hit).length;
    return {
      method,
      accuracy: wilson(hits, own.length),
      logLoss: logLoss(own.map(({ chance }) => chance)),
    };
  });
}
