import { type Fields, isObject } from '../../events/parse-field.js';
import { fieldsOf, ONE_PRODUCT, type OrderLine, readLines, reportLines } from '../order-lines.js';
import type { PageAction } from '../order-lines.js';
import type { PageActs } from '../page-acts.js';

/**
 * Adobe Commerce storefront events and the context that has their items; `null` shows items without an
 * action.
 * https://experienceleague.adobe.com/developer/commerce/storefront/dropins/all/analytics-events/
 */
const EVENTS: Readonly<Record<string, readonly [PageAction | null, keyof Contexts]>> = {
  'product-page-view': ['view', 'productContext'],
  'add-to-cart': ['cart', 'changedProductsContext'],
  'remove-from-cart': ['remove', 'changedProductsContext'],
  'place-order': ['purchase', 'shoppingCartContext'],
  'initiate-checkout': ['checkout', 'shoppingCartContext'],
  'shopping-cart-view': [null, 'shoppingCartContext'],
  'search-request-sent': ['search', 'searchInputContext'],
  'search-results-view': [null, 'searchResultsContext'],
  'category-results-view': [null, 'searchResultsContext'],
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

/** The contexts that an entry sets, also those it sets to `null`. */
export function contextsIn(entry: Fields): Contexts {
  return Object.fromEntries(
    CONTEXTS.flatMap((name) => (entry[name] === undefined ? [] : [[name, entry[name]]])),
  );
}

export const isStorefrontEvent = (event: string): boolean => Object.hasOwn(EVENTS, event);

/**
 * @param eventInfo has the event's own contexts.
 * @param state the contexts set so far.
 */
export function readStorefront(
  event: string,
  eventInfo: unknown,
  state: Contexts,
  sink: PageActs,
): void {
  const [action, holder] = EVENTS[event];
  const info = fieldsOf(eventInfo);
  const contexts: Contexts = { ...state, ...contextsIn(info) };
  const { items, units } = fieldsOf(contexts[holder]);
  // A page may search in several places; the event names its own.
  const all = Array.isArray(units) ? units.slice(0, MAX_UNITS).map(fieldsOf) : [];
  const unit = all.find((one) => one.searchUnitId === info.searchUnitId) ?? fieldsOf(all[0]);
  const viewed = ONE_PRODUCT.includes(action) ? [contexts.productContext] : undefined;
  const lines = readLines(items ?? unit.products ?? viewed, readLine, sink);
  const inCategory = event === 'category-results-view' && contexts.categoryContext;
  const { urlPath, name } = fieldsOf(inCategory);
  const order = fieldsOf(contexts.orderContext).orderId;
  const facts = { order, query: unit.phrase, category: urlPath ?? name, list: name };
  reportLines(action, lines, facts, sink);
}

/** A product, one of search results, or a line of a cart around one. */
function readLine(line: Fields): OrderLine {
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
