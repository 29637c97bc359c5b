import { badOption } from '../lib/bad-option.js';
import { browserEnvironment, type Environment } from '../lib/environment.js';
import type { PredictorError } from '../lib/errors.js';

/** The environment that was given; the browser's serves in the place of what is left out. */
export function environmentOf(
  given: Partial<Environment> | undefined,
  onFault: (error: PredictorError) => void,
): Environment {
  const environment = browserEnvironment();
  for (const name in environment) {
    const part = name as keyof Environment;
    const theirs = given?.[part];
    if (typeof theirs === 'function') environment[part] = theirs.bind(given) as never;
    else if (theirs != null) onFault(badOption(`environment.${name}`, theirs));
  }
  return environment;
}
