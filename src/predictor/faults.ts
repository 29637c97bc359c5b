import { createInbox } from '../lib/async/inbox.js';
import type { PredictorError } from '../lib/errors.js';
import type { Loaders } from './load/loaders.js';
import type { Fault } from './status.js';

/** Kept for `status()`, at most. */
const MAX_FAULTS = 50;

/**
 * What went wrong, each thing once: for `status()`, for `on('error')`, and in development, when the page
 * is on the developer's machine or asks for it, in the console.
 */
export function createFaults(
  isLoud: boolean,
  { loadDevelopment }: Pick<Loaders, 'loadDevelopment'>,
  tell: (error: PredictorError) => void,
) {
  const faults = new Map<string, PredictorError>();
  const untold = createInbox<PredictorError>();
  // A listener that is added right after the predictor was made hears of faults of its making.
  void Promise.resolve().then(() => untold.open(tell));
  return {
    isLoud,
    put(error: PredictorError): void {
      const { code, detail, message } = error;
      // What was thrown, or tracked, may read differently each time.
      const key = code === 'BAD_OPTION' ? message : code + detail;
      if (faults.has(key) || faults.size >= MAX_FAULTS) return;
      faults.set(key, error);
      untold.put(error);
      if (!isLoud) return;
      loadDevelopment().then(
        ({ explain }) => explain(error),
        () => console.warn(`nextaisle: ${error.message}`),
      );
    },
    list: (): Fault[] => [...faults.values()].map((error) => error.toJSON()),
  };
}
