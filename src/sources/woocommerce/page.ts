import { parseText } from '../../events/parse-field.js';
import type { Sink } from '../source.js';

/** The id of the product page that this is: `<body class="single-product postid-34">`. */
export function pageProduct(document: Document): string | undefined {
  const { classList } = document.body;
  if (!classList.contains('single-product')) return undefined;
  for (const name of classList) if (/^postid-\d+$/.test(name)) return name.slice('postid-'.length);
  return undefined;
}

/**
 * What the page itself is, by the classes that WordPress and WooCommerce give to its body: a product,
 * a category, a search, the checkout, an order that was received.
 */
export function countPage(host: Window, sink: Sink): void {
  const { document, location } = host;
  const { classList } = document.body;
  const query = new URLSearchParams(location.search);
  const id = pageProduct(document);
  const title = () => parseText(document.querySelector('h1')?.textContent, 300);
  if (id) {
    sink.event({ type: 'click', item: { id, name: title(), url: location.pathname } });
  } else if (classList.contains('woocommerce-order-received')) {
    // The page names the products it lists, not their ids; the order alone says that they bought.
    if (document.querySelector('.woocommerce-thankyou-order-failed')) return;
    const order = query.get('key') ?? /\/order-received\/(\d+)/.exec(location.pathname)?.[1];
    sink.event({ type: 'purchase', order });
  } else if (classList.contains('woocommerce-checkout')) {
    if (!classList.contains('woocommerce-order-pay')) sink.event({ type: 'checkout' });
  } else if (classList.contains('search') && classList.contains('woocommerce')) {
    sink.event({ type: 'search', query: query.get('s') });
  } else if (classList.contains('tax-product_cat')) {
    sink.event({ type: 'category', category: [title()] });
  }
}
