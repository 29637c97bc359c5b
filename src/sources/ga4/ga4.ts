import { type Fields, isObject } from '../../events/parse-field.js';
import { tapQueue } from '../../lib/page/tap-queue.js';
import type { WatchedPage } from '../../lib/page/watch-page.js';
import { whenGlobal } from '../../lib/page/when-global.js';
import { guarded } from '../guarded.js';
import { createPageActs } from '../page-acts.js';
import type { Source } from '../source.js';
import { createEntryReader } from './read-entry.js';

/**
 * GA4 and Tag Manager: what the page pushed to its data layer before we came, and what it pushes from
 * then on; also to another array that it puts in the place of the first.
 * @param host the window.
 * @param queueName the `l=` of the container, when it has one.
 */
export function ga4(host: object, queueName = 'dataLayer', page?: WatchedPage): Source {
  return {
    name: 'ga4',
    start(sink) {
      const acts = createPageActs(sink, host);
      const readEntry = createEntryReader(acts);
      const seen = new WeakSet<object>();
      let replaying = false;
      const read = guarded(sink, (entry: unknown, ts?: number) => {
        if (!isObject(entry) && typeof entry !== 'function') return;
        // Copied from the array before this one. What is pushed twice counts twice.
        if (replaying && seen.has(entry)) return;
        seen.add(entry);
        readEntry(entry as Fields, ts);
      });
      const tap = () => {
        replaying = true;
        const stop = tapQueue(host, queueName, read);
        replaying = false;
        acts.settle();
        return stop;
      };
      try {
        // Made where the page has none, so that no push is missed.
        if (Reflect.get(host, queueName) == null) Reflect.set(host, queueName, []);
      } catch {
        // A getter threw.
      }
      const stop = whenGlobal(host, queueName, tap, page);
      return () => {
        stop();
        acts.settle();
      };
    },
  };
}
