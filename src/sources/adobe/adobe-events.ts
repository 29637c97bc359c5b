import type { ActionType } from '../../events/event.js';
import { type Fields, isObject, parseNumber, parsePrice } from '../../events/parse-field.js';
import { fieldsOf, type Line, ONE_PRODUCT, readLines, tellLines } from '../lines.js';
import type { Sink } from '../source.js';

/** Adobe Commerce storefront events and where their items are; `null` shows them without an act. */
const EVENTS: Readonly<Record<string, readonly [ActionType | null, keyof Contexts]>> = {
  'product-page-view': ['click', 'productContext'],
  'add-to-cart': ['cart', 'changedProductsContext'],
  'remove-from-cart': ['remove', 'changedProductsContext'],
  'place-order': ['purchase', 'shoppingCartContext'],
  'initiate-checkout': ['checkout', 'shoppingCartContext'],
  'shopping-cart-view': [null, 'shoppingCartContext'],
  'search-request-sent': ['search', 'searchInputContext'],
  'search-results-view': [null, 'searchResultsContext'],
  'category-results-view': [null, 'searchResultsContext'],
};
/** The measures of XDM's `commerce` object. */
const MEASURES: Readonly<Record<string, ActionType | null>> = {
  productViews: 'click',
  productListAdds: 'cart',
  purchases: 'purchase',
  productListRemovals: 'remove',
  saveForLaters: 'wishlist',
  checkouts: 'checkout',
  productListViews: null,
};
/** What storefront events leave in the layer's state for one another. */
const CONTEXTS = [
  'productContext',
  'changedProductsContext',
  'shoppingCartContext',
  'orderContext',
  'searchInputContext',
  'searchResultsContext',
  'categoryContext',
] as const;

const MAX_UNITS = 50;

export type Contexts = Readonly<Partial<Record<(typeof CONTEXTS)[number], unknown>>>;

/** The contexts an entry sets, `null` included. */
export function contextsIn(entry: Fields): Contexts {
  return Object.fromEntries(
    CONTEXTS.flatMap((name) => (entry[name] === undefined ? [] : [[name, entry[name]]])),
  );
}

/** @param state the contexts set so far; the event's own are nearer. */
export function readAdobeEvent(entry: Fields, state: Contexts, sink: Sink): void {
  const { event, eventInfo } = entry;
  // An entry without an event only changes the state.
  if (typeof event !== 'string') return;
  const info = fieldsOf(eventInfo);
  if (Object.hasOwn(EVENTS, event)) {
    readStorefront(event, info, { ...state, ...contextsIn(info) }, sink);
  } else readXdm(event, isObject(entry.xdm) ? entry.xdm : entry, sink);
}

function readStorefront(event: string, info: Fields, contexts: Contexts, sink: Sink): void {
  const [action, holder] = EVENTS[event];
  const { items, units } = fieldsOf(contexts[holder]);
  // A page may search in several places; the event names its own.
  const all = Array.isArray(units) ? units.slice(0, MAX_UNITS).map(fieldsOf) : [];
  const unit = all.find((one) => one.searchUnitId === info.searchUnitId) ?? fieldsOf(all[0]);
  const alone = ONE_PRODUCT.includes(action) ? [contexts.productContext] : undefined;
  const lines = readLines(items ?? unit.products ?? alone, readLine, sink);
  const inCategory = event === 'category-results-view' && contexts.categoryContext;
  const { urlPath, name } = fieldsOf(inCategory);
  const order = fieldsOf(contexts.orderContext).orderId;
  tellLines(
    action,
    lines,
    { order, query: unit.phrase, category: urlPath ?? name, list: name },
    sink,
  );
}

/** A product, one of search results, or a line of a cart around one. */
function readLine(line: Fields): Line {
  const product = isObject(line.product) ? line.product : line;
  const pricing = fieldsOf(product.pricing);
  const paid = fieldsOf(fieldsOf(line.prices).price);
  const { categories } = product;
  return {
    item: {
      // The product as shoppers see it, whichever variant goes into the cart.
      id: product.topLevelSku ?? product.sku,
      name: product.name,
      category: Array.isArray(categories) ? categories[categories.length - 1] : undefined,
      price:
        paid.value ??
        pricing.specialPrice ??
        pricing.minimalPrice ??
        pricing.regularPrice ??
        product.price,
      currency: paid.currency ?? pricing.currencyCode,
      url: product.canonicalUrl ?? product.url,
      image: product.mainImageUrl ?? product.imageUrl,
    },
    quantity: line.quantity,
    position: line.rank,
  };
}

function readXdm(event: string, xdm: Fields, sink: Sink): void {
  const commerce = fieldsOf(xdm.commerce);
  // The type says what happened; without one, each measure that is set does.
  const told = /^commerce\.(\w+)$/.exec(typeof xdm.eventType === 'string' ? xdm.eventType : event);
  const names = told
    ? [told[1]]
    : Object.keys(MEASURES).filter((name) => fieldsOf(commerce[name]).value);
  for (const name of names) {
    if (!Object.hasOwn(MEASURES, name)) continue;
    const lines = readLines(xdm.productListItems, readXdmLine, sink);
    tellLines(MEASURES[name], lines, { order: fieldsOf(commerce.order).purchaseID }, sink);
  }
}

function readXdmLine(line: Fields): Line {
  const categories = line.productCategories;
  const category = fieldsOf(Array.isArray(categories) && categories[0]);
  const total = parsePrice(line.priceTotal);
  return {
    item: {
      id: line.SKU,
      name: line.name,
      category: category.categoryPath ?? category.categoryName,
      // XDM tells what the whole line costs.
      price: total && total / (parseNumber(line.quantity, 1, 1e4) ?? 1),
      currency: line.currencyCode,
      image: line.productImageUrl,
    },
    quantity: line.quantity,
  };
}
