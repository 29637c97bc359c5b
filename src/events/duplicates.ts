import type { ShopEvent } from './event.js';

const WINDOW_MS = 2000;
const LOOK_MS = 10_000;
/** Nobody does the same thing twice so fast, in two places. */
const TWIN_MS = 100;

/**
 * True when the event is in the history already: two sources saw the same thing within two seconds,
 * or a thank-you page was loaded again and told of an order a second time.
 * @param ofOtherPages the history came from the store or another tab. There, two events of one source within
 *   a tenth of a second are one, reported by two copies of the library on one page.
 */
export function isDuplicate(
  event: ShopEvent,
  history: readonly ShopEvent[],
  ofOtherPages?: boolean,
): boolean {
  const twinMs = ofOtherPages ? TWIN_MS : 0;
  return history.some(
    (before) =>
      before.type === event.type &&
      before.item === event.item &&
      ((event.type === 'purchase' && event.order && before.order === event.order) ||
        Math.abs(event.ts - before.ts) < (before.source === event.source ? twinMs : WINDOW_MS)),
  );
}

/**
 * True when the event goes on with the look that the event right before it began: shops tell of the
 * click in the list (`select_item`) and again of the page it leads to (`view_item`).
 */
export function isSameLook(event: ShopEvent, last: ShopEvent | undefined): boolean {
  return (
    event.type === 'click' &&
    last?.type === 'click' &&
    last.item === event.item &&
    event.ts >= last.ts &&
    event.ts - last.ts < LOOK_MS
  );
}
