import { badOption } from '../lib/bad-option.js';
import { callbackFailed } from '../lib/callback-failed.js';
import { browserEnvironment, type Environment } from '../lib/environment.js';
import type { PredictorError } from '../lib/errors.js';

type Call = (...args: unknown[]) => unknown;

/**
 * The environment that was given; the browser's serves in the place of what is left out, is no function
 * or throws.
 */
export function environmentOf(
  given: Environment | undefined,
  onFault: (error: PredictorError) => void,
): Environment {
  const browser = browserEnvironment();
  if (given === undefined) return browser;
  const serve = ([name, own]: [string, Call]): [string, Call] => {
    const path = `environment.${name}`;
    const instead = "The browser's is used.";
    const theirs: unknown = Object(given)[name];
    if (theirs === undefined) return [name, own];
    if (typeof theirs !== 'function') {
      onFault(badOption(path, theirs, 'a function', instead));
      return [name, own];
    }
    const call: Call = (...args) => {
      try {
        return theirs.apply(given, args);
      } catch (thrown) {
        onFault(callbackFailed(path, thrown, instead));
        return own(...args);
      }
    };
    return [name, call];
  };
  return Object.fromEntries(
    (Object.entries(browser) as [string, Call][]).map(serve),
  ) as unknown as Environment;
}
