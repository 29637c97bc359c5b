import type { PlatformModule } from '../../consent/platform-signals.js';
import type { EngineOptions } from '../../engine/select-engine.js';
import type { HistoryOptions } from '../../history/history.js';
import type { liftOf } from '../../moments/lift.js';
import type { createMoments } from '../../moments/moments.js';
import type { explain } from '../../prediction/explain.js';
import type { forecast } from '../../prediction/forecast.js';
import type { startPlatforms } from '../../sources/start-platforms.js';

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
export type EngineKit = typeof import('../engine-kit.js');

/**
 * What only a door knows, because it stands beside it: the base model and the chunks loaded on first
 * use. A chunk that cannot be loaded rejects with CHUNK_MISSING.
 */
export interface Loaders {
  baseModel(): string;
  loadEngine(): Promise<EngineKit>;
  loadStores: HistoryOptions['loadStores'];
  loadWebgl: EngineOptions['loadWebgl'];
  loadAnalysis(): Promise<AnalysisModule>;
  loadListeners(): Promise<ListenersModule>;
}
