/*
 * Who opened the inspector has it on the next page of this tab too, until it is closed. `window.name` is kept
 * for that: it belongs to the tab, ends with it, and browsers empty it when another site is opened. A name
 * that the page has given its tab is left alone.
 */

const MARK = '?nextaisle';

/** `src/predictor/inspect-when-asked.ts` looks for it on the next page. */
export function carry(): void {
  if (!window.name) window.name = MARK;
}

export function carryNoMore(): void {
  if (window.name === MARK) window.name = '';
}
