import { consentMode } from '../consent/consent-mode.js';
import type { ConsentSignal } from '../consent/consent-signal.js';
import { doNotTrack, globalPrivacyControl } from '../consent/global-privacy-control.js';
import { platformSignals } from '../consent/platform-signals.js';
import type { ShopEventSource } from '../events/event.js';
import { toPredictorError } from '../lib/errors.js';
import { type QueueHost, tapQueue } from '../lib/page/tap-queue.js';
import { dom } from '../sources/dom/dom.js';
import { showsPlatform } from '../sources/platform-signs.js';
import type { Sink } from '../sources/source.js';
import { startSources } from '../sources/start-sources.js';
import type { Core } from './core.js';
import type { ListenersModule } from './load/loaders.js';

/** Tags are loaded late: a page that shows no platform at first is asked again after these times. */
const ASK_AGAIN_MS = [500, 2000, 8000];

export interface PageListeners {
  /** What the browser and consent platforms say, once they can be asked. */
  signals: ConsentSignal[];
  /** @returns what to wait for until those who could speak at once listen. */
  start(sinkFor: (name: ShopEventSource) => Sink): unknown;
  stop(): void;
}

/**
 * Everything that is listened to on the page: `data-nextaisle` marks at once, platforms when the shop
 * names one or the page shows one. The listeners of platforms are a chunk that a page without any
 * never loads.
 */
export function createPageListeners({ settings, loaders, onFault }: Core): PageListeners {
  const { sources, pages, environment } = settings;
  const page = window as unknown as QueueHost;
  const wanted = sources === 'auto' ? ['dom' as const] : sources;
  const names = wanted.filter((one) => typeof one === 'string');
  const isNamed = !!pages || names.some((name) => name !== 'dom');
  const stops: (() => void)[] = [];
  const onMissing = (thrown: unknown) => onFault(toPredictorError(thrown, 'CHUNK_MISSING'));
  /** The address of the page of which another source than structured data told a product view. */
  let viewedAddress = '';
  let stopped = false;

  let load = () => {};
  const listeners = new Promise<ListenersModule>((resolve) => {
    load = () => {
      load = () => {};
      resolve(loaders.loadListeners());
    };
  });
  listeners.catch(onMissing);
  const isThere = isNamed || showsPlatform(window);
  // At once, before anything is kept: a consent platform may forbid it.
  if (isThere) load();
  else {
    const ask = () => void (showsPlatform(window) && load());
    for (const afterMs of ASK_AGAIN_MS) stops.push(environment.after(afterMs, ask));
    // Pages without a tag manager fill it late, by a first click.
    stops.push(tapQueue(page, 'dataLayer', () => load()));
  }

  return {
    signals: [
      consentMode(page),
      globalPrivacyControl(navigator),
      doNotTrack(navigator),
      ...platformSignals(page, () =>
        listeners.then(({ loadConsentPlatforms }) => loadConsentPlatforms()),
      ),
    ],
    start(into) {
      const sinkFor = (source: ShopEventSource): Sink => {
        const sink = into(source);
        const event = (raw: unknown) => {
          if (source !== 'jsonld' && Object(raw).type === 'click') viewedAddress = location.href;
          sink.event(raw);
        };
        return { ...sink, event };
      };
      const atHand = wanted.flatMap((one) =>
        typeof one === 'object' ? one : one === 'dom' ? dom(document) : [],
      );
      stops.push(startSources(atHand, sinkFor));
      const begun = listeners
        .then(({ startPlatforms }) => {
          if (stopped) return;
          const isLookKnown = () => viewedAddress === location.href;
          const choice = { names: sources === 'auto' ? undefined : names, pages, isLookKnown };
          const started = startPlatforms(window, choice, sinkFor, onMissing);
          stops.push(started.stop);
          return started.begun;
        })
        // That they could not be loaded has been reported.
        .catch(() => {});
      return isThere && begun;
    },
    stop() {
      stopped = true;
      for (const stop of stops.splice(0)) stop();
    },
  };
}
