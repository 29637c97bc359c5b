import { browserEnvironment, type Environment } from '../environment.js';

/** What is needed of a page to watch for globals that appear late. Tests bring their own. */
export interface WatchedPage {
  /** A window, or any object; without events, only the timed checks run. */
  window: Partial<EventTarget> & { document?: Partial<EventTarget> };
  /** Runs a task later; returns the undo. */
  after: Environment['after'];
}

export const pageOf = (window: object = globalThis): WatchedPage => ({
  window,
  after: browserEnvironment().after,
});

const FIRST_MS = 50;
const LAST_MS = 60_000;

/**
 * Calls `look` now and whenever a script of the page may just have set a global:
 * - after each script: the `load` of an element does not bubble, but its document hears it while
 *   capturing;
 * - when the page is parsed, and when it has loaded;
 * - at each click: many shops hold their scripts back until the shopper does something;
 * - after delays that double up to 102 s, for globals that no event announces.
 *
 * The global itself is left alone. An accessor in its place would notice at once, but then
 * `'__tcfapi' in window` is true on pages without it, and pages use that test to choose a consent
 * banner; two tools that do so undo each other; and a script that defines the property fails.
 * @param look returns true to stop the watch.
 * @returns the undo.
 */
export function watchPage(look: () => unknown, { window, after }: WatchedPage): () => void {
  const moments = [
    [window.document, 'load'],
    [window.document, 'DOMContentLoaded'],
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
  const each = (method: 'addEventListener' | 'removeEventListener') => {
    for (const [target, name] of moments) target?.[method]?.(name, check, true);
  };
  const stop = () => {
    cancel();
    each('removeEventListener');
  };
  const check = () => {
    if (look()) stop();
  };
  each('addEventListener');
  wait(FIRST_MS);
  check();
  return stop;
}
