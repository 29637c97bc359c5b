/** Platforms whose listeners are loaded on a page that shows them. */
export type PlatformName =
  | 'ga4'
  | 'segment'
  | 'shopify'
  | 'snowplow'
  | 'woocommerce'
  | 'adobe'
  | 'jsonld';

/** What each leaves on a page: globals, and a selector. */
const SIGNS: Readonly<
  Record<PlatformName | 'consent', readonly [globals: string, marks?: string]>
> = {
  ga4: ['dataLayer'],
  segment: ['analytics rudderanalytics posthog'],
  shopify: ['Shopify'],
  snowplow: ['GlobalSnowplowNamespace'],
  woocommerce: ['', 'body[class*=woocommerce]'],
  adobe: ['adobeDataLayer'],
  jsonld: ['', '[itemtype*="org/Product"],[type="application/ld+json"],[property^="product:"]'],
  consent: ['__tcfapi __gpp'],
};

export const PLATFORM_NAMES = Object.keys(SIGNS).slice(0, -1) as PlatformName[];

/** Whether the page shows this platform, or any. An empty queue says nothing: anybody may have made it. */
export function showsPlatform(
  page: Window,
  names: readonly (keyof typeof SIGNS)[] = [...PLATFORM_NAMES, 'consent'],
): boolean {
  try {
    const globals = page as unknown as Record<string, unknown>;
    return names.some((name) => {
      const [words, marks] = SIGNS[name];
      return (
        words.split(' ').some((word) => {
          const value = word && globals[word];
          return Array.isArray(value) ? value.length : value;
        }) ||
        (marks && page.document.querySelector(marks))
      );
    });
  } catch {
    // A getter of the page threw.
    return false;
  }
}
