import { createPredictor as create } from './predictor/create-predictor.js';
import type { Lift, LiftCounts } from './moments/lift.js';
import type { PredictorOptions } from './predictor/options.js';
import type { Predictor } from './predictor/predictor.js';
import { loaders } from './loaders.js';

/**
 * Starts a predictor: it listens to the shopper, keeps the history on this device and predicts what
 * comes next. Usable at once; on a server it does nothing. Without `model` it loads the base model,
 * `weights/base.safetensors` in this package.
 */
export function createPredictor(options?: PredictorOptions): Predictor {
  return create(options, loaders);
}

/**
 * Adds up the `predictor.lift()` of many devices, which the shop collects by its own means, and compares
 * the arms. Runs on a server too. Rejects with CHUNK_MISSING where its code cannot be loaded.
 */
export async function liftOf(counts: readonly LiftCounts[]): Promise<Lift> {
  return (await loaders.loadAnalysis()).liftOf(counts);
}

export { ACTION_TYPES } from './events/event.js';
export type { ActionType, ShopEventSource, NextAction, ShopEvent } from './events/event.js';
export type { Item } from './events/item.js';
export type { RefusalCounts, RefusalReason } from './events/refusals.js';
export type { ConsentChoice, ConsentState } from './consent/consent.js';
export type { ConsentTier, ConsentVerdict } from './consent/consent-signal.js';
export type { Forget } from './history/forget.js';
export type { Phrase, TextSubject } from './language/read-texts.js';
export type { LanguageStatus } from './prediction/spoken.js';
export type { HistoryExport } from './history/history.js';
export { PredictorError, type ErrorCode } from './lib/errors.js';
export type { Environment } from './lib/environment.js';
export type { Interval } from './prediction/proportions.js';
export type { Influence } from './prediction/explain.js';
export type { Forecast, ForecastOptions, Future } from './prediction/forecast.js';
export type { Band, PredictedItem, Prediction, Reason } from './prediction/prediction.js';
export type { FittedCard, ShopCard } from './prediction/shop-card.js';
export type { Boost } from './prediction/boost.js';
export type {
  ArmCounts,
  Lift,
  LiftCounts,
  RecommendationCounts,
  RuleCounts,
  RuleLift,
} from './moments/lift.js';
export type { RankRules } from './prediction/rank.js';
export type { MomentRule, Threshold } from './moments/rule.js';
export type { MomentOptions } from './moments/watch.js';
export type { Profile } from './profile/portrait.js';
export type { ProfileOptions } from './profile/options.js';
export type { Decay, Reading } from './profile/reading.js';
export type { Taste } from './profile/taste.js';
export type { Comparison } from './profile/comparison.js';
export type { Stage } from './profile/stage.js';
export type { Pace } from './profile/pace.js';
export type { Visitor } from './profile/visitor.js';
export type { ProfilePhrase, ProfileSubject, ProfileTexts } from './profile/words.js';
export type { ModelSource } from './predictor/load/load-model.js';
export type { PredictorOptions, SourceName, SourceOption } from './predictor/options.js';
export type {
  Predictor,
  PredictorEvents,
  TrackDetails,
  TrackedItem,
  TrackedOrder,
} from './predictor/predictor.js';
export type { Fault, Status } from './predictor/status.js';
export type { PlatformName } from './events/event-sources.js';
export type { Sink, Source } from './sources/source.js';
export type { PagePatterns, Patterns } from './sources/addresses/url.js';
