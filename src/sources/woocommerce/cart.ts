import type { Report } from '../channels.js';
import type { OrderLine } from '../order-lines.js';
import type { Sink } from '../source.js';

/** A line of the cart; its item has at least an id. */
export interface CartLine extends OrderLine {
  item: { id: unknown; name?: unknown; codes?: unknown[] };
}

export interface Cart {
  /** What was pressed or posted, until an event says that it is in the cart. */
  pending: CartLine[];
  count(report: Report, type: 'cart' | 'remove', lines: readonly CartLine[]): void;
}

export function createCart(sink: Sink): Cart {
  return {
    pending: [],
    count(report, type, lines) {
      if (!lines.length) sink.refuse('item');
      // Classic and block buttons may be on one page: no channel reports all events of a type.
      for (const line of lines) report({ type, ...line }, false);
    },
  };
}

/** The line of an add or remove button. */
export function lineOf(button: Element | null): CartLine | undefined {
  const sku = button?.getAttribute('data-product_sku');
  const id = button?.getAttribute('data-product_id') || sku;
  if (!button || !id) return undefined;
  const card = button.closest('li.product, .wc-block-product');
  const name = card?.querySelector('.woocommerce-loop-product__title, .wp-block-post-title');
  return {
    item: { id, name: name?.textContent ?? undefined, codes: sku ? [sku] : undefined },
    quantity: button.getAttribute('data-quantity') ?? undefined,
  };
}

/**
 * One line; a grouped product has one for each `quantity[34]` that was filled in.
 * @param button the one that was pressed.
 */
export function linesOfForm(
  form: HTMLFormElement,
  button: Element | null,
  pageId?: string,
): CartLine[] {
  // As it is sent: also fields elsewhere on the page, and no box that is not ticked.
  const sent = new FormData(form);
  const grouped = [...sent].filter(([name]) => name.startsWith('quantity['));
  if (grouped.length) {
    return grouped
      .filter(([, value]) => Number(value) > 0)
      .map(([name, value]) => ({ item: { id: name.slice(9, -1) }, quantity: value }));
  }
  const value = (name: string) => sent.getAll(name).at(-1) || undefined;
  const pressed = button?.matches('[name=add-to-cart]') && button.getAttribute('value');
  const id = pressed || value('product_id') || value('add-to-cart') || pageId;
  return id ? [{ item: { id }, quantity: value('quantity') }] : [];
}
