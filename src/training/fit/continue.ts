import type { Model } from '../../model/model.js';
import type { DataSet } from '../data/data-set.js';
import { continueItems } from './continued-items.js';
import { continuedConfig, keepPrices } from './continued-log.js';
import { createContinuedNetwork } from './continued-network.js';
import type { TrainingPlan } from './plan.js';
import type { TrainHooks, TrainOptions } from './train-options.js';
import type { TrainingNetwork } from './training-network.js';
import type { TrainingSet } from './training-set.js';

/** A file knows most of it: one pass, at a third of the rate. */
const EPOCHS = 1;
const RATE = 0.003;

/** The options of a training that goes on from a file. @throws PredictorError BAD_OPTION. */
export function continuedOptions(options: TrainOptions, from: Model, data: DataSet): TrainOptions {
  return {
    ...options,
    config: continuedConfig(options.config, from, data),
    epochs: options.epochs ?? EPOCHS,
    rate: options.rate ?? RATE,
  };
}

/** The network of a file, ready to be trained on. @throws PredictorError BAD_OPTION. */
export function continueNetwork(
  set: TrainingSet,
  plan: TrainingPlan,
  from: Model,
  { dropUnseen, minItemCount }: TrainOptions,
  random: () => number,
  { onContinued }: TrainHooks,
): TrainingNetwork {
  const { prepared, log } = set;
  const everSeen = new Uint8Array(log.data.itemIds.length);
  for (const item of log.data.item) if (item >= 0) everSeen[item] = 1;
  const items = continueItems(from, log.data.itemIds, prepared.counts, everSeen, {
    dropUnseen,
    minItemCount,
  });
  keepPrices(prepared, from);
  onContinued?.(items.counts);
  return createContinuedNetwork(set, plan, from, items, random);
}
