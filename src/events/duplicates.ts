import type { ShopEvent } from './event.js';
import { plainText } from './plain-text.js';

const WINDOW_MS = 2000;
const VIEW_MS = 10_000;
/**
 * A shopper does not repeat an action this fast: the second report comes from another copy of the library,
 * or from another tag of the page.
 */
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
  // Two of one product may go into the cart at once; nobody searches twice for the same at once.
  const twinMs = fromOtherPages || event.item === undefined ? TWIN_MS : 0;
  return history.some(
    (before) =>
      before.type === event.type &&
      before.item === event.item &&
      saysTheSame(before, event) &&
      ((event.type === 'purchase' && event.order && before.order === event.order) ||
        Math.abs(event.ts - before.ts) < (before.source === event.source ? twinMs : WINDOW_MS)),
  );
}

/** Two searches for different words are two, and so are two categories, however fast the shopper is. */
function saysTheSame(a: ShopEvent, b: ShopEvent): boolean {
  if (a.query && b.query && plainText(a.query) !== plainText(b.query)) return false;
  const [one, other] = [a, b].map(({ category }) => category?.map(plainText) ?? []);
  // Each source may leave out levels: `Garden > Chairs` and `Chairs`.
  return (
    !one.length ||
    !other.length ||
    one.includes(other[other.length - 1]) ||
    other.includes(one[one.length - 1])
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
