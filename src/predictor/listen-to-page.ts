import { consentMode } from '../consent/consent-mode.js';
import type { ConsentSignal } from '../consent/consent-signal.js';
import { doNotTrack, globalPrivacyControl } from '../consent/global-privacy-control.js';
import { platformSignals } from '../consent/platform-signals.js';
import { badOption } from '../lib/bad-option.js';
import { callbackFailed } from '../lib/callback-failed.js';
import { toPredictorError } from '../lib/errors.js';
import { tapQueue } from '../lib/page/tap-queue.js';
import { watchPage } from '../lib/page/watch-page.js';
import { dom } from '../sources/dom/dom.js';
import { ALL_SIGNS, showsAny } from '../sources/platform-signs.js';
import { startSources } from '../sources/start-sources.js';
import type { Core } from './core.js';
import type { EventTaker } from './take-event.js';

export interface PageListeners {
  /** Those of the browser, and those of consent platforms once their chunk is loaded. */
  signals: ConsentSignal[];
  /** @returns what to wait for: the start of those listeners whose platform the page showed at once. */
  start(taker: Pick<EventTaker, 'sinkFor' | 'judgeBy'>): unknown;
  stop(): void;
}

/**
 * Everything that is listened to on the page: `data-nextaisle` marks at once, platforms when the shop
 * names one or the page shows one. The listeners of platforms are a chunk that a page without any
 * never loads.
 */
export function createPageListeners({ settings, loaders, onFault }: Core): PageListeners {
  const { sources, pages, environment } = settings;
  const wanted = sources === 'auto' ? ['dom' as const] : sources;
  const names = wanted.filter((one) => typeof one === 'string');
  const stops: (() => void)[] = [];
  const onMissing = (thrown: unknown) => onFault(toPredictorError(thrown, 'CHUNK_MISSING'));
  let stopped = false;

  let load = () => {};
  const listeners = new Promise<void>((resolve) => {
    load = resolve;
  }).then(loaders.loadListeners);
  listeners.catch(onMissing);
  const look = () => {
    const isShown = showsAny(window, ALL_SIGNS);
    if (isShown) load();
    return isShown;
  };
  const isNamed = pages != null || names.some((name) => name !== 'dom');
  // At once, before anything is kept: a consent platform may forbid it.
  if (isNamed) load();
  const isThere = isNamed || look();
  if (!isThere) {
    stops.push(watchPage(look, { window, after: environment.after }));
    // Pages without a tag manager may fill it late, by a first click.
    stops.push(tapQueue(window, 'dataLayer', () => load()));
  }

  return {
    signals: [
      consentMode(window, settings.region),
      globalPrivacyControl(navigator),
      doNotTrack(navigator),
      ...platformSignals(window, () =>
        listeners.then(({ loadConsentPlatforms }) => loadConsentPlatforms()),
      ),
    ],
    start({ sinkFor, judgeBy }) {
      const atHand = wanted.flatMap((one) =>
        typeof one === 'object' ? one : one === 'dom' ? dom(document) : [],
      );
      stops.push(
        startSources(atHand, sinkFor, (name, thrown) =>
          onFault(callbackFailed(`sources: ${name}`, thrown)),
        ),
      );
      const begun = listeners
        .then(({ startPlatforms, oneProduct }) => {
          if (stopped) return;
          judgeBy(oneProduct(document, environment));
          const choice = { names: sources === 'auto' ? undefined : names, pages };
          const started = startPlatforms(window, choice, sinkFor, onMissing, (name, value) =>
            onFault(badOption(name, value)),
          );
          stops.push(started.stop);
          return started.begun;
        })
        // `onMissing` has reported it.
        .catch(() => {});
      return isThere && begun;
    },
    stop() {
      stopped = true;
      for (const stop of stops.splice(0)) stop();
    },
  };
}
