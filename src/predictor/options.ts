import type { ConsentChoice } from '../consent/consent.js';
import { CONSENT_TIERS } from '../consent/consent-signal.js';
import type { EngineOptions } from '../engine/select-engine.js';
import type { Item } from '../events/item.js';
import type { HistoryOptions } from '../history/history.js';
import { browserEnvironment, type Environment } from '../lib/environment.js';
import { PredictorError } from '../lib/errors.js';
import type { explain } from '../prediction/explain.js';
import type { forecast } from '../prediction/forecast.js';
import type { liftOf } from '../moments/lift.js';
import type { RankRules } from '../prediction/rank.js';
import type { PlatformModule } from '../consent/platform-signals.js';
import { PLATFORM_NAMES, type PlatformName } from '../sources/platform-signs.js';
import type { Source } from '../sources/source.js';
import type { startPlatforms } from '../sources/start-platforms.js';
import type { PagePatterns } from '../sources/addresses/url.js';
import type { ModelSource } from './load/load-model.js';
import type { createMoments } from '../moments/moments.js';

/** A listener that comes with the library. */
export type SourceName = PlatformName | 'dom';
/** Which listeners run: all of them, or these. */
export type SourceOption = 'auto' | readonly (SourceName | Source)[];

const SOURCE_NAMES: readonly unknown[] = [...PLATFORM_NAMES, 'dom'];

/** What createPredictor() takes; all of it may be left out. */
export interface PredictorOptions {
  /**
   * The model file: a URL, or its bytes. Left out, the base model beside the library is loaded;
   * null loads none, and the baselines serve.
   */
  model?: ModelSource | null;
  /** What the shop sells: items, the URL of a JSON array of items, or a function that brings them. */
  catalog?: readonly Item[] | string | URL | (() => readonly Item[] | Promise<readonly Item[]>);
  /** Who is listened to besides `track`; default `'auto'`, which is all of them. */
  sources?: SourceOption;
  /**
   * Which addresses of the shop are what, for a page that says nothing itself:
   * `{ product: '/products/:id', search: '/search?q=:query', purchase: '/thank-you/:order' }`.
   */
  pages?: PagePatterns;
  /**
   * Default `'auto'`: this page's memory only, until a consent signal or `consent('granted')`
   * allows more.
   */
  consent?: ConsentChoice;
  /** Keeps the histories of several shops on one origin apart; letters, digits, `-` and `_`. */
  namespace?: string;
  /** Default 30 days, 500 events. */
  retention?: { days?: number; maxEvents?: number };
  /** A session ends after this long without an event; default 30. */
  sessionMinutes?: number;
  /** `'auto'` starts on cpu and changes when a probe on this device says so. */
  backend?: 'auto' | 'cpu' | 'webgl';
  /** The rules of `getSnapshot()` and of the `prediction` event; default `{ k: 8 }`. */
  rules?: RankRules;
  /** Clock, random numbers and timers: for tests. */
  environment?: Environment;
}

/** The chunk of what only some pages ask for. */
export interface AnalysisModule {
  explain: typeof explain;
  forecast: typeof forecast;
  createMoments: typeof createMoments;
  liftOf: typeof liftOf;
}

/** The chunk of shop and consent platforms: not loaded on a page that shows none. */
export interface ListenersModule {
  startPlatforms: typeof startPlatforms;
  loadConsentPlatforms(): Promise<PlatformModule>;
}

/** The chunk of a model: not loaded where there is none. */
export type EngineKit = typeof import('./engine-kit.js');

/** What only a door knows, because it stands beside it: the base model and the chunks loaded on first use. */
export interface Loaders {
  baseModel(): string;
  loadEngine(): Promise<EngineKit>;
  loadStores: HistoryOptions['loadStores'];
  loadWebgl: EngineOptions['loadWebgl'];
  loadAnalysis(): Promise<AnalysisModule>;
  loadListeners(): Promise<ListenersModule>;
}

type Checked = 'backend' | 'consent' | 'namespace' | 'retention' | 'sessionMinutes' | 'sources';
export type ParsedOptions = PredictorOptions &
  Required<Pick<PredictorOptions, Exclude<Checked, 'retention'> | 'rules' | 'environment'>> & {
    retention: { days: number; maxEvents: number };
  };

/** Reads options that anybody may have written: a value that cannot be used is reported and its default taken. */
export function parseOptions(
  given: PredictorOptions,
  onFault: (error: PredictorError) => void,
): ParsedOptions {
  const checked = <T>(
    name: string,
    value: unknown,
    fallback: T,
    fits: (value: T) => boolean,
  ): T => {
    if (value === undefined) return fallback;
    if (fits(value as T)) return value as T;
    onFault(new PredictorError('BAD_OPTION', name));
    return fallback;
  };
  const number = (name: string, value: unknown, fallback: number, high: number) =>
    checked(name, value, fallback, (n) => typeof n === 'number' && n > 0 && n <= high);
  const { days, maxEvents } = given.retention ?? {};
  return {
    ...given,
    backend: checked('backend', given.backend, 'auto', (b) => ['auto', 'cpu', 'webgl'].includes(b)),
    consent: checked('consent', given.consent, 'auto', (choice) =>
      ['auto', 'granted', 'denied', ...CONSENT_TIERS].includes(choice),
    ),
    namespace: checked('namespace', given.namespace, 'default', isName),
    sessionMinutes: number('sessionMinutes', given.sessionMinutes, 30, 24 * 60),
    retention: {
      days: number('retention.days', days, 30, 3650),
      maxEvents: number('retention.maxEvents', maxEvents, 500, 100_000),
    },
    sources: checked('sources', given.sources, 'auto', isSources),
    rules: given.rules ?? {},
    environment: given.environment ?? browserEnvironment(),
  };
}

const isSources = (sources: unknown): boolean =>
  sources === 'auto' ||
  (Array.isArray(sources) &&
    sources.every((one) => SOURCE_NAMES.includes(one) || typeof one?.start === 'function'));

const isName = (name: unknown) => typeof name === 'string' && /^[\w-]{1,64}$/.test(name);
