import type { ShopEventSource } from '../events/event.js';
import type { QueueHost } from '../lib/page/tap-queue.js';
import { atPageMoments } from '../lib/page/watch-global.js';
import { PLATFORM_NAMES, type PlatformName, showsPlatform } from './platform-signs.js';
import type { Sink, Source } from './source.js';
import { startSources } from './start-sources.js';
import type { PagePatterns } from './addresses/url.js';

/** Which platforms are listened to: these, or with no names those that the page shows. */
export interface PlatformChoice {
  names?: readonly string[];
  /** True when another source has told of a look at the page as it is: structured data is then none. */
  isLookKnown?: () => boolean;
  /** Which addresses are products, lists, the cart: for a page that says nothing itself. */
  pages?: PagePatterns;
}

type Open = (page: Window, choice: PlatformChoice) => Promise<Source>;
const queues = (page: Window) => page as unknown as QueueHost;

/** A file each, so that a shop loads what it has. */
const OPEN: Readonly<Record<PlatformName, Open>> = {
  ga4: async (page) => (await import('./ga4/ga4.js')).ga4(queues(page)),
  segment: async (page) => (await import('./segment/segment.js')).segment(queues(page)),
  shopify: async (page) => (await import('./shopify/shopify.js')).shopify(page),
  snowplow: async (page) => (await import('./snowplow/snowplow.js')).snowplow(queues(page)),
  woocommerce: async (page) => (await import('./woocommerce/woocommerce.js')).woocommerce(page),
  adobe: async (page) => (await import('./adobe/adobe.js')).adobe(queues(page)),
  jsonld: async (page, { isLookKnown }) =>
    (await import('./structured-data/jsonld.js')).jsonld(page.document, isLookKnown),
};
const openPages: Open = async (page, { pages = {} }) =>
  (await import('./addresses/url.js')).url(page, pages);

/**
 * Starts each platform's source as soon as the page shows it.
 * @param onMissing called when a source could not be loaded.
 * @returns `begun` resolves when those that were there at once listen; and the undo.
 */
export function startPlatforms(
  page: Window,
  choice: PlatformChoice,
  sinkFor: (name: ShopEventSource) => Sink,
  onMissing: (thrown: unknown) => void,
): { begun: Promise<unknown>; stop: () => void } {
  const { names, pages } = choice;
  const stops: (() => void)[] = [];
  let live = true;
  let waiting = PLATFORM_NAMES.filter((name) => !names || names.includes(name));
  const start = async (open: Open) => {
    try {
      const source = await open(page, choice);
      if (live) stops.push(startSources([source], sinkFor));
    } catch (thrown) {
      onMissing(thrown);
    }
  };
  const starting = pages ? [start(openPages)] : [];
  const look = () => {
    const here = waiting.filter((name) => names || showsPlatform(page, [name]));
    waiting = waiting.filter((name) => !here.includes(name));
    for (const name of here) starting.push(start(OPEN[name]));
  };
  stops.push(atPageMoments(look));
  return {
    begun: Promise.all(starting),
    stop() {
      live = false;
      for (const stop of stops.splice(0)) stop();
    },
  };
}
