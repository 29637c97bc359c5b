import type { Platform } from '../lib/platform.js';

/** What platforms of shops, of tracking and of consent leave on the window. */
const GLOBALS = [
  'Shopify',
  'analytics',
  'rudderanalytics',
  'posthog',
  'GlobalSnowplowNamespace',
  'adobeDataLayer',
  '__tcfapi',
  '__gpp',
  'wc_add_to_cart_params',
];
const MARKS =
  '[itemtype*="schema.org/Product"],[type="application/ld+json"],[property^="product:"],body[class*=woocommerce]';
/** When a page that showed nothing at first is looked at again: tags are loaded late. */
const LOOKS_MS = [500, 2000, 8000];

/**
 * Calls back once when the page shows a platform whose listeners are a chunk of their own: a page
 * without any loads none of them.
 * @returns the undo.
 */
export function onPlatform(platform: Pick<Platform, 'after'>, found: () => void): () => void {
  const isThere = () => GLOBALS.some((name) => name in window) || !!document.querySelector(MARKS);
  // At once, before anything is kept: a consent platform may forbid it.
  if (isThere()) {
    found();
    return () => {};
  }
  const stops = LOOKS_MS.map((afterMs) => platform.after(afterMs, look));
  const stop = () => {
    for (const undo of stops) undo();
  };
  function look() {
    if (!isThere()) return;
    stop();
    found();
  }
  return stop;
}
