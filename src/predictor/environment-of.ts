import { callbackFailed } from '../lib/callback-failed.js';
import { browserEnvironment, type Environment } from '../lib/environment.js';
import type { PredictorError } from '../lib/errors.js';

type Calls = Record<string, (...args: unknown[]) => unknown>;

/** The environment that was given; the browser's serves in the place of what is left out or throws. */
export function environmentOf(
  given: Environment | undefined,
  onFault: (error: PredictorError) => void,
): Environment {
  const environment = browserEnvironment();
  const calls = environment as unknown as Calls;
  for (const [name, own] of Object.entries(calls)) {
    const theirs = (given as unknown as Calls | undefined)?.[name];
    if (!theirs) continue;
    calls[name] = (...args) => {
      try {
        return theirs.apply(given, args);
      } catch (thrown) {
        onFault(callbackFailed(`environment.${name}`, thrown));
        return own(...args);
      }
    };
  }
  return environment;
}
