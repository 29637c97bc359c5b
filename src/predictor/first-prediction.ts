import { toPredictorError } from '../lib/errors.js';
import type { Core } from './core.js';

/** How long the page waits for the model before the baselines serve. */
const PATIENCE_MS = 1500;

/**
 * Waits for the first prediction: until model and history are loaded, but no longer than `PATIENCE_MS`,
 * whatever does not answer. Nothing is predicted before that, because a shelf of baselines would be
 * replaced a moment later. What comes after that takes over by itself.
 */
export function firstPrediction(
  { settings, signal, onFault }: Core,
  load: () => Promise<void>,
  /** Called after `load`; resolves when the history is read and the listeners have started. */
  isReady: () => Promise<unknown>,
  /** The first prediction may be made: all is loaded, or the page has waited long enough. */
  onWaitOver: () => void,
  /** Called after `onWaitOver`; resolves when there is a prediction. */
  isPredicted: () => Promise<void>,
): {
  /** Resolves when the first prediction was made. Never rejects. */
  ready: Promise<void>;
  /** Resolves when the first prediction may be made. */
  usable: Promise<void>;
} {
  const longEnough = new Promise<void>((resolve) => {
    const cancel = settings.environment.after(PATIENCE_MS, resolve);
    signal.addEventListener('abort', () => {
      cancel();
      resolve();
    });
  });
  const report = (thrown: unknown) => onFault(toPredictorError(thrown, 'BAD_OPTION'));
  const loaded = load().then(isReady).catch(report);
  const usable = Promise.race([loaded, longEnough]).then(onWaitOver);
  const ready = usable.then(() => (signal.aborted ? undefined : isPredicted())).catch(report);
  return { ready, usable };
}
