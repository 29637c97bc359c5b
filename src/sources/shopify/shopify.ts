import { createChannels } from '../channels.js';
import { standardEvents } from './standard-events.js';
import { hydrogenEvents } from './hydrogen.js';
import { createProducts } from './products.js';
import { pixelPurchases } from './purchases.js';
import { themeTraces } from './theme.js';
import type { Source } from '../source.js';

/**
 * A Shopify storefront: the standard storefront events of its theme, else the analytics bus of
 * Hydrogen, else the traces any Liquid theme leaves; one count an act, by the best of them. Purchases
 * come by way of a custom pixel, see docs/guide/shopify.md. Ids are those of products, not of variants.
 */
export function shopify(host: Window): Source {
  const page = host as Window & typeof globalThis;
  return {
    name: 'shopify',
    start(sink) {
      const tell = createChannels(sink, () => page.performance.now());
      const products = createProducts();
      const theme = themeTraces(page, { sink, tell, products });
      const { settled } = theme;
      const stops = [
        theme.stop,
        hydrogenEvents(page, { sink, tell }),
        standardEvents(page.document, { sink, tell, products, settled }),
        pixelPurchases(page, sink),
      ];
      return () => {
        for (const stop of stops.reverse()) stop();
      };
    },
  };
}
