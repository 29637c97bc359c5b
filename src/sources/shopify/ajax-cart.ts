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
  /** What was in the cart by variant, as the last whole cart had it: the key of a line may change. */
  let cart: Map<string, Product> | undefined;

  const readReply = guarded(sink, ({ path, sent, json }: Reply) => {
    const action = CART_PATH.exec(path)?.[1];
    if (!isObject(json)) {
      // The page of the cart: what was asked for is in it.
      if (action === 'add') countForm(sent);
      return;
    }
    // One line, or what was added together; the whole cart has a token.
    if (action === 'add') return countAdded(Array.isArray(json.items) ? json.items : [json], sent);
    if (!Array.isArray(json.items)) return;
    const isKnown = !!cart;
    const before = cart ?? inCart(json.items_removed);
    cart = inCart(json.items);
    if (!action) return;
    for (const [id, item] of before) if (!cart.has(id)) report({ type: 'remove', item });
    const asked = isKnown ? askedQuantities(sent) : [];
    for (const [id, [quantity]] of asked) {
      const item = before.has(id) ? undefined : cart.get(id);
      if (item) report({ type: 'cart', item, quantity });
    }
  });

  function inCart(lines: unknown): Map<string, Product> {
    const found = new Map<string, Product>();
    for (const line of Array.isArray(lines) ? lines.slice(0, MAX_LINES).filter(isObject) : []) {
      const item = learn(line);
      const id = shopifyId(line.variant_id ?? line.id);
      if (item && id) found.set(id, item);
    }
    return found;
  }

  function countAdded(lines: unknown[], sent: unknown): void {
    const asked = askedQuantities(sent);
    for (const line of firstOf(lines, sink)) {
      const item = isObject(line) ? learn(line) : undefined;
      if (!isObject(line) || !item) {
        sink.refuse('item');
        continue;
      }
      const id = shopifyId(line.variant_id ?? line.id) ?? '';
      cart?.set(id, item);
      // The line has how many are in the cart now, the request how many were put into it.
      report({ type: 'cart', item, quantity: asked.get(id)?.shift() });
    }
  }

  /** @param id of the product, where the variant is not known. */
  function countForm(sent: unknown, id?: string): void {
    const asked = askedQuantities(sent);
    if (!asked.size) sink.refuse('item');
    for (const [variant, quantities] of asked) {
      const item = products.of(variant) ?? (id ? { id } : undefined);
      for (const quantity of quantities) {
        if (item) report({ type: 'cart', item, quantity });
        else sink.refuse('item');
      }
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
    const sent = new FormData(form, (event as SubmitEvent).submitter);
    countForm(sent, shopifyId(sent.get('product-id')));
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
