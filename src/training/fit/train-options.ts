import type { ModelConfig } from '../../model/config.js';
import type { ModelCard } from '../../model/model.js';
import type { QuantisingCost } from './held-out-score.js';

/** How `train()` trains; what is left out fits the size of the log. */
export interface TrainOptions {
  config?: Partial<ModelConfig>;
  card: ModelCard;
  /** Passes over the training part with an own vector an item. Default 3, more for a small log. */
  epochs?: number;
  /** Passes after the vectors are quantised, so that the network settles on the codes. Default 1. */
  settleEpochs?: number;
  /** Events a step. Default 1,024, less for a small log. */
  batch?: number;
  /** Shared negatives a step; a pool no larger is used whole. Default 2,048. */
  negatives?: number;
  /** Peak learning rate. Default 0.01. */
  rate?: number;
  /** Default 0.2. */
  dropout?: number;
  /**
   * How much of the target of a next item that is new to the session comes from sessions like it, at
   * first; it falls, for such sessions do not know what follows what. Default 0.5, or 0 where what
   * followed the last item says more; 0 where items have no identity.
   */
  teaching?: number;
  /** Default 1. */
  seed?: number;
  /** Shop of each item, when the data set holds several; items compete within their shop. */
  shops?: Int32Array;
}

/** How far a training is. */
export interface TrainProgress {
  epoch: number;
  epochs: number;
  step: number;
  steps: number;
  loss: number;
  eventsPerSecond: number;
  secondsLeft: number;
  /** Recall@20 on the validation part after the last whole epoch. */
  recall?: number;
}

/** What `train()` tells while it runs, and what stops or resumes it. */
export interface TrainHooks {
  onProgress?(progress: TrainProgress): void;
  /** Once aborted, training stops after the step and finishes with the best weights so far. */
  signal?: AbortSignal;
  /** Told once, by a training that was neither stopped nor resumed after its last pass on own vectors. */
  onQuantised?(cost: QuantisingCost): void;
  /** Called after each epoch with a state that `resume` takes. */
  checkpoint?(state: Uint8Array): void;
  resume?: Uint8Array;
}
