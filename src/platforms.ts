/**
 * Listeners and consent signals of platforms, for a shop whose globals have other names than usual:
 * `sources: ['dom', segment(window, ['shopAnalytics'])]`. A platform under its usual name needs no
 * import: `sources: 'auto'` finds it.
 */
export type { ConsentSignal, ConsentTier, ConsentVerdict } from './consent/consent-signal.js';
export { gpp, shopify as shopifyPrivacy, tcf } from './consent/platforms.js';
export type { Environment } from './lib/environment.js';
export type { WatchedPage } from './lib/page/watch-page.js';
export { adobe } from './sources/adobe/adobe.js';
export { ga4 } from './sources/ga4/ga4.js';
export { jsonld } from './sources/structured-data/jsonld.js';
export { segment } from './sources/segment/segment.js';
export { shopify } from './sources/shopify/shopify.js';
export { snowplow } from './sources/snowplow/snowplow.js';
export type { Sink, Source } from './sources/source.js';
export { type PagePatterns, type Patterns, url } from './sources/addresses/url.js';
export { woocommerce } from './sources/woocommerce/woocommerce.js';
