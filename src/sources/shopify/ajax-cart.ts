import { type Fields, isObject } from '../../events/parse-field.js';
import type { Report } from '../channels.js';
import { guarded } from '../guarded.js';
import { firstOf } from '../order-lines.js';
import type { Sink } from '../source.js';
import { askedQuantities } from './asked-quantities.js';
import { ajaxProduct, type Product, type Products, shopifyId } from './products.js';
import { type Reply, tapReplies } from './tap-replies.js';

const MAX_LINES = 200;
const CART_PATH = /\/cart(?:\/(add|change|update|clear))?(?:\.js|\.json)?$/;

/**
 * The cart of a theme that publishes nothing: by the answers that Shopify's Ajax API gives to the theme,
 * and by forms that are posted the classic way. https://shopify.dev/docs/api/ajax/reference/cart
 * @returns the undo, and when the answers that have arrived are read.
 */
export function ajaxCart(
  host: Window & typeof globalThis,
  { sink, report, products }: { sink: Sink; report: Report; products: Products },
): { stop(): void; whenRead(): Promise<unknown> } {
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
      if (!cart.has(key)) report({ type: 'remove', item });
    }
  });

  function countAdded(lines: unknown[], sent: unknown): void {
    const asked = askedQuantities(sent);
    for (const line of firstOf(lines, sink)) {
      const item = isObject(line) ? learn(line) : undefined;
      if (!isObject(line) || !item) {
        sink.refuse('item');
        continue;
      }
      const key = shopifyId(line.key);
      if (key) cart?.set(key, item);
      // The line has how many are in the cart now, the request how many were put into it.
      const quantity = asked.get(shopifyId(line.variant_id ?? line.id) ?? '');
      report({ type: 'cart', item, quantity });
    }
  }

  function learn(line: Fields): Product | undefined {
    const item = ajaxProduct(line);
    products.learn(line.variant_id ?? line.id, item);
    products.learn(line.key, item);
    return item;
  }

  const readForm = guarded(sink, (event: Event) => {
    const form = event.target;
    // One that the theme sends by a request of its own is seen in the answer.
    if (!(form instanceof host.HTMLFormElement) || event.defaultPrevented) return;
    const { pathname } = new URL(form.getAttribute('action') ?? '', host.location.href);
    if (CART_PATH.exec(pathname)?.[1] !== 'add') return;
    const fieldValue = (name: string) =>
      form.querySelector<HTMLInputElement>(`[name="${name}"]`)?.value;
    const id = shopifyId(fieldValue('product-id'));
    const item = products.of(fieldValue('id')) ?? (id ? { id } : undefined);
    if (item) report({ type: 'cart', item, quantity: fieldValue('quantity') });
    else sink.refuse('item');
  });

  const tap = tapReplies(host, (path) => CART_PATH.test(path), readReply);
  // On the window, where it arrives last: whoever prevents the post has done so by then.
  host.addEventListener('submit', readForm);
  return {
    whenRead: tap.whenRead,
    stop() {
      tap.stop();
      host.removeEventListener('submit', readForm);
    },
  };
}
