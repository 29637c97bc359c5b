import type { PlatformName } from '../events/event-sources.js';
import type { PagePatterns, RefuseOption } from './addresses/url.js';
import type { Source } from './source.js';
import type { MarkupNote } from './structured-data/markup-note.js';

/** Told what a listener could not read, and why. */
export interface SourceContext {
  onMarkupNote?: (note: MarkupNote) => void;
}

type Load = (page: Window, context: SourceContext) => Promise<Source>;

/**
 * The listener of each platform in `events/event-sources.ts`, loaded from a file of its own, so that a shop
 * loads what it has. The entry does not import this: it is part of the listeners chunk.
 */
const LISTENERS = {
  ga4: async (page) => (await import('./ga4/ga4.js')).ga4(page),
  segment: async (page) => (await import('./segment/segment.js')).segment(page),
  shopify: async (page) => (await import('./shopify/shopify.js')).shopify(page),
  snowplow: async (page) => (await import('./snowplow/snowplow.js')).snowplow(page),
  woocommerce: async (page) => (await import('./woocommerce/woocommerce.js')).woocommerce(page),
  adobe: async (page) => (await import('./adobe/adobe.js')).adobe(page),
  jsonld: async (page, { onMarkupNote }) =>
    (await import('./structured-data/jsonld.js')).jsonld(page.document, onMarkupNote),
} satisfies Readonly<Record<PlatformName, Load>>;

export const loadListener = (name: PlatformName, page: Window, context: SourceContext = {}) =>
  LISTENERS[name](page, context);

/** For a page that says nothing itself: what the shopper does is read from its addresses. */
export async function loadAddresses(
  page: Window,
  patterns: PagePatterns,
  refuse: RefuseOption,
): Promise<Source> {
  const { checkPages, url } = await import('./addresses/url.js');
  checkPages(patterns, refuse);
  return url(page, patterns);
}
