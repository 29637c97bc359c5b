/**
 * Listeners and consent signals of platforms, for a shop whose globals have names of their own:
 * `sources: ['dom', segment(window, ['shopAnalytics'])]`. Else they are found by themselves.
 */
export { gpp, shopifyPrivacy, tcf } from './consent/platforms.js';
export { adobe } from './sources/adobe.js';
export { ga4 } from './sources/ga4.js';
export { jsonld } from './sources/jsonld.js';
export { segment } from './sources/segment.js';
export { shopify } from './sources/shopify.js';
export { snowplow } from './sources/snowplow.js';
export type { Sink, Source } from './sources/source.js';
export { type PagePatterns, url } from './sources/url.js';
export { woocommerce } from './sources/woocommerce.js';
