import { clock } from '../../lib/environment.js';
import { createChannels } from '../channels.js';
import { guarded } from '../guarded.js';
import { createPageActs } from '../page-acts.js';
import type { Source } from '../source.js';
import { blockEvents } from './blocks.js';
import { createCart } from './cart.js';
import { jQueryEvents } from './jquery-events.js';
import { nativeEvents } from './native-events.js';
import { countPage } from './page.js';

/**
 * A WooCommerce shop. Classic themes trigger jQuery events on the body, with the button that was
 * pressed; the product page posts its form; blocks use `wp.hooks` and `wc-blocks_added_to_cart`, which
 * does not say what was added and is read together with the button pressed before. Ids are those of
 * products; a line of the block cart has only that of its variation.
 * https://developer.woocommerce.com/docs/cart-and-checkout-dom-events
 * @param host its jQuery and `wp.hooks` may come late, or never.
 */
export function woocommerce(host: Window): Source {
  const page = host as Window & typeof globalThis;
  const { document } = page;
  return {
    name: 'woocommerce',
    start(sink) {
      const channel = createChannels(sink, clock);
      const cart = createCart(sink);
      const acts = createPageActs(sink, page);
      const readPage = guarded(sink, () => countPage(page, acts));
      const stops = [
        jQueryEvents(page, sink, cart, channel(0)),
        blockEvents(page, sink, channel(2)),
        nativeEvents(page, sink, cart, channel(1)),
      ];
      if (document.readyState === 'loading') {
        document.addEventListener('DOMContentLoaded', readPage);
        stops.push(() => document.removeEventListener('DOMContentLoaded', readPage));
      } else readPage();
      return () => {
        for (const stop of stops.reverse()) stop();
        acts.settle();
      };
    },
  };
}
