import type { Model } from '../../model/model.js';
import { bandVisits } from './band-visits.js';
import { bandOf } from '../../prediction/calibrate.js';
import { type Share, wilson } from '../../prediction/proportions.js';
import { type CalibrationError, calibrationError } from '../baselines/calibration-error.js';
import { meanInterval } from '../baselines/mean-interval.js';
import { COVERAGES, SHELF } from '../calibrate/calibrate-items.js';
import type { Coverage } from '../data/place-items.js';
import type { PartSize, SplitLog } from '../data/split-log.js';
import { type Figures, figuresOf } from './figures.js';
import { observe, type ObserveOptions } from './observe.js';

import {
  type ActionScore,
  actionScores,
  type IntentScore,
  intentScore,
  type ItemScore,
  itemScores,
} from './scores.js';
import { type Verdict, verdictOf } from './verdict.js';

/**
 * How good a model file is on the test part of a log, beside the baselines. A model and a split log come in;
 * observe.ts makes the predictions, scores.ts sums them up, report-text.ts writes them as tables.
 */
export interface Report {
  model: { name: string; version: string };
  data: {
    events: number;
    sessions: number;
    items: number;
    parts: Record<'train' | 'validation' | 'test', PartSize>;
    coverage: Coverage;
  };
  /** Predictions made, and events in the test part. */
  predictions: number;
  of: number;
  /** Whether items that the shopper had seen were set aside before ranking. */
  maskSeen: boolean;
  nextItem: ItemScore[];
  /** The same where the next item was never seen in training; absent where there is none. */
  unseenItem?: ItemScore[];
  nextAction: ActionScore[];
  /** How many kinds of action the log has, leaving not counted. */
  actionsTold: number;
  /** Log-loss of the model less that of the Markov chain, over the same predictions: below 0 is better. */
  againstMarkov: Share;
  purchase?: IntentScore;
  cart?: IntentScore;
  /** Of the likeliest action and the likeliest item. */
  calibrationError: { action: CalibrationError; bestItem: CalibrationError };
  /** Mean sum of the chances of the `k` items a page shows, and how often one of them was next. */
  shelf: { k: number; said: number; came: Share };
  /** Item sets: they promise to contain the next item in `coverage` of the cases in which there is one. */
  sets: { coverage: number; minProbability: number; came: Share; size: number }[];
  /** Purchase by band: its mean chance, and how often it came. */
  bands: { band: string; said: number; came: Share }[];
  /** The same of visits: each once in every band it comes into, as it was when it came there. */
  bandVisits: { band: string; said: number; came: Share }[];
  /** By the number of events of the session that were read. */
  byPlace: { place: string; nextItem: ItemScore[]; nextAction: ActionScore[] }[];
  verdict: Verdict;
  /** The few of these numbers that a file keeps, to be held against a later log. */
  figures: Figures;
}

const PLACES: readonly (readonly [string, number, number])[] = [
  ['1', 1, 1],
  ['2', 2, 2],
  ['3-5', 3, 5],
  ['6-10', 6, 10],
  ['11+', 11, Infinity],
];

/**
 * Measures a model on the test part of a log, beside what a shop could do without it. Ties in a rank count
 * half.
 */
export async function report(
  model: Model,
  log: SplitLog,
  options: ObserveOptions = {},
): Promise<Report> {
  const { observations: all, coverage, of } = await observe(model, log, options);
  const { data } = log;
  // To a model without identities every item is new.
  const unseen = all.filter((o) => o.unseen && model.vocabulary.items.length);
  const [markov, ours] = [1, 2].map((m) => all.map(({ actions }) => cost(actions[m].chance)));
  const shoppers = all.map(({ event }) => data.shopper[event]);
  const purchase = intentScore(all, shoppers, 'purchase', 'bought');
  const cart = intentScore(all, shoppers, 'cart', 'carted');
  const actionsTold = new Set(data.action).size;
  const actionError = calibrationError(
    all.map((o) => o.confidence),
    all.map((o) => +o.actions[2].hit),
    shoppers,
  );
  return {
    model: { name: model.card.name, version: model.card.version },
    data: {
      events: data.events,
      sessions: data.sessions,
      items: data.itemIds.length,
      parts: {
        train: log.size('train'),
        validation: log.size('validation'),
        test: log.size('test'),
      },
      coverage,
    },
    predictions: all.length,
    of,
    maskSeen: options.maskSeen === true,
    nextItem: itemScores(all),
    unseenItem: unseen.length ? itemScores(unseen) : undefined,
    nextAction: actionScores(all),
    actionsTold,
    againstMarkov: meanInterval(ours.map((value, i) => value - markov[i])),
    purchase,
    cart,
    calibrationError: {
      action: actionError,
      bestItem: calibrationError(
        all.map((o) => o.bestItem.chance),
        all.map((o) => +o.bestItem.hit),
        shoppers,
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
    bandVisits: bandVisits(all, model.calibration.bands),
    byPlace: PLACES.map(([place, from, to]) => {
      const some = all.filter((o) => o.place >= from && o.place <= to);
      return { place, nextItem: itemScores(some), nextAction: actionScores(some) };
    }).filter(({ nextAction }) => nextAction[0].accuracy.n > 0),
    verdict: verdictOf(all, data.shopper, actionsTold, [
      ...(actionsTold > 1 ? [actionError] : []),
      ...[purchase, cart].flatMap((score) => score?.calibrationError ?? []),
    ]),
    figures: figuresOf(all, data.shopper, actionsTold),
  };
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const cost = (chance: number) => -Math.log(Math.max(chance, 1e-6));
