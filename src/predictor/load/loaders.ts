import type { Predictor } from '../predictor.js';
import type { PlatformModule } from '../../consent/platform-signals.js';
import type { EngineOptions } from '../../engine/select-engine.js';
import type { HistoryOptions } from '../../history/history.js';
import type { liftOf } from '../../moments/lift.js';
import type { createMoments } from '../../moments/moments.js';
import type { explain } from '../../prediction/explain.js';
import type { forecast } from '../../prediction/forecast.js';
import type { oneProduct } from '../../sources/identity/one-product.js';
import type { startPlatforms } from '../../sources/start-platforms.js';
import type { follow } from '../../language/follow.js';
import type { PredictorError } from '../../lib/errors.js';
import type { ProfileOptions } from '../../profile/options.js';
import type { Profile } from '../../profile/portrait.js';
import type { ProfileSource } from '../../profile/profile.js';
import type { Tools } from '../../profile/tools.js';
import type { scorerOf } from '../../prediction/scorer-of.js';
import type { searched } from '../../prediction/searched.js';
import type { modelFault } from './describe-file.js';
import type { EngineKit, ModelChoice } from './model-choice.js';
import type { readCatalog } from './read-catalog.js';
import type { withShop } from './with-shop.js';

/** The chunk of `explain`, `forecast`, `when` and `lift`. */
export interface AnalysisModule {
  explain: typeof explain;
  forecast: typeof forecast;
  scorerOf: typeof scorerOf;
  createMoments: typeof createMoments;
  liftOf: typeof liftOf;
}

/** The chunk of shop and consent platforms, loaded on a page that shows one. */
export interface ListenersModule {
  startPlatforms: typeof startPlatforms;
  oneProduct: typeof oneProduct;
  loadConsentPlatforms(): Promise<PlatformModule>;
}

/** The chunk that reads a catalog, and says what a file is that is no model. */
export interface FilesModule {
  readCatalog: typeof readCatalog;
  modelFault: typeof modelFault;
}

/** The chunk that explains faults in the console, in development, and examines a shelf that looks wrong. */
export interface DevelopmentModule {
  explain(error: PredictorError): void;
  checkAttributes(shelf: HTMLElement, known: readonly string[], predictor: object): void;
  whyEmpty(source: Predictor | undefined): void;
}

/** The chunk of searches. */
export interface SearchModule {
  searched: typeof searched;
}

/** The chunk of what is known of the shop where no model was trained on it. */
export interface ShopModule {
  withShop(...given: Parameters<typeof withShop>): Promise<ModelChoice>;
}

/** The chunk of `profile`. */
export interface ProfileModule {
  profileOf(
    source: ProfileSource,
    given: ProfileOptions | undefined,
    ...tools: Tools
  ): Promise<Profile>;
}

/** The chunk of languages other than English, and of the option `texts`. */
export interface LanguagesModule {
  follow: typeof follow;
}

/**
 * The base model and the chunks loaded on first use: only an entry file knows their addresses. A chunk that
 * cannot be loaded rejects with CHUNK_MISSING.
 */
export interface Loaders {
  baseModel(): string;
  loadEngine(): Promise<EngineKit>;
  loadStores: HistoryOptions['loadStores'];
  loadWebgl: EngineOptions['loadWebgl'];
  loadAnalysis(): Promise<AnalysisModule>;
  loadListeners(): Promise<ListenersModule>;
  loadFiles(): Promise<FilesModule>;
  loadSearch(): Promise<SearchModule>;
  loadShop(): Promise<ShopModule>;
  loadProfile(): Promise<ProfileModule>;
  loadLanguages(): Promise<LanguagesModule>;
  loadDevelopment(): Promise<DevelopmentModule>;
  /** The door `nextaisle/inspector`, which opens when it is loaded. */
  loadInspector(): Promise<{ openInspector(stays: boolean): unknown }>;
}
