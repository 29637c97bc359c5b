import type { EventSource } from '../events/event.js';
import type { Sink, Source } from './source.js';

/**
 * Starts sources once the page is really shown: a page that is only prerendered counts nothing.
 * A source that cannot start takes nobody with it.
 * @param sinkFor a sink of its own for each source.
 * @returns the undo.
 */
export function startSources(
  sources: readonly Source[],
  sinkFor: (name: EventSource) => Sink,
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
  const page = typeof document === 'object' ? (document as { prerendering?: boolean }) : {};
  if (page.prerendering) {
    document.addEventListener('prerenderingchange', start, { once: true });
    stops.push(() => document.removeEventListener('prerenderingchange', start));
  } else start();
  return () => {
    for (const stop of stops.splice(0).reverse()) stop();
  };
}
