import { type Fields, isObject, parseNumber, parseText } from '../../events/parse-field.js';
import type { Report } from '../channels.js';
import { guarded } from '../guarded.js';
import { firstOf } from '../order-lines.js';
import { ajaxProduct, type Products, storefrontProduct } from './products.js';
import type { Sink } from '../source.js';

const MAX_LINES = 200;

/**
 * The standard storefront events of June 2026. Their payload is on the event itself, and they bubble to
 * the document. https://shopify.dev/docs/api/storefront-events-and-actions
 * @param to.whenCartRead when the answers of the cart that have arrived are read: they have the product of
 *   each variant.
 * @returns the undo.
 */
export function standardEvents(
  root: Document,
  {
    sink,
    report,
    products,
    whenCartRead,
  }: { sink: Sink; report: Report; products: Products; whenCartRead(): Promise<unknown> },
): () => void {
  let live = true;
  let query: unknown;
  const readers: Record<string, (event: Fields) => void> = {
    'product:view'({ product, context }) {
      const variant = isObject(product) ? product.selectedVariant : undefined;
      const item = storefrontProduct(product, variant);
      if (!item) return sink.refuse('item');
      if (isObject(variant)) products.learn(variant.id, item);
      // The other contexts are cards in a list.
      if (context === 'page' || context === 'dialog') report({ type: 'view', item });
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
      report({ type: 'category', category: [handle] });
    },
    'search:update'({ search }) {
      if (!isObject(search)) return sink.refuse('shape');
      // The words stay in the event when only a filter changes.
      if (search.query !== query) report({ type: 'search', query: search.query });
      query = search.query;
    },
    'cart:lines-update'({ action, lines, context, promise }) {
      // Dispatched before the change, whether or not it succeeds: only the promise says that it did.
      if (!Array.isArray(lines) || !isObject(promise)) return sink.refuse('shape');
      then(promise, async ({ cart, userErrors, detail }) => {
        if (Array.isArray(userErrors) && userErrors.length) return;
        if (isObject(detail) && detail.didError) return;
        learnLines(products, cart, detail);
        await whenCartRead();
        if (!live) return;
        for (const line of firstOf(lines, sink)) countLine(action, context, line);
      });
    },
  };

  function countLine(action: unknown, context: unknown, line: unknown): void {
    const { merchandiseId, id, quantity } = isObject(line) ? line : {};
    const added = action === 'add';
    // A line that goes from three to two is neither put in nor taken out.
    if (!added && action !== 'remove' && parseNumber(quantity, 0, 0) !== 0) return;
    const item = products.of(added ? merchandiseId : id);
    // An app's `updateCart` is dispatched on every theme, also on those that dispatch nothing themselves.
    const isComplete = context !== 'standard-action';
    if (!item) sink.refuse('item');
    else if (added) report({ type: 'cart', item, quantity }, isComplete);
    else report({ type: 'remove', item }, isComplete);
  }

  function then(promise: unknown, read: (result: Fields) => void | Promise<void>): void {
    // A change that failed is no event, and whoever made it handles that.
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

  const names = Object.keys(readers);
  const listen = guarded(sink, (event: Event) => {
    const payload: object = event;
    readers[event.type.slice('shopify:'.length)](payload as Fields);
  });
  for (const name of names) root.addEventListener(`shopify:${name}`, listen);
  return () => {
    live = false;
    for (const name of names) root.removeEventListener(`shopify:${name}`, listen);
  };
}

/** The cart after the change, of the Storefront API or of a theme's Ajax cart: which product a line is of. */
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
