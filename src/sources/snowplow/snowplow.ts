import type { ActionType } from '../../events/event.js';
import { type Fields, isObject } from '../../events/parse-field.js';
import { type QueueHost, tapQueue } from '../../lib/page/tap-queue.js';
import { pageWorld, type WatchWorld, watchGlobal } from '../../lib/page/watch-global.js';
import { wrapMethod } from '../../lib/page/wrap-method.js';
import { guarded } from '../guarded.js';
import { fieldsOf, type Line, readLines, tellLines } from '../lines.js';
import { type Sink, type Source, sinkAt } from '../source.js';

/** Snowplow's e-commerce actions; `null` shows items without an act. */
const ACTIONS: Readonly<Record<string, ActionType | null>> = {
  product_view: 'click',
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

/**
 * Snowplow's e-commerce events, as the page commands them: `snowplow('trackAddToCart:sp', { … })`
 * and `trackSelfDescribingEvent` with the same schemas. The commands are heard, not the events that
 * leave: a plugin given to the trackers hears only those which exist by then, cannot be taken
 * out again, and hears nothing where the tracker is blocked.
 * @param host the window.
 * @param names the functions, besides those the page's snippets announce.
 */
export function snowplow(
  host: QueueHost,
  names: readonly string[] = ['snowplow'],
  world = pageWorld(),
): Source {
  return {
    name: 'snowplow',
    start(sink) {
      const stops = new Map<unknown, () => void>();
      const listen = (name: unknown) => {
        if (typeof name !== 'string' || stops.has(name)) return;
        stops.set(
          name,
          watchGlobal(host, name, (api) => tapCommands(api, sink, world), world),
        );
      };
      names.forEach(listen);
      const announced = 'GlobalSnowplowNamespace';
      stops.set(
        undefined,
        watchGlobal(host, announced, () => tapQueue(host, announced, listen), world),
      );
      return () => stops.forEach((stop) => stop());
    },
  };
}

/** The function pushes its arguments to its `q`: an array, then the tracker's own queue. */
function tapCommands(api: object, sink: Sink, world: WatchWorld): () => void {
  const read = guarded(sink, (command: unknown, ts?: number) => {
    if (isObject(command)) readCommand(command[0], command[1], sinkAt(sink, ts));
  });
  const found = (queue: object) =>
    Array.isArray(queue)
      ? tapQueue(api as QueueHost, 'q', read)
      : wrapMethod(queue, 'push', (commands, push) => {
          // Before the push, which takes the commands apart.
          for (const command of commands) read(command);
          return push();
        });
  return watchGlobal(api as QueueHost, 'q', found, world);
}

function readCommand(command: unknown, params: unknown, sink: Sink): void {
  if (typeof command !== 'string' || !isObject(params)) return;
  // `trackAddToCart:tracker1;tracker2` names its trackers.
  const [name] = command.split(':', 1);
  if (name === 'trackSelfDescribingEvent') readSelfDescribing(params, sink);
  if (!Object.hasOwn(COMMANDS, name)) return;
  const type = COMMANDS[name];
  const one = type === 'product_view' ? params : params.product;
  readAction(type, params, params.products ?? (one && [one]), params, sink);
}

/** The event itself is the action; its products, order and step are entities beside it. */
function readSelfDescribing({ event, context }: Fields, sink: Sink): void {
  const { schema, data } = fieldsOf(event);
  if (kindOf(schema) !== 'snowplow_ecommerce_action' || !isObject(data)) return;
  if (typeof data.type !== 'string' || !Object.hasOwn(ACTIONS, data.type)) return;
  const entities = Array.isArray(context) ? context.slice(0, MAX_ENTITIES).filter(isObject) : [];
  const ofKind = (kind: string) =>
    entities.filter((entity) => kindOf(entity.schema) === kind).map((entity) => entity.data);
  const about = [...ofKind('transaction'), ...ofKind('checkout_step')].find(isObject) ?? {};
  readAction(data.type, data, ofKind('product'), about, sink);
}

function kindOf(schema: unknown): string | undefined {
  return typeof schema === 'string' ? SCHEMA.exec(schema)?.[1] : undefined;
}

/**
 * @param action of which a list's name is read.
 * @param about of which the order and the step are read.
 */
function readAction(type: string, action: Fields, found: unknown, about: Fields, sink: Sink): void {
  // A later step goes on with the same checkout.
  if (type === 'checkout_step' && Number(about.step) > 1) return;
  // What is called `name` in a product's view is the product.
  const list = type.startsWith('list_') ? action.name : undefined;
  const lines = readLines(found, readLine, sink);
  tellLines(ACTIONS[type], lines, { order: about.transaction_id, list }, sink);
}

function readLine(product: Fields): Line {
  const { id, name, brand, category, price, currency, quantity, position } = product;
  const [stock, out] = STOCK.exec(String(product.inventory_status)) ?? [];
  const available = stock && !out;
  return { item: { id, name, brand, category, price, currency, available }, quantity, position };
}
