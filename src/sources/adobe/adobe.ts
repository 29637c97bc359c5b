import { isObject } from '../../events/parse-field.js';
import { heardAt, type QueueHost } from '../../lib/page/tap-queue.js';
import { atPageMoments, pageWorld } from '../../lib/page/watch-global.js';
import { wrapMethod } from '../../lib/page/wrap-method.js';
import { type Contexts, contextsIn, readAdobeEvent } from './adobe-events.js';
import { guarded } from '../guarded.js';
import { type Source, sinkAt } from '../source.js';

/** Of a layer filled before we came, the last entries are read. */
const MAX_EARLIER = 10_000;

/**
 * Adobe's Client Data Layer: the storefront events of Adobe Commerce, and XDM commerce events.
 * @param host the window.
 * @param name of the layer.
 */
export function adobe(host: QueueHost, name = 'adobeDataLayer', world = pageWorld()): Source {
  return {
    name: 'adobe',
    start(sink) {
      const seen = new WeakSet<object>();
      let state: Contexts = {};
      let layer: unknown;
      let push: unknown;
      let stop = () => {};
      const read = guarded(sink, (entry: unknown, again?: boolean) => {
        if (!isObject(entry)) return;
        seen.add(entry);
        state = { ...state, ...contextsIn(entry) };
        readAdobeEvent(entry, state, sinkAt(sink, heardAt(entry, again)));
      });
      // The library takes over the array the page made: it empties it, replaces `push` and pushes
      // every entry again. So ours goes around the new one, and what we have not seen is read.
      const look = () => {
        const found = host[name];
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
      const stopLooking = atPageMoments(guarded(sink, look), world);
      return () => {
        stopLooking();
        stop();
      };
    },
  };
}
