import type { ModelConfig } from '../../model/config.js';
import type { DataSet } from '../data/data-set.js';
import { shopConfig } from './shop-config.js';
import type { TrainOptions } from './train-options.js';

/** `TrainOptions` with every default filled in for a log. */
export interface TrainingPlan {
  config: ModelConfig;
  /** Whether items have identities, which end as product-quantised codes. */
  hasIds: boolean;
  /** Bytes an item were asked for. */
  hasGivenSubIds: boolean;
  /** Items with fewer events in the training part get no codes; chosen on the validation part where it is not given. */
  minItemCount?: number;
  /** Passes with a vector per item, and passes on the codes after that. */
  epochs: number;
  /** Whether the former end once they gain no more; `epochs` are the most then. */
  stopsEarly: boolean;
  fineTuneEpochs: number;
  /** Events a step. */
  batch: number;
  negatives: number;
  rate: number;
  dropout: number;
  seed: number;
}

export function planTraining(data: DataSet, options: TrainOptions): TrainingPlan {
  const config = shopConfig(options.config, data);
  const hasIds = config.subIds > 0;
  // A small log needs more passes and smaller steps to learn anything at all; course.ts ends them in time.
  const { epochs = clamp(Math.round(1.5e6 / data.events), 3, 30) } = options;
  const { batch = clamp(Math.round(data.events / 200), 128, 1024) } = options;
  const { negatives = 2048, rate = 0.01, dropout = 0.2, seed = 1 } = options;
  const fineTuneEpochs = hasIds ? (options.fineTuneEpochs ?? 1) : 0;
  return {
    config,
    hasIds,
    hasGivenSubIds: options.config?.subIds !== undefined,
    minItemCount: options.minItemCount,
    epochs,
    stopsEarly: options.epochs === undefined,
    fineTuneEpochs,
    batch,
    negatives,
    rate,
    dropout,
    seed,
  };
}

const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));
