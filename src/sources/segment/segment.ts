import type { ActionType } from '../../events/event.js';
import { type Fields, isObject, parseCategory } from '../../events/parse-field.js';
import { type QueueHost, tapQueue } from '../../lib/page/tap-queue.js';
import { pageWorld, type WatchWorld, watchGlobal } from '../../lib/page/watch-global.js';
import { wrapMethod } from '../../lib/page/wrap-method.js';
import { guarded } from '../guarded.js';
import { fieldsOf, type Line, ONE_PRODUCT, readLines, tellLines } from '../lines.js';
import { type Sink, type Source, sinkAt } from '../source.js';

/** Segment's ecommerce spec v2, which RudderStack and PostHog share; `null` shows items without an act. */
const ACTIONS: Readonly<Record<string, ActionType | null>> = {
  'Product Viewed': 'click',
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
/** Segment's and RudderStack's, PostHog's. */
const METHODS: readonly string[] = ['track', 'capture'];

type Api = Record<string, unknown>;

/** Replays of a stub's queue are made right after the library took its place. */
const REPLAY_MS = 1000;

/**
 * Segment, RudderStack and PostHog: what the page tells `track` or `capture`, when it tells it. The
 * libraries' own events (`analytics.on('track')`, `eventCaptured`) come later, Segment's only after
 * its request was answered, which a click that leaves the page does not live to see, and never where
 * the library is blocked.
 * @param host the window.
 * @param names the globals. Where two tell of the same event, one forwards to the other: one counts.
 */
export function segment(
  host: QueueHost,
  names: readonly string[] = ['analytics', 'rudderanalytics', 'posthog'],
  world = pageWorld(),
): Source {
  return {
    name: 'segment',
    start(sink) {
      const voices = new Map<string, string>();
      const stops = names.map((name) =>
        listen(host, name, world, sink, (event, properties, ts) => {
          if (!voices.has(event)) voices.set(event, name);
          if (voices.get(event) === name) readEvent(event, properties, sinkAt(sink, ts));
          else sink.refuse('duplicate');
        }),
      );
      return () => stops.forEach((stop) => stop());
    },
  };
}

type Tell = (event: string, properties: unknown, ts?: number) => void;

function listen(
  host: QueueHost,
  name: string,
  world: WatchWorld,
  sink: Sink,
  tell: Tell,
): () => void {
  /** Told from the stub's queue: the library makes these very calls again. */
  const queued = new Set<readonly unknown[]>();
  /** How often what was told is still to come as Segment's own word. */
  const owed = new Map<string, number>();
  let stub: Api | undefined;
  let live = true;

  const hear = guarded(
    sink,
    (event: unknown, properties: unknown, inQueue: boolean, ts?: number) => {
      if (!isKnown(event)) return;
      const again = [...queued].find((call) => call[0] === event && call[1] === properties);
      if (inQueue) queued.add([event, properties]);
      else if (again) return void queued.delete(again);
      const key = keyOf(event, properties);
      owed.set(key, (owed.get(key) ?? 0) + 1);
      tell(event, properties, ts);
    },
  );
  // What the library took out of the queue before we came is heard by its own word only.
  const hearAfterwards = guarded(sink, (event: unknown, properties: unknown) => {
    if (!live || !isKnown(event)) return;
    const key = keyOf(event, properties);
    const count = owed.get(key);
    if (count) owed.set(key, count - 1);
    else tell(event, properties);
  });

  const tapStub = (api: Api) => {
    const readEntry = guarded(sink, (entry: unknown, ts?: number) => {
      if (isObject(entry) && METHODS.includes(entry[0] as string)) {
        hear(entry[1], entry[2], true, ts);
      }
    });
    const stop = tapQueue(host, name, readEntry);
    // Only Segment's stub lists its methods. The library flushes `on` before it replays `track`.
    if (Array.isArray(api.methods) && typeof api.on === 'function') {
      stub = api;
      api.on('track', hearAfterwards);
    }
    return stop;
  };
  const tapLibrary = (api: Api) => {
    const stopWaiting = world.after(REPLAY_MS, () => queued.clear());
    const stops = METHODS.filter((method) => typeof api[method] === 'function').map((method) =>
      wrapMethod(api, method, ([event, properties], call) => {
        // Before the call: an `on` that answers within it is then owed.
        hear(event, properties, false);
        return call();
      }),
    );
    return () => {
      stopWaiting();
      stops.forEach((stop) => stop());
    };
  };

  const found = (api: object) =>
    Array.isArray(api) ? tapStub(api as unknown as Api) : tapLibrary(api as Api);
  const stopWatch = watchGlobal(host, name, found, world);
  return () => {
    live = false;
    stopWatch();
    const api = stub && ((host[name] ?? stub) as Api);
    if (typeof api?.off === 'function') api.off('track', hearAfterwards);
  };
}

function isKnown(event: unknown): event is string {
  return typeof event === 'string' && Object.hasOwn(ACTIONS, event);
}

/** The properties themselves may have been copied on their way through the library. */
function keyOf(event: string, properties: unknown): string {
  const { product_id, sku, order_id, query, list_id } = fieldsOf(properties);
  return [event, product_id, sku, order_id, query, list_id].join('\n');
}

function readEvent(event: string, properties: unknown, sink: Sink): void {
  const fields = fieldsOf(properties);
  const action = ACTIONS[event];
  // The spec puts the fields of one product beside those of its event.
  const found = fields.products ?? (ONE_PRODUCT.includes(action) ? [fields] : undefined);
  const lines = readLines(found, (product) => readLine(product, fields.currency), sink);
  const { order_id: order, query, list_id: list } = fields;
  tellLines(action, lines, { order, query, category: parseCategory(fields.category), list }, sink);
}

function readLine(product: Fields, currency: unknown): Line {
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
