/**
 * The platforms whose events are read, and the signs by which a page shows each: a global, or else a
 * selector. This is the one list of them. To add a platform, add its row here, its listener in a folder
 * of `sources/`, and the row that the compiler then asks for in `sources/registry.ts`.
 */
export const PLATFORMS = {
  ga4: ['dataLayer'],
  segment: ['analytics', 'rudderanalytics', 'posthog'],
  shopify: ['Shopify'],
  snowplow: ['GlobalSnowplowNamespace'],
  woocommerce: ['body[class*=woocommerce]'],
  adobe: ['adobeDataLayer'],
  jsonld: ['[itemtype*="org/Product"],[type="application/ld+json"],[property^="product:"]'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** A platform whose listener is loaded on a page that shows it. */
export type PlatformName = keyof typeof PLATFORMS;

export const PLATFORM_NAMES = Object.keys(PLATFORMS) as PlatformName[];

/** Who reports events: `track()`, a listener, or a history that was imported. */
export const EVENT_SOURCES = ['track', 'dom', 'url', 'import', ...PLATFORM_NAMES] as const;
