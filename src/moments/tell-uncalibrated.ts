import { PredictorError } from '../lib/errors.js';
import type { Prediction } from '../prediction/prediction.js';
import type { Watch } from './watch.js';

/** Tells a developer of a rule that compares a chance with a number where chances only rank. */
export function tellUncalibrated(
  watches: Iterable<Watch>,
  { backend, intent }: Prediction,
  onFault: (error: PredictorError) => void,
): void {
  if (backend === 'none' || intent.calibrated) return;
  for (const { id, needsChances } of watches) {
    if (!needsChances) continue;
    onFault(
      new PredictorError('UNCALIBRATED', id, {
        message: `The rule ${id} compares a chance of intent that only ranks here`,
      }),
    );
  }
}
