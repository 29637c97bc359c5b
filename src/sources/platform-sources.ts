import type { PagePatterns } from './url.js';
import type { QueueHost } from '../lib/tap-queue.js';
import { adobe } from './adobe.js';
import { jsonld } from './jsonld.js';
import { segment } from './segment.js';
import { shopify } from './shopify.js';
import { snowplow } from './snowplow.js';
import type { Source } from './source.js';
import { url } from './url.js';
import { woocommerce } from './woocommerce.js';

/** Which platforms are listened to: these, or with no names all of them. */
export interface PlatformChoice {
  names?: readonly string[];
  /** True when another source has told of a look at the page as it is: structured data is then none. */
  isLookKnown?: () => boolean;
  /** Which addresses are products, lists, the cart: for a page that says nothing itself. */
  pages?: PagePatterns;
}

const BY_NAME: Readonly<Record<string, (page: Window, choice: PlatformChoice) => Source>> = {
  segment: (page) => segment(page as unknown as QueueHost),
  shopify,
  snowplow: (page) => snowplow(page as unknown as QueueHost),
  woocommerce,
  adobe: (page) => adobe(page as unknown as QueueHost),
  jsonld: (page, { isLookKnown }) => jsonld(page.document, isLookKnown),
};

export function platformSources(page: Window, choice: PlatformChoice = {}): Source[] {
  const { names, pages } = choice;
  const chosen = Object.keys(BY_NAME).filter((name) => names?.includes(name) ?? true);
  const sources = chosen.map((name) => BY_NAME[name](page, choice));
  return pages ? [...sources, url(page, pages)] : sources;
}
