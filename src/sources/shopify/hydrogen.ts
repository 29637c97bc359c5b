import { type Fields, isObject, parseNumber, parseText } from '../../events/parse-field.js';
import { whenFound } from '../../lib/page/when-global.js';
import type { ChannelEvent, Report } from '../channels.js';
import { guarded } from '../guarded.js';
import type { Sink } from '../source.js';
import { storefrontProduct } from './products.js';

const MAX_PRODUCTS = 200;

type Subscribe = (name: string, read: (payload: unknown) => void) => unknown;

interface Bus {
  subscribe?: Subscribe;
  addDestination?(destination: {
    name: string;
    setup(to: { subscribe: Subscribe }): void;
  }): unknown;
}

/**
 * The analytics bus of a Hydrogen storefront, `window.Shopify.analytics`: its recent versions take
 * destinations, to which they replay what was published before and only with the shopper's consent;
 * earlier ones have `subscribe`. On a Liquid theme the object has neither.
 * https://shopify.dev/docs/api/hydrogen/latest/analytics/analytics-event
 * @returns the undo.
 */
export function hydrogenEvents(
  host: Window,
  { sink, report }: { sink: Sink; report: Report },
): () => void {
  const readers: Record<string, (payload: Fields) => void> = {
    product_viewed({ products }) {
      const viewed = Array.isArray(products) ? products : [];
      const [own, ...others] = viewed.slice(0, MAX_PRODUCTS);
      if (viewed.length) count('view', own, own);
      // A shopper looks at one product at a time.
      for (const product of others) sink.item(storefrontProduct(product, product));
    },
    collection_viewed({ collection }) {
      const handle = parseText(fieldOf(collection, 'handle'), 255);
      if (!handle) return sink.refuse('shape');
      report({ type: 'category', category: [handle] });
    },
    search_viewed: ({ searchTerm }) => report({ type: 'search', query: searchTerm }),
    product_added_to_cart: ({ currentLine, prevLine }) =>
      countLine('cart', currentLine, fieldOf(prevLine, 'quantity') ?? 0),
    product_removed_from_cart: ({ prevLine }) => countLine('remove', prevLine),
  };

  function countLine(type: ChannelEvent['type'], line: unknown, before?: unknown): void {
    const merchandise = fieldOf(line, 'merchandise');
    // One that cannot be read makes no number of the other.
    const [now = NaN, then = NaN] = [fieldOf(line, 'quantity'), before].map((n) =>
      parseNumber(n, 0, 1e4),
    );
    const quantity = now - then;
    count(type, fieldOf(merchandise, 'product'), merchandise, quantity);
  }

  function count(
    type: ChannelEvent['type'],
    product: unknown,
    variant: unknown,
    quantity?: number,
  ): void {
    const item = storefrontProduct(product, variant);
    // The published product has its price as text; a variant has an amount and a currency.
    const price = fieldOf(variant, 'price');
    if (item && !isObject(price)) item.price = price;
    if (item) report({ type, item, quantity });
    else sink.refuse('item');
  }

  let live = true;
  const undo = whenFound(
    () => {
      const bus = (host as { Shopify?: { analytics?: Bus } }).Shopify?.analytics;
      return bus?.addDestination || bus?.subscribe ? bus : undefined;
    },
    (bus) => {
      const undos: unknown[] = [];
      const subscribe = (on: Subscribe) => {
        for (const name of Object.keys(readers)) {
          const read = guarded(sink, (payload: unknown) => {
            if (!live) return;
            if (isObject(payload)) readers[name](payload);
            else sink.refuse('shape');
          });
          undos.push(on(name, read));
        }
      };
      if (bus.addDestination) {
        undos.push(
          bus.addDestination({
            name: 'nextaisle',
            setup: ({ subscribe: on }) => subscribe(on),
          }),
        );
      } else subscribe((name, read) => bus.subscribe?.(name, read));
      return () => {
        for (const stop of undos) if (typeof stop === 'function') stop();
      };
    },
  );
  return () => {
    live = false;
    undo();
  };
}

function fieldOf(holder: unknown, field: string): unknown {
  return isObject(holder) ? holder[field] : undefined;
}
