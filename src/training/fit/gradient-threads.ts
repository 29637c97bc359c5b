import type { ModelConfig } from '../../model/config.js';
import type { Examples } from '../data/examples.js';
import type { StepLayout } from '../network/step-gradients.js';
import type { StepPart } from '../network/step-part.js';
import type { LossInput } from '../network/training-loss.js';

/** What a thread is told once. */
export interface ThreadSetup {
  config: ModelConfig;
  examples: Examples;
  dropout: number;
  seed: number;
  weights: Pick<LossInput, 'actionWeight' | 'intentWeight'>;
}

/** A thread's part of a step. */
export interface ThreadTask extends StepPart, Pick<LossInput, 'popularity' | 'of'> {
  layout: StepLayout;
  inputs: Float32Array;
  /** For dropout. */
  seed: number;
}

/** The gradients are valid until the next task of the same thread. */
export interface ThreadReply {
  loss: number;
  gradients: Float32Array;
}

/** Threads besides this one, each of which computes the gradients of a part of every step. */
export interface GradientThreads {
  readonly count: number;
  /** An array that all threads read. */
  shared(length: number): Float32Array;
  setUp(setup: ThreadSetup): void;
  compute(thread: number, task: ThreadTask): Promise<ThreadReply>;
}
