import type { PredictorError } from './errors.js';

/** By its name: the shelf and the predictor may come from two files that each hold the library. */
export const FAULT = Symbol.for('nextaisle.fault');

/** Tells a predictor of a fault that only its shelf can see. */
export function tellFault(predictor: object, error: PredictorError): void {
  (predictor as { [FAULT]?(error: PredictorError): void })[FAULT]?.(error);
}
