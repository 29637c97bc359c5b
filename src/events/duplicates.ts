import type { ShopEvent } from './event.js';

const WINDOW_MS = 2000;
const VIEW_MS = 10_000;
/** A shopper does not repeat an action this fast: the second report comes from another copy of the library. */
const TWIN_MS = 100;

/**
 * True when the event is in the history already: two sources saw the same thing within two seconds,
 * or a thank-you page was reloaded and reported its order again.
 * @param fromOtherPages `history` holds events of other pages: the same event from the same source
 *   within a tenth of a second is one event, reported by two copies of the library.
 */
export function isDuplicate(
  event: ShopEvent,
  history: readonly ShopEvent[],
  fromOtherPages?: boolean,
): boolean {
  const twinMs = fromOtherPages ? TWIN_MS : 0;
  return history.some(
    (before) =>
      before.type === event.type &&
      before.item === event.item &&
      ((event.type === 'purchase' && event.order && before.order === event.order) ||
        Math.abs(event.ts - before.ts) < (before.source === event.source ? twinMs : WINDOW_MS)),
  );
}

/**
 * True when the event continues the product view that the event before it began: shops report the
 * click in the list (`select_item`) and then the product page (`view_item`).
 */
export function isSameView(event: ShopEvent, last: ShopEvent | undefined): boolean {
  return (
    event.type === 'click' &&
    last?.type === 'click' &&
    last.item === event.item &&
    event.ts >= last.ts &&
    event.ts - last.ts < VIEW_MS
  );
}
