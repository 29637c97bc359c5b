import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { NEXT_ACTIONS } from '../../src/prediction/calibrate.js';
import type { BestPrediction } from '../../src/simulate/known/best-prediction.js';
import { KNOWN_ACTIONS } from '../../src/simulate/known/known-chances.js';
import { knownLog } from '../../src/simulate/known/known-log.js';
import { createKnownShop } from '../../src/simulate/known/known-shop.js';
import { clusteredInterval } from '../../src/training/baselines/mean-interval.js';
import type { DataSet } from '../../src/training/data/data-set.js';
import { createExamples } from '../../src/training/data/examples.js';
import { splitByTime } from '../../src/training/data/split.js';
import {
  ACTION_METHODS,
  ITEM_METHODS,
  type Observation,
} from '../../src/training/measure/observation.js';
import { observe } from '../../src/training/measure/observe.js';
import { loadLog } from '../../src/training/node/load-log.js';
import { readModelFile } from '../../src/training/node/read-model-file.js';
import { readShards } from '../../src/training/shards/read-shards.js';

const TOP = 20;
/** A chance below it counts as it, as in the log-loss of `evaluate`. */
const LEAST = 1e-6;
/** Where the network's actions have the known ones. */
const PLACES = KNOWN_ACTIONS.map((name) => NEXT_ACTIONS.indexOf(name));

/** What `simulate` was told, of its `.truth.json`. */
interface Known {
  events: number;
  items: number;
  seed: number;
}

/** A question that model, rules and the best possible predictor were all asked, and what came. */
interface Asked {
  one: Observation;
  best: BestPrediction;
  shopper: number;
  nextAction: number;
  /** Of the known shop, -1 for none. */
  nextItem: number;
}

/**
 * Asks a model, the rules beside it and the best possible predictor the same questions: some events of the test part
 * of a known log. Differences are of pairs, so that it matters little which events were drawn.
 * @param path the log that `simulate` wrote, or shards made of it.
 */
export async function measureTruth(file: string, path: string, known: Known, sample: number) {
  const { data } = existsSync(join(path, 'manifest.json'))
    ? await readShards(path)
    : await loadLog([path]);
  const { observations } = await observe(readModelFile(file).model, splitByTime(data), { sample });
  const asked = findBest(data, observations, known);
  const shoppers = asked.map(({ shopper }) => shopper);
  const followed = asked.filter(({ one }) => one.ranks);
  const followers = followed.map(({ shopper }) => shopper);

  const own = asked.map(({ best, nextAction }) => cost(best.actions[PLACES.indexOf(nextAction)]));
  const least = asked.map(({ best }) => sum(best.actions.map((chance) => chance * cost(chance))));
  // By the true chances, so without the luck of what came.
  const given = asked.map(({ best, one }) =>
    sum(best.actions.map((chance, a) => chance * cost(one.chances[PLACES[a]]))),
  );
  const said = followed.map(({ best }) => sum(best.items.map(([, chance]) => chance)));
  const places = followed.map(({ best, nextItem }) => {
    const place = best.items.findIndex(([item]) => item === nextItem);
    return place < 0 ? Infinity : place + 1;
  });
  const hits = places.map(hit);
  const reciprocals = places.map(reciprocal);
  return {
    predictions: asked.length,
    followed: followed.length,
    /** What came, less what the best possible predictor said of itself: 0 but for chance, where it is right. */
    luck: {
      recall20: clusteredInterval(less(hits, said), followers),
      logLoss: clusteredInterval(less(own, least), shoppers),
    },
    nextItem: [
      { method: 'best possible', recall20: mean(hits), mrr20: mean(reciprocals) },
      ...ITEM_METHODS.map((method, m) => {
        const found = followed.map(({ one }) => one.ranks![m]);
        const recall = found.map(hit);
        const apart = clusteredInterval(less(recall, hits), followers);
        return { method, recall20: mean(recall), mrr20: mean(found.map(reciprocal)), apart };
      }),
    ],
    nextAction: [
      { method: 'best possible', logLoss: mean(own) },
      ...ACTION_METHODS.map((method, m) => {
        const costs = asked.map(({ one }) => cost(one.actions[m].chance));
        const apart = clusteredInterval(less(costs, own), shoppers);
        return { method, logLoss: mean(costs), apart };
      }),
    ],
    /** The model's log-loss by the true chances, less the least possible: never below 0. */
    divergence: clusteredInterval(less(given, least), shoppers),
  };
}

/** Writes the known log again, and picks what is best to say after each of these events. */
function findBest(data: DataSet, observations: readonly Observation[], known: Known): Asked[] {
  const { sessionBegan, ts, item, shopper } = data;
  const shop = createKnownShop(known.items, known.seed);
  const numbers = new Map(Array.from({ length: known.items }, (_, i) => [shop.idOf(i), i]));
  const numberOf = (row: number) => (row < 0 ? -1 : (numbers.get(data.itemIds[row]) ?? -1));
  const keyOf = (began: number, at: number, number: number) => `${began} ${at} ${number}`;
  const wanted = new Map(
    observations.map((one) => [
      keyOf(sessionBegan[one.event], ts[one.event], numberOf(item[one.event])),
      one,
    ]),
  );
  const visits = new Set(observations.map(({ event }) => sessionBegan[event]));
  const { nextAction, nextItem } = createExamples(data, () => undefined);
  const asked: Asked[] = [];
  const judged = (_: number, began: number) => visits.has(began);
  for (const { best, began, ts: at, item: number } of knownLog(shop, { ...known, judged })) {
    const one = best && wanted.get(keyOf(began, at, number));
    if (!best || !one) continue;
    const { event } = one;
    asked.push({
      one,
      best,
      shopper: shopper[event],
      nextAction: nextAction[event],
      nextItem: numberOf(nextItem[event]),
    });
  }
  if (asked.length === observations.length) return asked;
  throw new Error(
    `${asked.length} of ${observations.length} events are in the log of ${JSON.stringify(known)}: another log was read`,
  );
}

const cost = (chance: number) => -Math.log(Math.max(chance, LEAST));
const hit = (rank: number) => +(rank <= TOP);
const reciprocal = (rank: number) => (rank <= TOP ? 1 / rank : 0);
const less = (some: readonly number[], others: readonly number[]) =>
  some.map((value, i) => value - others[i]);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;
