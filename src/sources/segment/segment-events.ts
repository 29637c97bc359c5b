import { type Fields, parseCategory } from '../../events/parse-field.js';
import type { PageAction } from '../order-lines.js';
import { fieldsOf, ONE_PRODUCT, type OrderLine, readLines, reportLines } from '../order-lines.js';
import type { PageActs } from '../page-acts.js';

/**
 * Segment's ecommerce spec v2, which RudderStack and PostHog share; `null` shows items without an action.
 * https://segment.com/docs/connections/spec/ecommerce/v2/
 */
const ACTIONS: Readonly<Record<string, PageAction | null>> = {
  'Product Viewed': 'view',
  'Product Clicked': 'click',
  'Product Added': 'cart',
  'Wishlist Product Added to Cart': 'cart',
  'Order Completed': 'purchase',
  'Product Removed': 'remove',
  'Product Added to Wishlist': 'wishlist',
  'Checkout Started': 'checkout',
  'Products Searched': 'search',
  'Product List Viewed': null,
  'Product List Filtered': null,
  'Cart Viewed': null,
};

export function isKnown(event: unknown): event is string {
  return typeof event === 'string' && Object.hasOwn(ACTIONS, event);
}

export function readEvent(event: string, properties: unknown, sink: PageActs): void {
  const fields = fieldsOf(properties);
  const action = ACTIONS[event];
  // The spec puts the fields of one product beside those of its event.
  const found = fields.products ?? (ONE_PRODUCT.includes(action) ? [fields] : undefined);
  const lines = readLines(found, (product) => readLine(product, fields.currency), sink);
  const { order_id: order, query, list_id: list } = fields;
  const facts = { order, query, category: parseCategory(fields.category), list };
  reportLines(action, lines, facts, sink);
}

function readLine(product: Fields, currency: unknown): OrderLine {
  return {
    item: {
      id: product.product_id ?? product.sku,
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
