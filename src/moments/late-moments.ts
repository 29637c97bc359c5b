import { type PredictorError, toPredictorError } from '../lib/errors.js';
import { loadOnce } from '../lib/async/load-once.js';
import type { Forget } from '../history/forget.js';
import type { Prediction } from '../prediction/prediction.js';
import type { Lift } from './lift.js';
import type { LoadedMoments } from './moments.js';
import type { MomentRule } from './rule.js';
import type { MomentOptions } from './watch.js';

/** Rules on the prediction, and the counts of what followed. */
export interface Moments {
  /**
   * Calls `act` when the rule starts to hold, at most as often as the options say, and not before the
   * model answers. A share of the shoppers may be held out, for `lift()` to compare with. A rule that
   * cannot be read never acts and is reported by `on('error')`.
   * @param act what it throws is logged and harms no other rule.
   * @returns the undo.
   */
  when(
    rule: MomentRule,
    act: (prediction: Prediction) => void,
    options?: MomentOptions,
  ): () => void;
  /**
   * Counts of moments and shelves on this device, over the sessions in the history; nothing is sent.
   * Shelves are counted on pages that call `when()` or `lift()`. Rejects with CHUNK_MISSING where its
   * code cannot be loaded.
   */
  lift(): Promise<Lift>;
}

export interface LateMoments extends Moments {
  forget(what: Forget): void;
}

/** `when()` and `lift()`, whose chunk is loaded at the first call of either. */
export function lateMoments(
  load: () => Promise<LoadedMoments>,
  onFault: (error: PredictorError) => void,
): LateMoments {
  const [get, started] = loadOnce(load);
  return {
    when(...rule) {
      const undo = new AbortController();
      get()
        .then((moments) => moments.when(undo.signal, ...rule))
        .catch((thrown) => onFault(toPredictorError(thrown, 'CHUNK_MISSING')));
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
