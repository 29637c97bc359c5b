import { type Fields, parseNumber, parsePrice } from '../../events/parse-field.js';
import { fieldsOf, type OrderLine, readLines, reportLines } from '../order-lines.js';
import type { PageAction } from '../order-lines.js';
import type { PageActs } from '../page-acts.js';

/**
 * The measures of XDM's `commerce` object; `null` shows items without an action.
 * https://experienceleague.adobe.com/en/docs/experience-platform/web-sdk/use-cases/collect-commerce-data
 */
const MEASURES: Readonly<Record<string, PageAction | null>> = {
  productViews: 'view',
  productListAdds: 'cart',
  purchases: 'purchase',
  productListRemovals: 'remove',
  saveForLaters: 'wishlist',
  checkouts: 'checkout',
  productListViews: null,
};

/** @param event the name of the push, which may be that of the XDM event. */
export function readXdm(event: string, xdm: Fields, sink: PageActs): void {
  const commerce = fieldsOf(xdm.commerce);
  // The type says what happened; without one, each measure that is set does.
  const type = typeof xdm.eventType === 'string' ? xdm.eventType : event;
  const typed = /^commerce\.(\w+)$/.exec(type);
  const names = typed
    ? [typed[1]]
    : Object.keys(MEASURES).filter((name) => Number(fieldsOf(commerce[name]).value) > 0);
  for (const name of names) {
    if (!Object.hasOwn(MEASURES, name)) continue;
    const lines = readLines(xdm.productListItems, readLine, sink);
    reportLines(MEASURES[name], lines, { order: fieldsOf(commerce.order).purchaseID }, sink);
  }
}

function readLine(line: Fields): OrderLine {
  const categories = line.productCategories;
  const category = fieldsOf(Array.isArray(categories) && categories[0]);
  const total = parsePrice(line.priceTotal);
  const quantity = parseNumber(line.quantity || 1, 1, 1e4);
  return {
    item: {
      id: line.SKU,
      name: line.name,
      category: category.categoryPath ?? category.categoryName,
      // XDM has the price of the whole line: of how many cannot be guessed.
      price: Number(total) / Number(quantity),
      currency: line.currencyCode,
      image: line.productImageUrl,
    },
    quantity: line.quantity,
  };
}
