/**
 * Listeners and consent signals of platforms, for a shop whose globals have names of their own:
 * `sources: ['dom', segment(window, ['shopAnalytics'])]`. Else they are found by themselves.
 */
export type { ConsentSignal, ConsentTier, ConsentVerdict } from './consent/consent-signal.js';
export { gpp, shopifyPrivacy, tcf } from './consent/platforms.js';
export type { Platform } from './lib/platform.js';
export type { QueueHost } from './lib/tap-queue.js';
export type { WatchWorld } from './lib/watch-global.js';
export { adobe } from './sources/adobe.js';
export { ga4 } from './sources/ga4.js';
export { jsonld } from './sources/jsonld.js';
export { segment } from './sources/segment.js';
export { shopify } from './sources/shopify.js';
export { snowplow } from './sources/snowplow.js';
export type { Sink, Source } from './sources/source.js';
export { type PagePatterns, type Patterns, url } from './sources/url.js';
export { woocommerce } from './sources/woocommerce.js';
