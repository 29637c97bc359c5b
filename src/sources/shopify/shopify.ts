import { clock } from '../../lib/environment.js';
import { createChannels } from '../channels.js';
import { createPageActs } from '../page-acts.js';
import type { Source } from '../source.js';
import { ajaxCart } from './ajax-cart.js';
import { hydrogenEvents } from './hydrogen.js';
import { createProducts } from './products.js';
import { productPage } from './product-page.js';
import { pixelPurchases } from './purchases.js';
import { standardEvents } from './standard-events.js';

/**
 * A Shopify storefront: the standard storefront events of its theme, else the analytics bus of
 * Hydrogen, else what any Liquid theme leaves; one count an action, by the best of them. Purchases
 * come by way of a custom pixel, see docs/guide/shopify.md. Ids are those of products, not of variants.
 */
export function shopify(host: Window): Source {
  const page = host as Window & typeof globalThis;
  return {
    name: 'shopify',
    start(into) {
      const sink = createPageActs(into, page);
      const channel = createChannels(sink, clock);
      const products = createProducts();
      const theme = { sink, products, report: channel(2) };
      const cart = ajaxCart(page, theme);
      const stops = [
        cart.stop,
        productPage(page, theme),
        hydrogenEvents(page, { sink, report: channel(1) }),
        standardEvents(page.document, {
          sink,
          products,
          report: channel(0),
          whenCartRead: cart.whenRead,
        }),
        pixelPurchases(page, sink),
      ];
      return () => {
        for (const stop of stops.reverse()) stop();
        sink.settle();
      };
    },
  };
}
