import type { ConsentChoice } from '../consent/consent.js';
import type { ActionType } from '../events/event.js';
import type { Item } from '../events/item.js';
import type { Forget } from '../history/forget.js';
import type { HistoryExport } from '../history/history.js';
import type { PredictorError } from '../lib/errors.js';
import type { Influence } from '../prediction/explain.js';
import type { Forecast, ForecastOptions } from '../prediction/forecast.js';
import type { Moments } from '../moments/late-moments.js';
import type { Prediction } from '../prediction/prediction.js';
import type { RankRules } from '../prediction/rank.js';
import type { Profile } from '../profile/portrait.js';
import type { ProfileOptions } from '../profile/options.js';
import type { Status } from './status.js';

/** A product as a page has it: `category` may be `'Garden/Chairs'`, prices may be text. */
export interface TrackedItem extends Omit<Partial<Item>, 'id' | 'category' | 'price'> {
  id: string | number;
  category?: string | readonly string[];
  price?: number | string;
  quantity?: number;
  /** Position in the list, from 0. */
  position?: number;
  list?: string;
}

/** What else is known of an event. */
export interface TrackDetails {
  quantity?: number;
  price?: number | string;
  list?: string;
  position?: number;
  /** Milliseconds since the Unix epoch; now when left out. */
  ts?: number;
}

/** An order, for `track('purchase', …)`. */
export interface TrackedOrder extends TrackDetails {
  order?: string;
  items?: readonly (TrackedItem | string)[];
}

/** The events of `on()`, and what their listeners receive. */
export interface PredictorEvents {
  /** After every event, and when consent, the model or the history changed. */
  prediction: Prediction;
  /** As `Predictor.ready`: `model.source` says whether the model is there already. */
  ready: Status;
  statechange: Status['state'];
  backendchange: Status['engine'];
  consentchange: Status['consent'];
  error: PredictorError;
}

/** Listens to one shopper on this device and predicts what comes next. */
export interface Predictor extends Moments {
  /**
   * Reports what the shopper did. Usable at once, also before the history is read.
   * @param what an item or its id; a query for `search`; a path for `category`; an order for `purchase`.
   * @returns false when the event was refused; `status().events.refused` counts why.
   */
  track(
    type: ActionType | 'view',
    what?: string | number | TrackedItem | TrackedOrder | readonly (TrackedItem | string)[],
    details?: TrackDetails,
  ): boolean;
  /** Adds a listener; returns the unsubscribe. What a listener throws is logged and harms no other. */
  on<K extends keyof PredictorEvents>(
    name: K,
    listener: (payload: PredictorEvents[K]) => void,
  ): () => void;
  /** A prediction that includes the last event, ranked by these rules. Never rejects. */
  predict(rules?: RankRules): Promise<Prediction>;
  /** The last prediction: the same object until the next one. With rules it is ranked again, at once. */
  getSnapshot(rules?: RankRules): Prediction;
  /** Calls back after each prediction; returns the unsubscribe. */
  subscribe(listener: () => void): () => void;
  /** What each of the last 16 events adds to the item's probability. Rejects with CHUNK_MISSING where its code cannot be loaded. */
  explain(itemId: string): Promise<Influence[]>;
  /** Samples what may follow. Rejects with CHUNK_MISSING where its code cannot be loaded. */
  forecast(options?: ForecastOptions): Promise<Forecast>;
  /**
   * A portrait of this shopper, read off the events of this device: tastes beside what others look at, what
   * is being compared, how far the visit has come. Nothing is stored for it. Rejects with CHUNK_MISSING
   * where its code cannot be loaded.
   */
  profile(options?: ProfileOptions): Promise<Profile>;
  /** What is known of an item: from the catalog and from what the page has shown. */
  item(id: string): Item | undefined;
  /** The shopper's choice: wins over every other signal. `'auto'` listens to signals again. */
  consent(choice: ConsentChoice): void;
  /** Stops listening and predicting; nothing is deleted. */
  pause(): void;
  /** Continues after `pause()`. */
  resume(): void;
  /**
   * Deletes events here, in the database and in other tabs; consent stays as it is. Rejects with STORE_FAILED
   * when the store refuses or does not answer in 5 seconds, and says what is not deleted there yet. It is tried
   * again while the page lives, and by the next page before it reads anything.
   */
  forget(what: Forget): Promise<void>;
  /**
   * Everything kept of this shopper: events, and the counts of moments and shelves. Waits until the store is
   * read, 5 seconds at most; `missing` says why it could not be.
   */
  exportData(): Promise<HistoryExport & { moments: readonly unknown[] }>;
  /** The state of the predictor and of each of its parts, now. */
  status(): Status;
  /** Stops everything and removes every listener. The history stays in the store. */
  destroy(): void;
  /**
   * Resolves when predictions are made: with history and model, or, if one of them or a file has not come
   * after 1.5 seconds, without it. What comes later takes over by itself, and listeners of `'prediction'`
   * hear of it. Never rejects.
   */
  readonly ready: Promise<void>;
}
