import { createChannels } from '../channels.js';
import { followGlobal } from '../follow-global.js';
import { guarded } from '../guarded.js';
import type { Source } from '../source.js';
import { blockEvents } from './blocks.js';
import { countPage, pageProduct } from './page.js';

type Handler = (event: unknown, fragments: unknown, hash: unknown, button: unknown) => void;

type JQueryish = (target: Element) => {
  on(name: string, f: Handler): unknown;
  off(name: string, f: Handler): unknown;
};

interface Line {
  item: { id: unknown; name?: unknown };
  quantity?: unknown;
}

const JQUERY = 0;
const NATIVE = 1;

/**
 * A WooCommerce shop. Classic themes tell by jQuery events on the body, with the button that was
 * pressed; the product page by its form; blocks by `wp.hooks` and by `wc-blocks_added_to_cart`, which
 * does not say what was added and is read together with the button pressed before. Ids are those of
 * products; a line of the block cart has only that of its variation.
 * @param host its jQuery and `wp.hooks` may come late, or never.
 */
export function woocommerce(host: Window): Source {
  const page = host as Window & typeof globalThis;
  const { document } = page;
  return {
    name: 'woocommerce',
    start(sink) {
      const tell = createChannels(sink, () => page.performance.now());
      /** What was pressed or posted and not yet confirmed. */
      let pending: Line[] = [];
      const count = (channel: number, type: 'cart' | 'remove', lines: Line[]) => {
        if (!lines.length) sink.refuse('item');
        // Classic and block buttons may stand on one page: no channel speaks for the other.
        for (const line of lines) tell(channel, { type, ...line }, false);
      };

      const added = guarded(sink, (_event, _fragments, _hash, button) => {
        const line = lineOf(elementOf(button));
        count(JQUERY, 'cart', line ? [line] : pending);
        pending = [];
      }) as Handler;
      const removed = guarded(sink, (_event, _fragments, _hash, button) => {
        const line = lineOf(elementOf(button));
        count(JQUERY, 'remove', line ? [line] : []);
      }) as Handler;
      const undoJQuery = followGlobal(
        page,
        () => (page as { jQuery?: JQueryish }).jQuery,
        (jQuery) => {
          const body = jQuery(document.body);
          body.on('added_to_cart', added);
          body.on('removed_from_cart', removed);
          return () => {
            body.off('added_to_cart', added);
            body.off('removed_from_cart', removed);
          };
        },
      );

      // Blocks tell the same of what jQuery told; nothing is pending then.
      const addedByBlock = guarded(sink, () => {
        if (pending.length) count(NATIVE, 'cart', pending);
        pending = [];
      });
      const clicked = guarded(sink, (event: Event) => {
        const { target } = event;
        if (!(target instanceof page.Element)) return;
        const button = target.closest('.add_to_cart_button[data-product_id]');
        const line = lineOf(button);
        // Without Ajax the link itself adds: the page is left.
        const leaves = button?.matches('a[href*="add-to-cart="]:not(.ajax_add_to_cart)');
        if (line && leaves) count(NATIVE, 'cart', [line]);
        else if (line) pending = [line];
        // The cart page tells nobody which line its link has removed.
        const gone = lineOf(target.closest('.woocommerce-cart-form .product-remove > a'));
        if (gone) count(NATIVE, 'remove', [gone]);
      });
      const submitted = guarded(sink, (event: Event) => {
        const form = event.target;
        if (!(form instanceof page.HTMLFormElement) || !form.matches('form.cart')) return;
        const lines = linesOfForm(form, event as SubmitEvent, pageProduct(document));
        // A theme that takes the form into its own hands tells when it is done.
        if (event.defaultPrevented) pending = lines;
        else count(NATIVE, 'cart', lines);
      });

      const readPage = guarded(sink, () => countPage(page, sink));
      const undoBlocks = blockEvents(page, sink, tell);
      const places = [
        // Where it stands for a jQuery event it does not bubble.
        [document, 'wc-blocks_added_to_cart', addedByBlock, true],
        [document, 'click', clicked, true],
        // The last to hear it: whoever prevents the post has done so by then.
        [page, 'submit', submitted, false],
        ...(document.readyState === 'loading'
          ? ([[document, 'DOMContentLoaded', readPage, false]] as const)
          : []),
      ] as const;
      for (const [target, name, f, capture] of places) target.addEventListener(name, f, capture);
      if (document.readyState !== 'loading') readPage();
      return () => {
        for (const [target, name, f, capture] of places) {
          target.removeEventListener(name, f, capture);
        }
        undoBlocks();
        undoJQuery();
      };
    },
  };
}

/** The element of a jQuery object. */
function elementOf(button: unknown): Element | null {
  return (button as { 0?: Element } | undefined)?.[0] ?? null;
}

function lineOf(button: Element | null): Line | undefined {
  const id = button?.getAttribute('data-product_id') || button?.getAttribute('data-product_sku');
  if (!button || !id) return undefined;
  const card = button.closest('li.product, .wc-block-product');
  const name = card?.querySelector('.woocommerce-loop-product__title, .wp-block-post-title');
  return {
    item: { id, name: name?.textContent ?? undefined },
    quantity: button.getAttribute('data-quantity') ?? undefined,
  };
}

/** One line; a grouped product has one for each `quantity[34]` that was filled in. */
function linesOfForm(form: HTMLFormElement, event: SubmitEvent, pageId?: string): Line[] {
  const grouped = [...form.querySelectorAll<HTMLInputElement>('input[name^="quantity["]')]
    .filter(({ value }) => Number(value) > 0)
    .map(({ name, value }) => ({
      item: { id: name.slice('quantity['.length, -1) },
      quantity: value,
    }));
  if (grouped.length) return grouped;
  const value = (name: string) =>
    form.querySelector<HTMLInputElement>(`[name="${name}"]`)?.value || undefined;
  const { submitter } = event;
  const pressed =
    submitter?.getAttribute('name') === 'add-to-cart' ? submitter.getAttribute('value') : null;
  const id = pressed || value('product_id') || value('add-to-cart') || pageId;
  return id ? [{ item: { id }, quantity: value('quantity') }] : [];
}
