import { type Fields, isObject, parsePrice } from '../../events/parse-field.js';
import type { PageAction } from '../order-lines.js';
import { fieldsOf, idIn, type OrderLine, readLines, reportLines } from '../order-lines.js';
import type { PageActs } from '../page-acts.js';
import { currencyOf } from './item-line.js';

/**
 * Universal Analytics' enhanced ecommerce, which containers still get: the measure in `ecommerce` says what
 * happened, whatever the event is called. https://developers.google.com/analytics/devguides/collection/ua/gtm/enhanced-ecommerce
 */
const MEASURES: Readonly<Record<string, PageAction>> = {
  detail: 'view',
  click: 'click',
  add: 'cart',
  remove: 'remove',
  checkout: 'checkout',
  purchase: 'purchase',
};

/** The measures in it that tell of products or of an order. */
export function measuresIn(ecommerce: Fields): string[] {
  return Object.keys(MEASURES).filter((name) => {
    const { products, actionField } = ownFieldsOf(ecommerce, name);
    return isObject(products) || (name === 'purchase' && isObject(actionField));
  });
}

export function readMeasure(name: string, ecommerce: Fields, sink: PageActs): void {
  const { products, actionField } = ownFieldsOf(ecommerce, name);
  const { id: order, list, step } = fieldsOf(actionField);
  const lines = readLines(products, (product) => readProduct(product, ecommerce), sink);
  // A later step goes on with the same checkout.
  const isLater = name === 'checkout' && Number(step) > 1;
  if (isLater) for (const { item } of lines) sink.item(item);
  else reportLines(MEASURES[name], lines, { order, list }, sink);
}

/** Lists that were shown: each product has the name of its own. */
export function readImpressions(ecommerce: Fields, sink: PageActs): void {
  if (!Object.hasOwn(ecommerce, 'impressions')) return;
  const lines = readLines(
    ecommerce.impressions,
    (product) => readProduct(product, ecommerce),
    sink,
  );
  const lists = new Set(lines.map(({ list }) => list));
  for (const list of lists) {
    const shown = lines.filter((line) => line.list === list);
    reportLines(null, shown, { list }, sink);
  }
}

function ownFieldsOf(ecommerce: Fields, name: string): Fields {
  return Object.hasOwn(ecommerce, name) ? fieldsOf(ecommerce[name]) : {};
}

function readProduct(product: Fields, ecommerce: Fields): OrderLine {
  const currency = product.currency ?? ecommerce.currencyCode;
  return {
    item: {
      id: idIn(product, 'id', 'sku') || product.name,
      name: product.name,
      brand: product.brand,
      category: product.category,
      price: parsePrice(product.price, currencyOf(currency)),
      currency,
    },
    quantity: product.quantity,
    position: product.position,
    list: product.list,
  };
}
