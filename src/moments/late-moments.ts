import { type PredictorError, toPredictorError } from '../lib/errors.js';
import { loadOnce } from '../lib/async/load-once.js';
import type { Forget } from '../history/forget.js';
import type { Prediction } from '../prediction/prediction.js';
import type { Lift } from './lift.js';
import type { LoadedMoments } from './moments.js';
import type { MomentRule } from './rule.js';
import type { MomentOptions } from './watch.js';

/** Acting at a moment, and what came of it. */
export interface Moments {
  /**
   * Acts when the rule comes to hold, at most as often as the options say, once the model is there.
   * A share of the shoppers may be held out, for `lift()` to compare with. A rule that cannot be
   * read never acts and is reported as an error.
   * @param act what it throws harms nobody.
   * @returns the undo.
   */
  when(
    rule: MomentRule,
    act: (prediction: Prediction) => void,
    options?: MomentOptions,
  ): () => void;
  /**
   * What moments and shelves came to on this device, in the sessions that are kept: counted here, sent
   * nowhere. Shelves are counted on pages that call `when()` or `lift()`.
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
