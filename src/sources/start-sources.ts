import type { ShopEventSource } from '../events/event.js';
import { whenShown } from '../lib/page/when-shown.js';
import type { Sink, Source } from './source.js';

/**
 * Starts sources once the page is really shown: a page that is only prerendered counts nothing.
 * A source that cannot start does not keep the others from starting.
 * @param sinkFor a sink of its own for each source.
 * @returns the undo.
 */
export function startSources(
  sources: readonly Source[],
  sinkFor: (name: ShopEventSource) => Sink,
): () => void {
  const stops: (() => void)[] = [];
  const start = () => {
    for (const source of sources) {
      const sink = sinkFor(source.name);
      try {
        stops.push(source.start(sink));
      } catch {
        sink.refuse('shape');
      }
    }
  };
  stops.push(whenShown(start));
  return () => {
    for (const stop of stops.splice(0).reverse()) stop();
  };
}
