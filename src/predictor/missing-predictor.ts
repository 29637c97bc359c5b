import { PredictorError } from '../lib/errors.js';
import { isDebug } from '../lib/page/is-debug.js';
import { inertPredictor } from './inert.js';
import type { Loaders } from './load/loaders.js';
import type { Predictor } from './predictor.js';

/**
 * What serves where a page asks for a predictor and there is none: it does nothing, and says why. The
 * console says so too, in development.
 */
export function missingPredictor(
  name: string,
  message: string,
  { loadDevelopment }: Pick<Loaders, 'loadDevelopment'>,
): Predictor {
  const fault = new PredictorError('PREDICTOR_MISSING', name, { message });
  if (isDebug()) {
    loadDevelopment().then(
      ({ explain }) => explain(fault),
      () => console.warn(`nextaisle: ${message}`),
    );
  }
  return inertPredictor(fault);
}
