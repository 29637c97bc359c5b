import type { ConsentSignal } from '../consent/consent-signal.js';
import { platformSignals } from '../consent/platform-signals.js';
import type { ShopEventSource } from '../events/event.js';
import { PredictorError } from '../lib/errors.js';
import { tapQueue } from '../lib/page/tap-queue.js';
import { watchPage } from '../lib/page/watch-page.js';
import { dom } from '../sources/dom/dom.js';
import { ALL_SIGNS, showsAny } from '../sources/platform-signs.js';
import type { Sink } from '../sources/source.js';
import { startSources } from '../sources/start-sources.js';
import type { Loaders, ParsedOptions } from './options.js';

export interface Listening {
  /** What consent platforms say, once their chunk is loaded. */
  signals: ConsentSignal[];
  /** @returns what to wait for until those platforms listen that the page showed at once. */
  start(sinkFor: (name: ShopEventSource) => Sink): unknown;
  stop(): void;
}

/**
 * Listens to the page: to `data-nextaisle` at once; to platforms when the shop names one or the page
 * shows one, because their listeners are a chunk that a page without any never loads.
 */
export function createListening(
  { sources, pages, environment }: ParsedOptions,
  loadListeners: Loaders['loadListeners'],
  onFault: (error: PredictorError) => void,
): Listening {
  const wanted = sources === 'auto' ? ['dom' as const] : sources;
  const names = wanted.filter((one) => typeof one === 'string');
  const stops: (() => void)[] = [];
  const onMissing = (thrown: unknown) =>
    onFault(new PredictorError('CHUNK_MISSING', String(thrown)));
  /** The address of the page of which a product view was reported last. */
  let viewedAt = '';
  let live = true;

  let load = () => false;
  const chunk = new Promise<Awaited<ReturnType<typeof loadListeners>>>((resolve) => {
    load = () => {
      resolve(loadListeners());
      return true;
    };
  });
  chunk.catch(onMissing);
  // At once, before anything is kept: a consent platform may forbid it.
  const look = () => showsAny(window, ALL_SIGNS) && load();
  const isNamed = pages || names.some((name) => name !== 'dom');
  const isShown = isNamed ? load() : look();
  if (!isShown) {
    stops.push(
      watchPage(look, { window, after: environment.after }),
      // Pages without a tag manager may fill it late, by a first click.
      tapQueue(window, 'dataLayer', load),
    );
  }

  return {
    signals: platformSignals(window, () =>
      chunk.then(({ loadConsentPlatforms }) => loadConsentPlatforms()),
    ),
    start(openSink) {
      const sinkFor = (source: ShopEventSource): Sink => {
        const sink = openSink(source);
        const event = (raw: unknown) => {
          if (source !== 'jsonld' && Object(raw).type === 'click') viewedAt = location.href;
          sink.event(raw);
        };
        return { ...sink, event };
      };
      const ready = wanted.flatMap((one) =>
        typeof one === 'object' ? one : one === 'dom' ? dom(document) : [],
      );
      stops.push(startSources(ready, sinkFor));
      const begun = chunk
        .then(({ startPlatforms }) => {
          if (!live) return;
          const isViewReported = () => viewedAt === location.href;
          const choice = { names: sources === 'auto' ? undefined : names, pages, isViewReported };
          const started = startPlatforms(window, choice, sinkFor, onMissing);
          stops.push(started.stop);
          return started.begun;
        })
        // That they could not be loaded has been reported.
        .catch(() => {});
      return isShown && begun;
    },
    stop() {
      live = false;
      for (const stop of stops.splice(0)) stop();
    },
  };
}
