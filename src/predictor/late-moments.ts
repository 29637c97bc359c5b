import { type PredictorError, toPredictorError } from '../lib/errors.js';
import { loadOnce } from '../lib/load-once.js';
import type { Forget } from '../history/forget.js';
import type { Moments } from './moments.js';
import type { Predictor } from './predictor.js';

/** `when()` and `lift()`, whose chunk is loaded at the first call of either. */
export function lateMoments(
  load: () => Promise<Moments>,
  onFault: (error: PredictorError) => void,
): Pick<Predictor, 'when' | 'lift'> & { forget(what: Forget): void } {
  const [get, started] = loadOnce(load);
  return {
    when(...rule) {
      const undo = new AbortController();
      get()
        .then((moments) => moments.when(undo.signal, ...rule))
        .catch((thrown) => onFault(toPredictorError(thrown, 'MODEL_MISSING')));
      return () => undo.abort();
    },
    lift: async () => (await get()).lift(),
    forget: (what) =>
      void started()?.then(
        (moments) => moments.forget(what),
        () => {},
      ),
  };
}
