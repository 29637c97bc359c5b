import { whenFound } from '../../lib/page/when-global.js';
import type { Report } from '../channels.js';
import { guarded } from '../guarded.js';
import type { Sink } from '../source.js';
import { type Cart, lineOf, linesOfForm } from './cart.js';
import { pageProduct } from './page.js';

type Handler = (event: unknown, fragments?: unknown, hash?: unknown, button?: unknown) => void;

type JQuery = (target: Element) => {
  on(name: string, handler: Handler): unknown;
  off(name: string, handler: Handler): unknown;
};

/** The events that classic themes trigger on the body. @returns the undo. */
export function jQueryEvents(host: Window, sink: Sink, cart: Cart, report: Report): () => void {
  const added: Handler = guarded(sink, (_event, _fragments, _hash, button) => {
    const pressed = elementOf(button);
    const line = lineOf(pressed);
    // Themes that send the form of the product page by a request of their own.
    const form = pressed?.closest<HTMLFormElement>('form.cart');
    const lines = form
      ? linesOfForm(form, pressed, pageProduct(host.document))
      : line
        ? [line]
        : cart.pending;
    cart.count(report, 'cart', lines);
    cart.pending = [];
  });
  const removed: Handler = guarded(sink, (_event, _fragments, _hash, button) => {
    const line = lineOf(elementOf(button));
    cart.count(report, 'remove', line ? [line] : []);
  });
  return whenFound(
    () => (host as { jQuery?: JQuery }).jQuery,
    (jQuery) => {
      const body = jQuery(host.document.body);
      body.on('added_to_cart', added);
      body.on('removed_from_cart', removed);
      return () => {
        body.off('added_to_cart', added);
        body.off('removed_from_cart', removed);
      };
    },
  );
}

/** The element of a jQuery object, or one as it is. */
function elementOf(button: unknown): Element | null {
  return button instanceof Element
    ? button
    : ((button as { 0?: Element } | undefined)?.[0] ?? null);
}
