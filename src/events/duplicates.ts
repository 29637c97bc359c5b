import type { ShopEvent } from './event.js';
import { plainText } from './plain-text.js';

const WINDOW_MS = 2000;
const GOES_ON_MS = 10_000;
/** Click, checkout, search: what is done to a cart or bought may be done twice. */
const GOES_ON = /^(c[lh]|s)/;
/**
 * A shopper does not repeat an action this fast: the second report comes from another copy of the library,
 * or from another tag of the page.
 */
const TWIN_MS = 100;

/**
 * True when the event is in the history already: two sources saw the same thing within two seconds,
 * or a thank-you page was reloaded and reported its order again; or when it goes on with the event before
 * it: shops report the click in the list (`select_item`) and then the product page (`view_item`), the words
 * that were searched for and then the page of what was found, and a checkout at each of its steps.
 * @param last the event before it.
 * @param fromOtherPages `history` holds events of other pages: the same event from the same source
 *   within a tenth of a second is one event, reported by two copies of the library.
 */
export function isDuplicate(
  event: ShopEvent,
  history: readonly ShopEvent[],
  last?: ShopEvent,
  fromOtherPages?: boolean,
): boolean {
  // Two of one product may go into the cart at once; nobody searches twice for the same at once.
  const twinMs = fromOtherPages || event.item === undefined ? TWIN_MS : 0;
  return history.some(
    (before) =>
      before.type === event.type &&
      // An order without its products is that of which somebody told them.
      (!event.item || before.item === event.item) &&
      saysTheSame(before, event) &&
      ((event.type === 'purchase' && event.order && before.order === event.order) ||
        Math.abs(event.ts - before.ts) <
          (before === last && GOES_ON.test(event.type)
            ? GOES_ON_MS
            : before.source === event.source
              ? twinMs
              : WINDOW_MS)),
  );
}

/** Two searches for different words are two, and so are two categories, however fast the shopper is. */
function saysTheSame(a: ShopEvent, b: ShopEvent): boolean {
  if (a.query && b.query && plainText(a.query) !== plainText(b.query)) return false;
  const [one, other] = [a, b].map(({ category = [] }) => category.map(plainText));
  // Each source may leave out levels: `Garden > Chairs` and `Chairs`.
  const [lowest, othersLowest] = [one.at(-1), other.at(-1)];
  return !lowest || !othersLowest || one.includes(othersLowest) || other.includes(lowest);
}
