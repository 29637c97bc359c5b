import { type Fields, isObject } from '../../events/parse-field.js';
import { firstSeenAt } from '../../lib/page/tap-queue.js';
import { pageOf, watchPage } from '../../lib/page/watch-page.js';
import { wrapMethod } from '../../lib/page/wrap-method.js';
import { guarded } from '../guarded.js';
import { createPageActs, type PageActs } from '../page-acts.js';
import { type Source, sinkAt } from '../source.js';
import { type Contexts, contextsIn, isStorefrontEvent, readStorefront } from './storefront.js';
import { readXdm } from './xdm.js';

/** Of a layer filled before we came, the last entries are read. */
const MAX_EARLIER = 10_000;

/**
 * Adobe's Client Data Layer: the storefront events of Adobe Commerce, and XDM commerce events.
 * https://github.com/adobe/adobe-client-data-layer
 * @param host the window.
 * @param name of the layer.
 */
export function adobe(host: object, name = 'adobeDataLayer', page = pageOf()): Source {
  return {
    name: 'adobe',
    start(sink) {
      const seen = new WeakSet<object>();
      const acts = createPageActs(sink, host);
      let state: Contexts = {};
      let layer: unknown;
      let push: unknown;
      let stop = () => {};
      const read = guarded(sink, (entry: unknown, again?: boolean) => {
        if (!isObject(entry)) return;
        seen.add(entry);
        state = { ...state, ...contextsIn(entry) };
        readEntry(entry, state, sinkAt(acts, firstSeenAt(entry, again)));
      });
      // The library takes over the array the page made: it empties it, replaces `push` and pushes
      // every entry again. So ours goes around the new one, and what we have not seen is read.
      const look = () => {
        const found: unknown = Reflect.get(host, name);
        if (!Array.isArray(found) || (found === layer && found.push === push)) return;
        stop();
        if (found !== layer) state = {};
        layer = found;
        push = found.push;
        const missed = found.slice(-MAX_EARLIER).filter((one) => isObject(one) && !seen.has(one));
        stop = wrapMethod(found, 'push', (entries, push) => {
          const result = push();
          for (const entry of entries) read(entry, true);
          return result;
        });
        push = found.push;
        for (const entry of missed) read(entry);
      };
      const stopLooking = watchPage(guarded(sink, look), page);
      return () => {
        stopLooking();
        stop();
        acts.settle();
      };
    },
  };
}

/** @param state the contexts set so far; the event's own come before them. */
function readEntry(entry: Fields, state: Contexts, sink: PageActs): void {
  const { event } = entry;
  // An entry without an event only changes the state.
  if (typeof event !== 'string') return;
  if (isStorefrontEvent(event)) readStorefront(event, entry.eventInfo, state, sink);
  else readXdm(event, isObject(entry.xdm) ? entry.xdm : entry, sink);
}
