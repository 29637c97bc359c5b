import type { ShopEventSource } from '../events/event.js';
import { PLATFORM_NAMES, PLATFORMS } from '../events/event-sources.js';
import { pageOf, watchPage } from '../lib/page/watch-page.js';
import type { PagePatterns, RefuseOption } from './addresses/url.js';
import { showsAny } from './platform-signs.js';
import { loadAddresses, loadListener } from './registry.js';
import type { Sink, Source } from './source.js';
import { startSources } from './start-sources.js';

/** Which platforms are listened to: these, or with no names those that the page shows. */
export interface PlatformChoice {
  names?: readonly string[];
  /** Which addresses are products, lists, the cart: for a page that says nothing itself. */
  pages?: PagePatterns;
}

/** How long structured data waits for the code of another source. */
const PATIENCE_MS = 2000;

/**
 * Starts each platform's source as soon as the page shows it.
 * @param onMissing called when a source could not be loaded.
 * @param refuse told of what is wrong with `pages`.
 * @returns `begun` resolves when those that were there at once listen; and the undo.
 */
export function startPlatforms(
  page: Window,
  { names, pages }: PlatformChoice,
  sinkFor: (name: ShopEventSource) => Sink,
  onMissing: (thrown: unknown) => void,
  refuse: RefuseOption = () => {},
): { begun: Promise<unknown>; stop: () => void } {
  const stops: (() => void)[] = [];
  let live = true;
  let waiting = PLATFORM_NAMES.filter((name) => !names || names.includes(name));
  const start = async (loading: Promise<Source>) => {
    try {
      const source = await loading;
      if (live) stops.push(startSources([source], sinkFor));
    } catch (thrown) {
      onMissing(thrown);
    }
  };
  /**
   * Structured data says what the page is of, and not that somebody looked: it comes after those that do,
   * when they have read what was pushed before. When the page is left meanwhile, it does not wait.
   */
  const afterOthers = (loading: Promise<Source>) => {
    const others = Promise.all(starting);
    const overdue = new Promise<void>((resolve) => {
      stops.push(pageOf().after(PATIENCE_MS, resolve));
      const left = () => resolve();
      page.addEventListener('pagehide', left);
      stops.push(() => page.removeEventListener('pagehide', left));
    });
    return Promise.race([others, overdue]).then(() => loading);
  };
  const starting = pages == null ? [] : [start(loadAddresses(page, pages, refuse))];
  const look = () => {
    const here = waiting.filter((name) => names || showsAny(page, PLATFORMS[name]));
    waiting = waiting.filter((name) => !here.includes(name));
    for (const name of here) {
      const loading = loadListener(name, page);
      starting.push(start(name === 'jsonld' ? afterOthers(loading) : loading));
    }
    return !waiting.length;
  };
  stops.push(watchPage(look, pageOf()));
  return {
    begun: Promise.all(starting),
    stop() {
      live = false;
      for (const stop of stops.splice(0)) stop();
    },
  };
}
