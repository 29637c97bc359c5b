import { isObject } from '../../events/parse-field.js';
import { tapQueue } from '../../lib/page/tap-queue.js';
import type { WatchedPage } from '../../lib/page/watch-page.js';
import { whenGlobal } from '../../lib/page/when-global.js';
import { wrapMethod } from '../../lib/page/wrap-method.js';
import { guarded } from '../guarded.js';
import { createPageActs, type PageActs } from '../page-acts.js';
import { type Source, sinkAt } from '../source.js';
import { readCommand } from './commands.js';

/** Where the page's snippets announce the functions they make. */
const NAMESPACES = 'GlobalSnowplowNamespace';

/**
 * Snowplow's e-commerce events, as the page commands them: `snowplow('trackAddToCart:sp', { … })`
 * and `trackSelfDescribingEvent` with the same schemas. The commands are read, not the events that
 * leave: a plugin given to the trackers sees only those which exist by then, cannot be taken out again,
 * and sees nothing where the tracker is blocked.
 * @param host the window.
 * @param names the functions, besides those the page's snippets announce.
 */
export function snowplow(
  host: object,
  names: readonly string[] = ['snowplow'],
  page?: WatchedPage,
): Source {
  return {
    name: 'snowplow',
    start(sink) {
      const stops = new Map<unknown, () => void>();
      const acts = createPageActs(sink, host);
      const listen = (name: unknown) => {
        if (typeof name !== 'string' || stops.has(name)) return;
        const stop = whenGlobal(host, name, (api) => tapCommands(api, acts, page), page);
        stops.set(name, stop);
      };
      names.forEach(listen);
      const tapNames = () => tapQueue(host, NAMESPACES, listen);
      stops.set(undefined, whenGlobal(host, NAMESPACES, tapNames, page));
      return () => {
        stops.forEach((stop) => stop());
        acts.settle();
      };
    },
  };
}

/** The function pushes its arguments to its `q`: an array, then the tracker's own queue. */
function tapCommands(api: object, sink: PageActs, page?: WatchedPage): () => void {
  const read = guarded(sink, (command: unknown, ts?: number) => {
    if (isObject(command)) readCommand(command[0], command[1], sinkAt(sink, ts));
  });
  const attach = (queue: object) =>
    Array.isArray(queue)
      ? tapQueue(api, 'q', read)
      : wrapMethod(queue, 'push', (commands, push) => {
          // Before the push, which takes the commands apart.
          for (const command of commands) read(command);
          return push();
        });
  return whenGlobal(api, 'q', attach, page);
}
