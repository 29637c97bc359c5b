import { type Fields, isObject } from '../../events/parse-field.js';
import type { PageAction } from '../order-lines.js';
import { fieldsOf, type OrderLine, readLines, reportLines } from '../order-lines.js';
import type { PageActs } from '../page-acts.js';

/**
 * Snowplow's e-commerce actions; `null` shows items without an action.
 * https://docs.snowplow.io/docs/sources/web-trackers/tracking-events/ecommerce/
 */
const ACTIONS: Readonly<Record<string, PageAction | null>> = {
  product_view: 'view',
  list_click: 'click',
  add_to_cart: 'cart',
  transaction: 'purchase',
  remove_from_cart: 'remove',
  checkout_step: 'checkout',
  list_view: null,
};
/** The commands of its plugin. */
const COMMANDS: Readonly<Record<string, string>> = {
  trackProductView: 'product_view',
  trackProductListClick: 'list_click',
  trackAddToCart: 'add_to_cart',
  trackTransaction: 'transaction',
  trackRemoveFromCart: 'remove_from_cart',
  trackCheckoutStep: 'checkout_step',
  trackProductListView: 'list_view',
};
const SCHEMA = /^iglu:com\.snowplowanalytics\.snowplow\.ecommerce\/(\w+)\//;
const MAX_ENTITIES = 1000;
/** `inventory_status` is free text: "in stock" and "out of stock" are the documented ones. */
const STOCK = /^(?:(out.?of)|in).?stock$/i;

/** @param command of the plugin, or `trackSelfDescribingEvent`; others are not read. */
export function readCommand(command: unknown, params: unknown, sink: PageActs): void {
  if (typeof command !== 'string' || !isObject(params)) return;
  // `trackAddToCart:tracker1;tracker2` names its trackers.
  const [name] = command.split(':', 1);
  if (name === 'trackSelfDescribingEvent') readSelfDescribing(params, sink);
  if (!Object.hasOwn(COMMANDS, name)) return;
  const type = COMMANDS[name];
  const product = type === 'product_view' ? params : params.product;
  readAction(type, params, params.products ?? (product && [product]), params, sink);
}

/** The event itself is the action; its products, order and step are entities beside it. */
function readSelfDescribing({ event, context }: Fields, sink: PageActs): void {
  const { schema, data } = fieldsOf(event);
  if (kindOf(schema) !== 'snowplow_ecommerce_action' || !isObject(data)) return;
  if (typeof data.type !== 'string' || !Object.hasOwn(ACTIONS, data.type)) return;
  const entities = Array.isArray(context) ? context.slice(0, MAX_ENTITIES).filter(isObject) : [];
  const ofKind = (kind: string) =>
    entities.filter((entity) => kindOf(entity.schema) === kind).map((entity) => entity.data);
  const details = [...ofKind('transaction'), ...ofKind('checkout_step')].find(isObject) ?? {};
  readAction(data.type, data, ofKind('product'), details, sink);
}

function kindOf(schema: unknown): string | undefined {
  return typeof schema === 'string' ? SCHEMA.exec(schema)?.[1] : undefined;
}

/**
 * @param action has the name of the list.
 * @param details have the order and the step.
 */
function readAction(
  type: string,
  action: Fields,
  products: unknown,
  details: Fields,
  sink: PageActs,
): void {
  // A later step goes on with the same checkout.
  if (type === 'checkout_step' && Number(details.step) > 1) return;
  // The `name` of a product's view is that of the product.
  const list = type.startsWith('list_') ? action.name : undefined;
  const lines = readLines(products, readLine, sink);
  reportLines(ACTIONS[type], lines, { order: details.transaction_id, list }, sink);
}

function readLine(product: Fields): OrderLine {
  const { id, name, brand, category, price, currency, quantity, position } = product;
  const [stock, out] = STOCK.exec(String(product.inventory_status)) ?? [];
  const available = stock && !out;
  return { item: { id, name, brand, category, price, currency, available }, quantity, position };
}
