import type { ShopEventSource } from '../events/event.js';
import { whenShown } from '../lib/page/when-shown.js';
import type { Sink, Source } from './source.js';

/** @param name which source threw. */
export type OnThrown = (name: string, thrown: unknown) => void;

/**
 * Starts sources once the page is really shown: a page that is only prerendered counts nothing.
 * A source that cannot start does not keep the others from starting.
 * @param sinkFor a sink of its own for each source.
 * @param onThrown is told of a source that could not start or stop.
 * @returns the undo.
 */
export function startSources(
  sources: readonly Source[],
  sinkFor: (name: ShopEventSource) => Sink,
  onThrown: OnThrown = () => {},
): () => void {
  const stops: (() => void)[] = [];
  const start = () => {
    for (const source of sources) {
      const sink = sinkFor(source.name);
      try {
        const stop = source.start(sink);
        stops.push(() => {
          try {
            stop();
          } catch (thrown) {
            onThrown(source.name, thrown);
          }
        });
      } catch (thrown) {
        sink.refuse('shape');
        onThrown(source.name, thrown);
      }
    }
  };
  stops.push(whenShown(start));
  return () => {
    for (const stop of stops.splice(0).reverse()) stop();
  };
}
