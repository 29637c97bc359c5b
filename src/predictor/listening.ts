import type { ConsentSignal } from '../consent/consent-signal.js';
import { platformSignals } from '../consent/platform-signals.js';
import type { ShopEventSource } from '../events/event.js';
import { PredictorError } from '../lib/errors.js';
import { type QueueHost, tapQueue } from '../lib/page/tap-queue.js';
import { dom } from '../sources/dom/dom.js';
import { showsPlatform } from '../sources/platform-signs.js';
import type { Sink } from '../sources/source.js';
import { startSources } from '../sources/start-sources.js';
import type { ParsedOptions, Loaders } from './options.js';

/** When a page that showed nothing at first is looked at again: tags are loaded late. */
const LOOKS_MS = [500, 2000, 8000];

export interface Listening {
  /** What consent platforms say, once they can be asked. */
  signals: ConsentSignal[];
  /** @returns what to wait for until those who could speak at once listen. */
  start(sinkFor: (name: ShopEventSource) => Sink): unknown;
  stop(): void;
}

/**
 * Listens to the page: to marks at once, to platforms when the shop names one or the page shows one;
 * their listeners are a chunk that a page without any never loads.
 */
export function createListening(
  { sources, pages, environment }: ParsedOptions,
  loadListeners: Loaders['loadListeners'],
  onFault: (error: PredictorError) => void,
): Listening {
  const given = sources === 'auto' ? ['dom' as const] : sources;
  const names = given.filter((one) => typeof one === 'string');
  const isNamed = !!pages || names.some((name) => name !== 'dom');
  const stops: (() => void)[] = [];
  const onMissing = (thrown: unknown) =>
    onFault(new PredictorError('CHUNK_MISSING', String(thrown)));
  /** The address of the page whose look was told of. */
  let looked = '';
  let live = true;

  let found = () => {};
  const listeners = new Promise<Awaited<ReturnType<typeof loadListeners>>>((resolve) => {
    found = () => resolve(loadListeners());
  });
  listeners.catch(onMissing);
  const isThere = isNamed || showsPlatform(window);
  // At once, before anything is kept: a consent platform may forbid it.
  if (isThere) found();
  else {
    const look = () => void (showsPlatform(window) && found());
    for (const afterMs of LOOKS_MS) stops.push(environment.after(afterMs, look));
    // The one that pages without a tag manager fill late, by a first click.
    stops.push(tapQueue(window as unknown as QueueHost, 'dataLayer', found));
  }

  return {
    signals: platformSignals(window as unknown as Record<string, unknown>, () =>
      listeners.then(({ loadConsentPlatforms }) => loadConsentPlatforms()),
    ),
    start(into) {
      const sinkFor = (source: ShopEventSource): Sink => {
        const sink = into(source);
        const event = (raw: unknown) => {
          if (source !== 'jsonld' && Object(raw).type === 'click') looked = location.href;
          sink.event(raw);
        };
        return { ...sink, event };
      };
      const near = given.flatMap((one) =>
        typeof one === 'object' ? one : one === 'dom' ? dom(document) : [],
      );
      stops.push(startSources(near, sinkFor));
      const begun = listeners
        .then(({ startPlatforms }) => {
          if (!live) return;
          const isLookKnown = () => looked === location.href;
          const choice = { names: sources === 'auto' ? undefined : names, pages, isLookKnown };
          const started = startPlatforms(window, choice, sinkFor, onMissing);
          stops.push(started.stop);
          return started.begun;
        })
        // That they could not be loaded has been said.
        .catch(() => {});
      return isThere && begun;
    },
    stop() {
      live = false;
      for (const stop of stops.splice(0)) stop();
    },
  };
}
