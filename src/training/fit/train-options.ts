import type { ModelConfig } from '../../model/config.js';
import type { Model, ModelCard } from '../../model/model.js';
import type { ContinuedCounts } from './continued-items.js';
import type { CodedChoice } from './choose-coded.js';
import type { QuantisingCost } from './held-out-score.js';

/** How `train()` trains; defaults fit the size of the log. */
export interface TrainOptions {
  config?: Partial<ModelConfig>;
  card: ModelCard;
  /**
   * Passes over the training part with a vector per item, before quantising. By default they end once held-out
   * shoppers are predicted no better: after at most 3 of a large log, 30 of a small one.
   */
  epochs?: number;
  /** Passes after item vectors are quantised, in which the network is fine-tuned on the codes. Default 1. */
  fineTuneEpochs?: number;
  /** Events a step. Default 1,024, less for a small log. */
  batch?: number;
  /** Negatives a step, shared by all positions; a catalog no larger is used whole. Default 2,048. */
  negatives?: number;
  /** Peak learning rate. Default 0.01. */
  rate?: number;
  /** Default 0.2. */
  dropout?: number;
  /**
   * How much of the target, where the next item is new to the session, comes from similar sessions (knowledge
   * distillation). It falls while training, because similar sessions do not know the order of events. Default
   * 0.5, or 0 where the last item alone predicts better; 0 where items have no identity.
   */
  teaching?: number;
  /** Default 1. */
  seed?: number;
  /**
   * Items with fewer events in the training part get no codes in the file. By default as many get codes as
   * serve held-out shoppers.
   */
  minItemCount?: number;
  /**
   * Goes on from this model instead of from nothing: its items keep their codes, new ones join. The network is
   * the file's; `epochs` is 1 and `rate` 0.003 where they are not given.
   */
  from?: Model;
  /** Leaves out items of `from` that the log does not show. */
  dropUnseen?: boolean;
  /** Shop of each item, when the data set holds several; items compete within their shop. */
  shops?: Int32Array;
}

/** How far a training is. */
export interface TrainProgress {
  epoch: number;
  /** Passes in all; without a fixed number, so many if held-out shoppers are predicted no better from here on. */
  epochs: number;
  step: number;
  steps: number;
  loss: number;
  eventsPerSecond: number;
  secondsLeft: number;
  /** Recall@20 on the validation part after the last whole epoch. */
  recall?: number;
}

/** What a training chose for its log, every default filled in. */
export interface PlannedTraining {
  config: ModelConfig;
  epochs: number;
  /** Whether passes end once they gain no more; `epochs` are the most then. */
  stopsEarly: boolean;
  batch: number;
  negatives: number;
  rate: number;
  dropout: number;
  teaching: number;
  seed: number;
}

/** What `train()` reports while it runs, and what stops or resumes it. */
export interface TrainHooks {
  /** Called once, before the first step. */
  onPlan?(plan: PlannedTraining): void;
  /** Called once, before the first step, by a training that goes on from a model. */
  onContinued?(counts: ContinuedCounts): void;
  onProgress?(progress: TrainProgress): void;
  /** Once aborted, training stops after the current step and finishes with the best epoch so far. */
  signal?: AbortSignal;
  /** Called once, by a training that was neither aborted nor resumed after item vectors were quantised. */
  onQuantised?(cost: QuantisingCost): void;
  /** Called once, with the choice of the items that the file has codes for. */
  onCoded?(choice: CodedChoice): void;
  /** Called after each epoch with a state that `resume` takes. */
  checkpoint?(state: Uint8Array): void;
  resume?: Uint8Array;
}
