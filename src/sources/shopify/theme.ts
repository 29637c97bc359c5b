import { type Fields, isObject } from '../../events/parse-field.js';
import { guarded } from '../guarded.js';
import type { ShopifyEars } from './standard-events.js';
import { ajaxProduct, hundredths, type Product, shopifyId } from './products.js';
import { type Reply, tapReplies } from './tap-replies.js';

const CHANNEL = 2;
const MAX_LINES = 200;
const CART_PATH = /\/cart(?:\/(add|change|update|clear))?(?:\.js|\.json)?$/;

type ThemeEars = Pick<ShopifyEars, 'sink' | 'tell' | 'products'>;

/**
 * Themes that publish nothing: the product page by what Shopify itself writes into every Liquid page,
 * `ShopifyAnalytics.meta.product`; the cart by the answers its Ajax API gives to the theme, and by
 * forms that are posted the classic way.
 * @returns the undo, and when the answers that have arrived are read.
 */
export function themeTraces(host: Window & typeof globalThis, ears: ThemeEars) {
  const { sink, tell, products } = ears;
  const { document } = host;
  /** The lines of the cart by key, as the last whole cart had them. */
  let cart: Map<string, Product> | undefined;

  const readReply = guarded(sink, ({ path, sent, json }: Reply) => {
    if (!isObject(json)) return;
    const action = CART_PATH.exec(path)?.[1];
    // One line, or what was added together; the whole cart has a token.
    if (action === 'add') return countAdded(Array.isArray(json.items) ? json.items : [json], sent);
    if (!Array.isArray(json.items)) return;
    const lines = json.items.slice(0, MAX_LINES).filter(isObject);
    const before = cart;
    cart = new Map();
    for (const line of lines) {
      const item = learn(line);
      const key = shopifyId(line.key);
      if (item && key) cart.set(key, item);
    }
    if (!action || !before) return;
    for (const [key, item] of before) {
      if (!cart.has(key)) tell(CHANNEL, { type: 'remove', item });
    }
  });

  function countAdded(lines: unknown[], sent: unknown): void {
    if (lines.length > MAX_LINES) sink.refuse('limit', lines.length - MAX_LINES);
    const asked = askedQuantities(sent);
    for (const line of lines.slice(0, MAX_LINES)) {
      const item = isObject(line) ? learn(line) : undefined;
      if (!isObject(line) || !item) {
        sink.refuse('item');
        continue;
      }
      const key = shopifyId(line.key);
      if (key) cart?.set(key, item);
      // The line tells how many are in the cart now, the request how many were put into it.
      const quantity = asked.get(shopifyId(line.variant_id ?? line.id) ?? '');
      tell(CHANNEL, { type: 'cart', item, quantity });
    }
  }

  function learn(line: Fields): Product | undefined {
    const item = ajaxProduct(line);
    products.learn(line.variant_id ?? line.id, item);
    products.learn(line.key, item);
    return item;
  }

  const readPage = guarded(sink, () => {
    const { meta } = (host as { ShopifyAnalytics?: { meta?: Fields } }).ShopifyAnalytics ?? {};
    if (!isObject(meta) || !isObject(meta.product)) return;
    const item = learnMeta(meta.product, meta.currency);
    if (!item) sink.refuse('item');
    // Other pages carry the product of a section that shows one.
    else if (isObject(meta.page) && meta.page.pageType === 'product') {
      tell(CHANNEL, { type: 'click', item });
    }
  });

  function learnMeta(product: Fields, currency: unknown): Product | undefined {
    const id = shopifyId(product.id);
    const found = Array.isArray(product.variants) ? product.variants : [];
    const variants = found.slice(0, MAX_LINES).filter(isObject);
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

  const readForm = guarded(sink, (event: Event) => {
    const form = event.target;
    // One that the theme has taken into its own hands is seen in the answer.
    if (!(form instanceof host.HTMLFormElement) || event.defaultPrevented) return;
    const { pathname } = new URL(form.getAttribute('action') ?? '', host.location.href);
    if (CART_PATH.exec(pathname)?.[1] !== 'add') return;
    const fieldValue = (name: string) =>
      form.querySelector<HTMLInputElement>(`[name="${name}"]`)?.value;
    const id = shopifyId(fieldValue('product-id'));
    const item = products.of(fieldValue('id')) ?? (id ? { id } : undefined);
    if (item) tell(CHANNEL, { type: 'cart', item, quantity: fieldValue('quantity') });
    else sink.refuse('item');
  });

  const tap = tapReplies(host, (path) => CART_PATH.test(path), readReply);
  // The last to hear it: whoever prevents the post has done so by then.
  host.addEventListener('submit', readForm);
  if (document.readyState === 'loading') {
    document.addEventListener('DOMContentLoaded', readPage, { once: true });
  } else readPage();
  return {
    settled: tap.settled,
    stop() {
      tap.stop();
      host.removeEventListener('submit', readForm);
      document.removeEventListener('DOMContentLoaded', readPage);
    },
  };
}

/** `Diamante dress - XXS` of the variant `XXS`. */
function nameOf({ name, public_title: variant }: Fields): unknown {
  const end = ` - ${variant}`;
  return typeof name === 'string' && name.endsWith(end) ? name.slice(0, -end.length) : name;
}

/** How many of each variant a request asks for: FormData, URLSearchParams, JSON or a query string. */
function askedQuantities(sent: unknown): Map<string, unknown> {
  const asked = new Map<string, unknown>();
  const read = (line: unknown) => {
    const id = isObject(line) && shopifyId(line.id);
    if (id) asked.set(id, line.quantity ?? 1);
  };
  try {
    let body = sent;
    if (typeof body === 'string' && body.length < 100_000) {
      body = body.startsWith('{') ? JSON.parse(body) : new URLSearchParams(body);
    }
    if (body instanceof FormData || body instanceof URLSearchParams) {
      read({ id: body.get('id'), quantity: body.get('quantity') ?? undefined });
    } else if (isObject(body)) {
      const lines = Array.isArray(body.items) ? body.items : [body];
      lines.slice(0, MAX_LINES).forEach(read);
    }
  } catch {
    // Without it the quantity is not known, and the rest is.
  }
  return asked;
}
