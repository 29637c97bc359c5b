import { catalog, itemOf } from './catalog.js';
import { consentChoice } from './consent.js';

// Runs before the script tag; the queue `nextaisle.q` is read once it has loaded.
window.nextaisle = {
  q: [
    [
      'init',
      {
        model: new URL('../weights/demo.safetensors', import.meta.url).href,
        catalog: catalog.map(itemOf),
        // The "add to cart" button carries data-nextaisle="cart": this listener reads it.
        sources: ['dom'],
        // In a real shop 'auto', or what the consent banner says. Here the panel is the banner.
        consent: consentChoice() ?? 'granted',
        namespace: 'fernholm',
        // Neither the product of this page nor what is in the cart or bought.
        rules: { k: 5, exclude: ['current', 'in-cart', 'purchased'] },
      },
    ],
  ],
};
