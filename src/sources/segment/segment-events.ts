import { type Fields, parseCategory } from '../../events/parse-field.js';
import type { PageAction } from '../order-lines.js';
import {
  fieldsOf,
  idIn,
  ONE_PRODUCT,
  type OrderLine,
  readLines,
  reportLines,
} from '../order-lines.js';
import type { PageActs } from '../page-acts.js';

/**
 * Segment's ecommerce spec v2, which RudderStack and PostHog share, its words in the order of the alphabet:
 * pages also say `Viewed Product`, as the first version did, and `product_viewed`. `null` shows items
 * without an action. https://segment.com/docs/connections/spec/ecommerce/v2/
 */
const ACTIONS: Readonly<Record<string, PageAction | null>> = {
  'product viewed': 'view',
  'clicked product': 'click',
  'added product': 'cart',
  'added cart product to wishlist': 'cart',
  'completed order': 'purchase',
  'product removed': 'remove',
  'added product to wishlist': 'wishlist',
  'checkout started': 'checkout',
  'products searched': 'search',
  'list product viewed': null,
  'filtered list product': null,
  'cart viewed': null,
};

const wordsOf = (event: string) =>
  event.slice(0, 100).toLowerCase().split(/[ _-]/).sort().join(' ');

export function isKnown(event: unknown): event is string {
  return typeof event === 'string' && Object.hasOwn(ACTIONS, wordsOf(event));
}

export function readEvent(event: string, properties: unknown, sink: PageActs): void {
  const fields = fieldsOf(properties);
  const action = ACTIONS[wordsOf(event)];
  // The spec puts the fields of one product beside those of its event.
  const found = fields.products ?? (ONE_PRODUCT.includes(action) ? [fields] : undefined);
  const lines = readLines(found, (product) => readLine(product, fields.currency), sink);
  const { query, list_id: list } = fields;
  const order = idIn(fields, 'order_id', 'orderId');
  const facts = { order, query, category: parseCategory(fields.category), list };
  reportLines(action, lines, facts, sink);
}

function readLine(product: Fields, currency: unknown): OrderLine {
  return {
    item: {
      id: idIn(product, 'product_id', 'productId', 'sku', 'id'),
      name: product.name,
      brand: product.brand,
      category: product.category,
      price: product.price,
      currency: product.currency ?? currency,
      url: product.url,
      image: product.image_url,
    },
    quantity: product.quantity,
    position: product.position,
  };
}
