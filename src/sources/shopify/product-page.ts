import { type Fields, isObject } from '../../events/parse-field.js';
import type { Report } from '../channels.js';
import { guarded } from '../guarded.js';
import type { Sink } from '../source.js';
import { hundredths, type Product, type Products, shopifyId } from './products.js';

const MAX_VARIANTS = 200;

/**
 * The product page of any Liquid theme, by what Shopify itself writes into it:
 * `ShopifyAnalytics.meta.product`.
 * @returns the undo.
 */
export function productPage(
  host: Window,
  { sink, report, products }: { sink: Sink; report: Report; products: Products },
): () => void {
  const { document } = host;
  const readPage = guarded(sink, () => {
    const { meta } = (host as { ShopifyAnalytics?: { meta?: Fields } }).ShopifyAnalytics ?? {};
    if (!isObject(meta) || !isObject(meta.product)) return;
    const item = readProduct(meta.product, meta.currency);
    if (!item) sink.refuse('item');
    // Other pages have the product of a section that shows one.
    else if (isObject(meta.page) && meta.page.pageType === 'product') {
      report({ type: 'view', item });
    }
  });

  function readProduct(product: Fields, currency: unknown): Product | undefined {
    const id = shopifyId(product.id);
    const found = Array.isArray(product.variants) ? product.variants : [];
    const variants = found.slice(0, MAX_VARIANTS).filter(isObject);
    const [first] = variants;
    if (!id) return undefined;
    const item: Product = {
      id,
      name: first && nameOf(first),
      brand: product.vendor,
      category: product.type,
      price: first && hundredths(first.price),
      currency,
      url: host.location.pathname,
    };
    for (const variant of variants) products.learn(variant.id, item);
    return item;
  }

  if (document.readyState === 'loading') {
    document.addEventListener('DOMContentLoaded', readPage, { once: true });
  } else readPage();
  return () => document.removeEventListener('DOMContentLoaded', readPage);
}

/** `Diamante dress - XXS` of the variant `XXS`. */
function nameOf({ name, public_title: variant }: Fields): unknown {
  const end = ` - ${variant}`;
  return typeof name === 'string' && name.endsWith(end) ? name.slice(0, -end.length) : name;
}
