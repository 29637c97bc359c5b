import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Share } from '../../../src/prediction/proportions.js';
import type { ShopCard } from '../../../src/prediction/shop-card.js';
import { readModel } from '../../../src/model/model-file.js';
import {
  type CalibrationError,
  calibrationError,
} from '../../../src/training/baselines/calibration-error.js';
import { logLoss } from '../../../src/training/baselines/chance-metrics.js';
import { meanInterval } from '../../../src/training/baselines/mean-interval.js';
import { mrrAt, recallAt } from '../../../src/training/baselines/ranking-metrics.js';
import { makeShopCard } from '../../../src/training/calibrate/make-shop-card.js';
import { latestOfTraining, splitByTime } from '../../../src/training/data/split.js';
import type { SplitLog } from '../../../src/training/data/split-log.js';
import { plainTable } from '../../../src/training/measure/tables.js';
import { openRealLog, REAL_LOGS } from '../real-logs.js';
import {
  ACTION_PEERS,
  ITEM_PEERS,
  type NamedModel,
  type Observed,
  observeUnseen,
} from './observe.js';

interface Wanted {
  /** Model files to measure on new shops; `{log}` is replaced by the name of the log. */
  files: string[];
  /** Folder of the logs. */
  data: string;
  /** Names of logs; all when absent. */
  logs?: string[];
  /** Predictions per log, drawn with a seed. */
  sample: number;
  /** Folder with a model trained on each log. */
  trained?: string;
  /** Measures on the latest tenth of the training part instead of the test part. */
  choose: boolean;
}

const TRAINED = 'trained on this shop';
/** What a page says without a card: leaning on this shopper's past. */
const WITH_PAST = 'base, own past';
const NO_MODEL_PAST = 'no model, own past';
const WITH_TOTALS = 'base, four totals';
const WITH_CARD = 'base, card of a log';
/** The card's share of visits that buy, said at every position: no model at all. */
const CONSTANT = 'a constant rate';
/** Of the training part. */
const CARD_SHARE = 0.1;
/** The predictions of the library without a model file. */
const NO_MODEL = 'no model';

/** Stored figures of a log, by method; the first model is `base`. */
export interface UnseenResult {
  sample: number;
  eventsReadMedian: number;
  nextItems: number;
  candidates: number;
  actions: Record<string, Share>;
  /** Log-loss of the next action with the shopper's own past, less that without: by what it was added to. */
  ownPast: Record<string, Share>;
  items: Record<string, { recall20: Share; mrr20: Share }>;
  /** Visits that the card was made of, and how many of them bought. */
  cardVisits?: number;
  cardConversion?: number;
  /** Chances of a purchase before the session ends, by model: how far from what came, and their log-loss. */
  purchase: {
    rate: number;
    errors: Record<string, CalibrationError>;
    losses: Record<string, Share>;
  };
}

/** Prints two tables per log; returns the figures by log. */
export async function measureUnseenShop(wanted: Wanted): Promise<Record<string, UnseenResult>> {
  const results: Record<string, UnseenResult> = {};
  for (const real of REAL_LOGS) {
    if (wanted.logs && !wanted.logs.includes(real.name)) continue;
    const data = await openRealLog(wanted.data, real);
    if (!data) {
      console.log(`skipped: ${real.name}, there is no ${join(wanted.data, real.path)}`);
      continue;
    }
    const models: NamedModel[] = [{ name: NO_MODEL }];
    for (const file of wanted.files) {
      const name = basename(file.replace('/{log}', ''), '.safetensors');
      models.push({ name, model: openModel(file.replace('{log}', real.name)) });
    }
    models.push(
      { name: WITH_PAST, model: models[1].model, ownPast: true },
      { name: NO_MODEL_PAST, ownPast: true },
    );
    const log = wanted.choose
      ? hideTest(splitByTime(data, { validation: 0.1, test: 0.2 }), splitByTime(data))
      : splitByTime(data);
    const { model } = models[1];
    let told: ShopCard | undefined;
    if (model) {
      // The latest tenth of the training part: what a shop has after a while without a model.
      const card = await makeShopCard(latestOfTraining(splitByTime(data), CARD_SHARE), model);
      const { next, fitted, ...totals } = card;
      told = totals;
      console.log(real.name, totals);
      models.push({ name: WITH_TOTALS, model, card: totals }, { name: WITH_CARD, model, card });
    }
    const trained = wanted.trained && join(wanted.trained, `${real.name}.safetensors`);
    if (trained && existsSync(trained)) models.push({ name: TRAINED, model: openModel(trained) });
    const observed = await observeUnseen(log, models, wanted.sample);
    console.log(tables(real.name, observed, models, told));
    results[real.name] = resultOf(observed, models, told);
  }
  return results;
}

/** Tests on the validation part of the usual split, without the test part. */
function hideTest(log: SplitLog, usual: SplitLog): SplitLog {
  return log.move((part, e) => {
    if (usual.isIn(e, 'train')) return part;
    return usual.isIn(e, 'validation') ? 'test' : 'context';
  });
}

function openModel(path: string) {
  return readModel(new Uint8Array(readFileSync(path)).buffer);
}

const rankedOf = ({ seen }: Observed) => seen.flatMap(({ ranks }) => (ranks ? [ranks] : []));
const itemScores = (ranked: number[][], m: number) => {
  const ranks = ranked.map((row) => row[m]);
  return { recall20: recallAt(ranks, 20), mrr20: mrrAt(ranks, 20) };
};
const medianRead = ({ seen }: Observed) =>
  seen.map(({ read }) => read).sort((a, b) => a - b)[seen.length >> 1];

