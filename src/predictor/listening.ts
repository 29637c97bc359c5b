import type { EventSource } from '../events/event.js';
import { PredictorError } from '../lib/errors.js';
import type { QueueHost } from '../lib/tap-queue.js';
import { dom } from '../sources/dom.js';
import { ga4 } from '../sources/ga4.js';
import type { Sink, Source } from '../sources/source.js';
import { startSources } from '../sources/start-sources.js';
import type { ParsedOptions, Surroundings } from './options.js';
import { onPlatform } from './signs-of-platforms.js';

/** What nearly every shop has: in the entry. The other names stand for the chunk of platforms. */
const NEAR: Readonly<Record<string, () => Source>> = {
  ga4: () => ga4(window as unknown as QueueHost),
  dom: () => dom(document),
};

type Platforms = ReturnType<Surroundings['loadPlatforms']>;

/**
 * The chunk of platforms: asked for when the shop names one of its sources, or the page shows one.
 * @returns the promise of it, which may never end; and the undo.
 */
export function awaitPlatforms(
  { sources, pages, platform }: ParsedOptions,
  load: Surroundings['loadPlatforms'],
): { platforms: Platforms; stop: () => void } {
  const isNamed =
    sources !== 'auto' && sources.some((one) => typeof one === 'string' && !NEAR[one]);
  let stop = () => {};
  const platforms: Platforms = new Promise((resolve) => {
    const found = () => resolve(load());
    if (isNamed || pages) found();
    else stop = onPlatform(platform, found);
  });
  return { platforms, stop };
}

/**
 * Listens to the page: to data layer and marks at once, to platforms once their chunk is there.
 * @returns the undo.
 */
export function startListening(options: {
  settings: ParsedOptions;
  platforms: Platforms;
  sinkFor(name: EventSource): Sink;
  onFault(error: PredictorError): void;
}): () => void {
  /** The address of the page whose look was told of. */
  let looked = '';
  const sinkFor = (source: EventSource): Sink => {
    const sink = options.sinkFor(source);
    const event = (raw: unknown) => {
      if (source !== 'jsonld' && Object(raw).type === 'click') looked = location.href;
      sink.event(raw);
    };
    return { ...sink, event };
  };
  const { sources, pages } = options.settings;
  const isAuto = sources === 'auto';
  const given: readonly (string | Source)[] = isAuto ? Object.keys(NEAR) : sources;
  const names = given.filter((one) => typeof one === 'string');
  const near = given.flatMap((one) => (typeof one === 'string' ? (NEAR[one]?.() ?? []) : one));
  const stops = [startSources(near, sinkFor)];
  let live = true;
  options.platforms.then(
    ({ platformSources }) => {
      const isLookKnown = () => looked === location.href;
      const choice = { names: isAuto ? undefined : names, pages, isLookKnown };
      if (live) stops.push(startSources(platformSources(window, choice), sinkFor));
    },
    () => options.onFault(new PredictorError('CHUNK_MISSING', 'platforms.js')),
  );
  return () => {
    live = false;
    for (const stop of stops.splice(0)) stop();
  };
}
