/** What a platform leaves on every page that has it. */
export interface PlatformSign {
  /** Any of these globals. An empty array is no sign: anybody may have made it. */
  globals?: readonly string[];
  /** Or an element by this selector. */
  selector?: string;
}

/**
 * The platforms whose events are read, and by what a page shows them: the one list of them. To add a
 * platform, add its row here, its listener in a folder of `sources/`, and the row that the compiler then
 * asks for in `sources/registry.ts`.
 */
export const PLATFORMS = {
  ga4: { globals: ['dataLayer'] },
  segment: { globals: ['analytics', 'rudderanalytics', 'posthog'] },
  shopify: { globals: ['Shopify'] },
  snowplow: { globals: ['GlobalSnowplowNamespace'] },
  woocommerce: { selector: 'body[class*=woocommerce]' },
  adobe: { globals: ['adobeDataLayer'] },
  jsonld: {
    selector: '[itemtype*="org/Product"],[type="application/ld+json"],[property^="product:"]',
  },
} as const satisfies Readonly<Record<string, PlatformSign>>;

/** A platform whose listener is loaded on a page that shows it. */
export type PlatformName = keyof typeof PLATFORMS;

export const PLATFORM_NAMES = Object.keys(PLATFORMS) as PlatformName[];