function resultOf(
  observed: Observed,
  models: readonly NamedModel[],
  card: ShopCard | undefined,
): UnseenResult {
  const { seen, catalog } = observed;
  const ranked = rankedOf(observed);
  const names = models.map(({ name }, m) => (m === 1 ? 'base' : name));
  const actions = [...ACTION_PEERS, ...names].map((method, m) => [
    method,
    logLoss(seen.map(({ chances }) => chances[m])),
  ]);
  const items = [...ITEM_PEERS, ...names].map((method, m) => [method, itemScores(ranked, m)]);
  return {
    sample: seen.length,
    eventsReadMedian: medianRead(observed),
    nextItems: ranked.length,
    candidates: catalog,
    actions: Object.fromEntries(actions),
    ownPast: {
      base: apartFrom(seen, names.indexOf(WITH_PAST), 1),
      [NO_MODEL]: apartFrom(seen, names.indexOf(NO_MODEL_PAST), 0),
    },
    items: Object.fromEntries(items),
    ...(card && { cardVisits: card.visits, cardConversion: card.conversion }),
    purchase: purchaseFigures(seen, names, card),
  };
}

/** Log-loss of one model less that of another, by places among the models. */
function apartFrom(seen: Observed['seen'], one: number, other: number): Share {
  const cost = (chances: number[], m: number) =>
    -Math.log(Math.max(chances[ACTION_PEERS.length + m], 1e-6));
  return meanInterval(seen.map(({ chances }) => cost(chances, one) - cost(chances, other)));
}

function purchaseFigures(
  seen: Observed['seen'],
  names: readonly string[],
  card: ShopCard | undefined,
): UnseenResult['purchase'] {
  const came = seen.map(({ bought }) => +bought);
  const shoppers = seen.map(({ shopper }) => shopper);
  const said = new Map(
    names.map((name, m) => [
      name === names[1] ? 'base' : name,
      seen.map(({ purchase }) => purchase[m]),
    ]),
  );
  if (card)
    said.set(
      CONSTANT,
      came.map(() => card.conversion),
    );
  const of = <T>(measure: (chances: number[]) => T) =>
    Object.fromEntries([...said].map(([name, chances]) => [name, measure(chances)]));
  return {
    rate: came.reduce((sum, one) => sum + one, 0) / came.length,
    errors: of((chances) => calibrationError(chances, came, shoppers)),
    losses: of((chances) => logLoss(chances.map((chance, i) => (came[i] ? chance : 1 - chance)))),
  };
}

function tables(
  name: string,
  observed: Observed,
  models: readonly NamedModel[],
  card: ShopCard | undefined,
): string {
  const { seen, of, catalog, items } = observed;
  const names = models.map((model) => model.name);
  const ranked = rankedOf(observed);
  const reachable = ranked.filter(([rank]) => rank < Number.POSITIVE_INFINITY).length;
  const shoppers = new Set(seen.map(({ shopper }) => shopper)).size;
  const itemRows = [...ITEM_PEERS, ...names].map((method, m) => {
    const { recall20, mrr20 } = itemScores(ranked, m);
    return [method, percent(recall20), range(recall20, 100), percent(mrr20), range(mrr20, 100)];
  });
  const costs = (m: number) => seen.map(({ chances }) => -Math.log(Math.max(chances[m], 1e-6)));
  const mark = names.indexOf(TRAINED);
  const actionRows = [...ACTION_PEERS, ...names].map((method, m) => {
    const loss = logLoss(seen.map(({ chances }) => chances[m]));
    const cells = [method, loss.value.toFixed(3), range(loss, 1)];
    if (mark < 0) return cells;
    const own = costs(ACTION_PEERS.length + mark);
    const apart = meanInterval(costs(m).map((cost, i) => cost - own[i]));
    const ratio = loss.value / meanInterval(own).value - 1;
    return [...cells, `${(100 * ratio).toFixed(1)}%`, range(apart, 1)];
  });
  const { rate, errors, losses } = purchaseFigures(seen, names, card);
  const apartHead = mark < 0 ? [] : ['above trained', 'difference, 95%'];
  return [
    '',
    `${name}: ${seen.length} predictions of ${of}, ${shoppers} shoppers, ${medianRead(observed)} events read at the median;`,
    `a catalog of ${catalog} of ${items} items; ${ranked.length} next items, ${reachable} of them among the candidates.`,
    '',
    plainTable([['next item', 'recall@20', '95%', 'MRR@20', '95%'], ...itemRows]),
    '',
    plainTable([['next action', 'log-loss', '95%', ...apartHead], ...actionRows]),
    '',
    plainTable([
      [`purchase: ${percent1(rate)}`, 'error', '95%', 'of a perfect model', 'log-loss'],
      ...Object.entries(errors).map(([method, error]) => [
        method,
        error.value.toFixed(3),
        range(error, 1),
        error.perfect.toFixed(3),
        losses[method].value.toFixed(4),
      ]),
    ]),
  ].join('\n');
}

const percent1 = (share: number) => `${(100 * share).toFixed(1)}%`;
const percent = ({ value }: Share) => (100 * value).toFixed(1);
const range = ({ low, high }: Pick<Share, 'low' | 'high'>, times: number) => {
  const digits = times === 1 ? 3 : 1;
  return `${(times * low).toFixed(digits)} … ${(times * high).toFixed(digits)}`;
};
