import { type Fields, isObject, parseNumber } from '../../events/parse-field.js';
import { whenFound } from '../../lib/page/when-global.js';
import type { ChannelEvent, Report } from '../channels.js';
import { guarded } from '../guarded.js';
import { firstOf } from '../order-lines.js';
import type { Sink } from '../source.js';

const PREFIX = 'experimental__woocommerce_blocks-';

interface Hooks {
  addAction(name: string, namespace: string, read: (payload: unknown) => void): void;
  removeAction(name: string, namespace: string): void;
}

/**
 * The store events of WooCommerce's blocks, actions of `wp.hooks`: see `useStoreEvents` in
 * https://github.com/woocommerce/woocommerce. Their products are those of the Store API.
 * @returns the undo.
 */
export function blockEvents(host: Window, sink: Sink, report: Report): () => void {
  const count =
    (type: ChannelEvent['type']) =>
    ({ product, quantity }: Fields) => {
      const item = storeItem(product);
      if (item) report({ type, item, quantity }, false);
      else sink.refuse('item');
    };
  const readers: Record<string, (payload: Fields) => void> = {
    'cart-add-item': count('cart'),
    'cart-remove-item': count('remove'),
    'product-view-link': count('click'),
    'product-search': ({ searchTerm }) => sink.event({ type: 'search', query: searchTerm }),
    'product-list-render'({ products }) {
      const shown: unknown[] = Array.isArray(products) ? products : [];
      for (const product of firstOf(shown, sink)) sink.item(storeItem(product));
    },
  };
  // One for each start: the same name in one namespace would replace the other's.
  const namespace = `nextaisle/${Math.random().toString(36).slice(2)}`;
  return whenFound(
    () => (host as { wp?: { hooks?: Hooks } }).wp?.hooks,
    (hooks) => {
      for (const [name, read] of Object.entries(readers)) {
        const quietly = guarded(sink, (payload: unknown) => {
          if (isObject(payload)) read(payload);
          else sink.refuse('shape');
        });
        hooks.addAction(PREFIX + name, namespace, quietly);
      }
      return () => {
        for (const name of Object.keys(readers)) hooks.removeAction(PREFIX + name, namespace);
      };
    },
  );
}

/** A product or a cart line of the Store API: prices in minor units, images as a list. */
function storeItem(product: unknown): ChannelEvent['item'] {
  if (!isObject(product)) return undefined;
  const prices = isObject(product.prices) ? product.prices : {};
  const amount = parseNumber(prices.price, 0, 1e12);
  const digits = parseNumber(prices.currency_minor_unit ?? 2, 0, 8);
  // 0 for a product that is no variation.
  const isVariation = Number(product.parent) > 0;
  const [image] = Array.isArray(product.images) ? product.images : [];
  const [category] = Array.isArray(product.categories) ? product.categories : [];
  const item = {
    id: isVariation ? product.parent : product.id,
    codes: isVariation ? undefined : [product.sku],
    name: product.name,
    category: isObject(category) ? [category.name] : undefined,
    // Without the one or the other it is no number, and that is no price.
    price: Number(amount) / 10 ** Number(digits),
    currency: prices.currency_code,
    available: product.is_in_stock,
    url: product.permalink,
    image: isObject(image) ? image.src : undefined,
  };
  return item.id ? item : undefined;
}
