import type { Emitter } from '../lib/async/emitter.js';
import { tellPage } from '../lib/page/tell-page.js';
import { emptyPrediction } from '../prediction/compose.js';
import type { Prediction } from '../prediction/prediction.js';
import type { PredictorEvents } from './predictor.js';

/** The last prediction. `publish` emits `'prediction'` and, for scripts that do not have the predictor, an event on the document. */
export function createSnapshot(emitter: Pick<Emitter<PredictorEvents>, 'emit'>) {
  let latest = emptyPrediction();
  return {
    latest: () => latest,
    publish(prediction: Prediction): void {
      latest = prediction;
      emitter.emit('prediction', prediction);
      tellPage('prediction', prediction);
    },
  };
}

export type Snapshot = ReturnType<typeof createSnapshot>;
