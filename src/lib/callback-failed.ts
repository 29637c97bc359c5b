import { shown } from './bad-option.js';
import { PredictorError } from './errors.js';

/**
 * The error for a function of the page that threw, or gave what cannot be used.
 * @param name which one, as the page wrote it: `rules.filter`, `on("prediction")`.
 * @param instead what is done instead, as a sentence.
 */
export function callbackFailed(name: string, thrown: unknown, instead: string): PredictorError {
  const why = thrown instanceof Error ? `${thrown}` : shown(thrown);
  return new PredictorError('CALLBACK_FAILED', name, {
    message: `${name} failed: ${why.slice(0, 200)}. ${instead}`,
    cause: thrown,
  });
}
