/*
 * This room puts into words what a shopper reads, in the language of the page. `match.ts` reads the
 * language and finds its table in `tables/`, `read-texts.ts` reads the shop's own words, `speak.ts` makes
 * one function of both, and here the page is followed when its language changes.
 */

import type { PredictorError } from '../lib/errors.js';
import type { Spoken } from '../prediction/spoken.js';
import { tagOf } from './match.js';
import { speak } from './speak.js';

/**
 * Loads the words of the page's language, now and when it changes, until the signal.
 * @param root the element whose `lang` is the page's.
 * @param use receives the words.
 * @returns resolves with the first.
 */
export function follow(
  settings: { lang?: string; texts?: unknown },
  root: HTMLElement | null,
  signal: AbortSignal,
  onFault: (error: PredictorError) => void,
  use: (spoken: Spoken) => void,
): Promise<void> {
  let count = 0;
  const next = async () => {
    const mine = ++count;
    const spoken = await speak(settings, root?.lang, onFault);
    // The language may have changed again while its words were loaded.
    if (mine === count && !signal.aborted) use(spoken);
  };
  if (root && globalThis.MutationObserver && !signal.aborted && !tagOf(settings.lang)) {
    const observer = new MutationObserver(next);
    observer.observe(root, { attributeFilter: ['lang'] });
    signal.addEventListener('abort', () => observer.disconnect());
  }
  return next();
}
