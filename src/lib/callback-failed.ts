import { PredictorError } from './errors.js';

/**
 * The error for a function of the page that threw, or gave what cannot be used.
 * @param name which one, as the page wrote it: `rules.filter`, `on("prediction")`.
 */
export function callbackFailed(name: string, thrown: unknown): PredictorError {
  const message = `${name} failed and is left out: ${String(thrown).slice(0, 200)}`;
  return new PredictorError('CALLBACK_FAILED', name, { message, cause: thrown });
}
