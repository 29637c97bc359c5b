import { toPredictorError } from '../lib/errors.js';
import type { Core } from './core.js';

/** How long the page waits for the model before the baselines serve. */
const PATIENCE_MS = 1500;

/**
 * Waits for the first prediction: until model and history are loaded, but no longer than `PATIENCE_MS`.
 * Nothing is predicted before that, because a shelf of baselines would be replaced a moment later.
 */
export function firstPrediction(
  { settings, signal, onFault }: Core,
  load: () => Promise<void>,
  /** Called after `load`; resolves when the history is read and the listeners have started. */
  isReady: () => Promise<unknown>,
  /** Model and history are loaded, or cannot be. */
  onLoaded: () => void,
  /** The first prediction may be made: loaded, or the page has waited long enough. */
  onWaitOver: () => void,
  /** Called after `onLoaded`; resolves when there is a prediction. */
  isPredicted: () => Promise<void>,
): {
  /** Resolves when model and history are loaded or cannot be, and the first prediction was made. Never rejects. */
  ready: Promise<void>;
  /** Resolves when the first prediction may be made. */
  usable: Promise<void>;
} {
  const longEnough = new Promise<void>((resolve) => {
    signal.addEventListener('abort', settings.environment.after(PATIENCE_MS, resolve));
  });
  const start = async () => {
    await load();
    if (signal.aborted) return;
    // A store that does not answer, or a chunk that does not load, must not keep the page waiting.
    await Promise.race([isReady(), longEnough]);
    if (!signal.aborted) onLoaded();
  };
  const report = (thrown: unknown) => onFault(toPredictorError(thrown, 'BAD_OPTION'));
  const loaded = start().catch(report);
  const usable = Promise.race([loaded, longEnough]).then(onWaitOver);
  const ready = loaded
    .then(() => usable)
    .then(() => (signal.aborted ? undefined : isPredicted()))
    .catch(report);
  return { ready, usable };
}
