import type { Report } from '../channels.js';
import { guarded } from '../guarded.js';
import type { Sink } from '../source.js';
import { type Cart, lineOf, linesOfForm } from './cart.js';
import { pageProduct } from './page.js';

/** The page's own clicks and posts, and the event of the blocks that confirms them. @returns the undo. */
export function nativeEvents(
  page: Window & typeof globalThis,
  sink: Sink,
  cart: Cart,
  report: Report,
): () => void {
  const { document } = page;
  // Blocks also dispatch it for what jQuery reported; nothing is pending then.
  const addedByBlock = guarded(sink, () => {
    if (cart.pending.length) cart.count(report, 'cart', cart.pending);
    cart.pending = [];
  });
  const clicked = guarded(sink, ({ target }: Event) => {
    if (!(target instanceof page.Element)) return;
    const button = target.closest('.add_to_cart_button[data-product_id]');
    const line = lineOf(button);
    // Without Ajax the link itself adds: the page is left.
    const leaves = button?.matches('a[href*="add-to-cart="]:not(.ajax_add_to_cart)');
    if (line && leaves) cart.count(report, 'cart', [line]);
    else if (line) cart.pending = [line];
    // The link on the cart page removes without any event.
    const removed = lineOf(target.closest('.woocommerce-cart-form .product-remove > a'));
    if (removed) cart.count(report, 'remove', [removed]);
  });
  const submitted = guarded(sink, (event: Event) => {
    const form = event.target;
    if (!(form instanceof page.HTMLFormElement) || !form.matches('form.cart')) return;
    // A product that is sold elsewhere: the form leads there.
    if (/get/i.test(form.getAttribute('method') ?? '')) return;
    const lines = linesOfForm(form, (event as SubmitEvent).submitter, pageProduct(document));
    // A theme that sends the form by a request of its own triggers an event when it is done.
    if (event.defaultPrevented) cart.pending = lines;
    else cart.count(report, 'cart', lines);
  });

  const places = [
    // Dispatched in place of a jQuery event it does not bubble.
    [document, 'wc-blocks_added_to_cart', addedByBlock, true],
    [document, 'click', clicked, true],
    // On the window, where it arrives last: whoever prevents the post has done so by then.
    [page, 'submit', submitted, false],
  ] as const;
  for (const [target, name, read, capture] of places) target.addEventListener(name, read, capture);
  return () => {
    for (const [target, name, read, capture] of places) {
      target.removeEventListener(name, read, capture);
    }
  };
}
