import type { Emitter } from '../lib/async/emitter.js';
import { emptyPrediction } from '../prediction/compose.js';
import type { Prediction } from '../prediction/prediction.js';
import type { PredictorEvents } from './predictor.js';

/** The last prediction, and telling of the next: to `on('prediction')` and, for scripts without the predictor, on the document. */
export function createSnapshot(emitter: Pick<Emitter<PredictorEvents>, 'emit'>) {
  let latest = emptyPrediction();
  return {
    latest: () => latest,
    publish(prediction: Prediction): void {
      latest = prediction;
      emitter.emit('prediction', prediction);
      document.dispatchEvent(new CustomEvent('nextaisle:prediction', { detail: prediction }));
    },
  };
}

export type Snapshot = ReturnType<typeof createSnapshot>;
