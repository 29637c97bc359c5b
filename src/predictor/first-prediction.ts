import type { Environment } from '../lib/environment.js';
import { type PredictorError, toPredictorError } from '../lib/errors.js';

/** How long the page waits for the model before the baselines serve. */
const PATIENCE_MS = 1500;

/**
 * Waits for the first prediction: until model and history are there, or the page has waited long
 * enough for them. Before that none is made, because a shelf of baselines would be replaced at once.
 */
export function firstPrediction(options: {
  environment: Pick<Environment, 'after'>;
  /** Aborted when the predictor is destroyed. */
  signal: AbortSignal;
  load(): Promise<void>;
  /** Asked once everything is loaded. */
  isReady(): Promise<unknown>;
  /** Model and history are there, or have been given up. */
  onReady(): void;
  /** Ready, or the page has waited long enough. */
  onWaitOver(): void;
  onFault(error: PredictorError): void;
}): {
  /** Resolves when model and history are there or have been given up. Never rejects. */
  ready: Promise<void>;
  /** Resolves when a prediction may be made. */
  usable: Promise<void>;
} {
  const { environment, signal, load, isReady, onReady, onWaitOver, onFault } = options;
  const longEnough = new Promise<void>((resolve) => {
    signal.addEventListener('abort', environment.after(PATIENCE_MS, resolve));
  });
  const start = async () => {
    await load();
    if (signal.aborted) return;
    // A store that does not answer must not keep the page waiting, nor a chunk that does not come.
    await Promise.race([isReady(), longEnough]);
    if (!signal.aborted) onReady();
  };
  const ready = start().catch((thrown) => onFault(toPredictorError(thrown, 'BAD_OPTION')));
  return { ready, usable: Promise.race([ready, longEnough]).then(onWaitOver) };
}
