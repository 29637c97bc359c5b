import { type Fields, isObject, parseText } from '../../events/parse-field.js';
import type { Tell } from '../channels.js';
import { guarded } from '../guarded.js';
import { ajaxProduct, type Products, storefrontProduct } from './products.js';
import type { Sink } from '../source.js';

const CHANNEL = 0;
const MAX_LINES = 200;

export interface ShopifyEars {
  sink: Sink;
  tell: Tell;
  products: Products;
  /** When the answers of the cart that have arrived are read: they say whose variant it is. */
  settled(): Promise<unknown>;
}

/**
 * The standard storefront events of June 2026 (shopify.dev, storefront-events-and-actions). Their
 * payload is on the event itself, and they bubble to the document.
 * @returns the undo.
 */
export function standardEvents(root: Document, ears: ShopifyEars): () => void {
  const { sink, tell, products } = ears;
  let live = true;
  let query: unknown;
  const heard: Record<string, (event: Fields) => void> = {
    'product:view'({ product, context }) {
      const variant = isObject(product) ? product.selectedVariant : undefined;
      const item = storefrontProduct(product, variant);
      if (!item) return sink.refuse('item');
      if (isObject(variant)) products.learn(variant.id, item);
      // The other contexts are cards in a list.
      if (context === 'page' || context === 'dialog') tell(CHANNEL, { type: 'click', item });
      else sink.item(item);
    },
    'product:select'({ product, promise }) {
      then(promise, ({ variant }) => {
        if (isObject(variant)) products.learn(variant.id, storefrontProduct(product, variant));
      });
    },
    'collection:view'({ collection }) {
      const handle = isObject(collection) && parseText(collection.handle, 255);
      if (!handle) return sink.refuse('shape');
      tell(CHANNEL, { type: 'category', category: [handle] });
    },
    'search:update'({ search }) {
      if (!isObject(search)) return sink.refuse('shape');
      // The words stay in the event when only a filter changes.
      if (search.query !== query) tell(CHANNEL, { type: 'search', query: search.query });
      query = search.query;
    },
    'cart:lines-update'({ action, lines, context, promise }) {
      // Told before the change, and whether or not it succeeds. Without a promise nobody knows.
      if (!Array.isArray(lines) || !isObject(promise)) return sink.refuse('shape');
      then(promise, async ({ cart, userErrors, detail }) => {
        if (Array.isArray(userErrors) && userErrors.length) return;
        if (isObject(detail) && detail.didError) return;
        learnLines(products, cart, detail);
        await ears.settled();
        if (!live) return;
        if (lines.length > MAX_LINES) sink.refuse('limit', lines.length - MAX_LINES);
        for (const line of lines.slice(0, MAX_LINES)) countLine(action, context, line);
      });
    },
  };

  function countLine(action: unknown, context: unknown, line: unknown): void {
    const { merchandiseId, id, quantity } = isObject(line) ? line : {};
    const added = action === 'add';
    // A line that goes from three to two is neither put in nor taken out.
    if (!added && action !== 'remove' && Number(quantity) !== 0) return;
    const item = products.of(added ? merchandiseId : id);
    // An app's updateCart is told on every theme, also on those that tell of nothing themselves.
    const claims = context !== 'standard-action';
    if (!item) sink.refuse('item');
    else if (added) tell(CHANNEL, { type: 'cart', item, quantity }, claims);
    else tell(CHANNEL, { type: 'remove', item }, claims);
  }

  function then(promise: unknown, read: (result: Fields) => void | Promise<void>): void {
    // A change that failed is no act, and who made it hears of that.
    Promise.resolve(promise).then(
      async (result) => {
        try {
          if (live && isObject(result)) await read(result);
        } catch {
          sink.refuse('shape');
        }
      },
      () => {},
    );
  }

  const names = Object.keys(heard);
  const listen = guarded(sink, (event: Event) => {
    heard[event.type.slice('shopify:'.length)](event as unknown as Fields);
  });
  for (const name of names) root.addEventListener(`shopify:${name}`, listen);
  return () => {
    live = false;
    for (const name of names) root.removeEventListener(`shopify:${name}`, listen);
  };
}

/** What the cart after the change says of its lines: the Storefront API's, or a theme's Ajax cart. */
function learnLines(products: Products, cart: unknown, detail: unknown): void {
  for (const line of linesOf(cart, 'lines')) {
    const { merchandise } = line;
    if (!isObject(merchandise)) continue;
    const item = storefrontProduct(merchandise.product, merchandise);
    products.learn(merchandise.id, item);
    products.learn(line.id, item);
  }
  for (const line of linesOf(detail, 'items')) {
    products.learn(line.variant_id, ajaxProduct(line));
    products.learn(line.key, ajaxProduct(line));
  }
}

function linesOf(holder: unknown, field: string): Fields[] {
  const lines = isObject(holder) ? holder[field] : undefined;
  return Array.isArray(lines) ? lines.slice(0, MAX_LINES).filter(isObject) : [];
}
