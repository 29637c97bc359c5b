import { browserEnvironment, type Environment } from '../environment.js';

type Listening = Partial<Pick<EventTarget, 'addEventListener' | 'removeEventListener'>>;

/** A page as far as it is watched: its events, where there are any, and a timer. Tests bring their own. */
export interface WatchedPage {
  window?: Listening;
  document?: Listening;
  after: Environment['after'];
}

/** @param window anything, also where there is no window: then only time passes. */
export const pageOf = (
  window: object = globalThis,
  after = browserEnvironment().after,
): WatchedPage => ({ window, document: (window as WatchedPage).document, after });

const FIRST_MS = 50;
const LAST_MS = 60_000;

/**
 * Calls `look` now and whenever a script of the page may just have set a global:
 * - after each script: the `load` of an element does not bubble, but its document hears it while
 *   capturing;
 * - when the page is parsed, and when it has loaded;
 * - at each click: many shops hold their scripts back until the shopper does something;
 * - after delays that double up to 102 s, for what no event tells of.
 *
 * The global itself is left alone. An accessor in its place would be told at once, but then
 * `'__tcfapi' in window` is true where there is none, and pages decide by that which consent banner
 * they show; two tools that do so undo one another; and a script that defines the property itself fails.
 * @param look returns true when it need not look again.
 * @returns the undo.
 */
export function watchPage(
  look: () => unknown,
  { window, document, after }: WatchedPage = pageOf(),
): () => void {
  const moments = [
    [document, 'load'],
    [document, 'DOMContentLoaded'],
    [window, 'load'],
    [window, 'click'],
  ] as const;
  let cancel: () => void;
  const wait = (delayMs: number) => {
    cancel = after(delayMs, () => {
      if (delayMs < LAST_MS) wait(delayMs * 2);
      check();
    });
  };
  const stop = () => {
    cancel();
    for (const [target, name] of moments) target?.removeEventListener?.(name, check, true);
  };
  const check = () => {
    if (look()) stop();
  };
  for (const [target, name] of moments) target?.addEventListener?.(name, check, true);
  wait(FIRST_MS);
  check();
  return stop;
}
