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
import type { Status } from './status.js';

/** A product as a page has it at hand: `category` may be `'Garden/Chairs'`, prices may be text. */
export interface TrackedItem extends Omit<Partial<Item>, 'id' | 'category' | 'price'> {
  id: string | number;
  category?: string | readonly string[];
  price?: number | string;
  quantity?: number;
  /** Place in the list, from 0. */
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

/** What `on()` can be asked for, and what a listener is handed. */
export interface PredictorEvents {
  /** After every event, and when consent, the model or the history changed what is known. */
  prediction: Prediction;
  /** History and model are there, or have been given up. */
  ready: Status;
  statechange: Status['state'];
  backendchange: Status['engine'];
  consentchange: Status['consent'];
  error: PredictorError;
}

/** Listens to one shopper on this device and says what comes next. */
export interface Predictor extends Moments {
  /**
   * Says what the shopper did. Usable at once: what comes before the history is open waits.
   * @param what an item or its id; a query for `search`; a path for `category`; an order for `purchase`.
   * @returns false when the event was refused; `status().events.refused` counts why.
   */
  track(
    type: ActionType | 'view',
    what?: string | number | TrackedItem | TrackedOrder | readonly (TrackedItem | string)[],
    details?: TrackDetails,
  ): boolean;
  /** Listens; returns the unsubscribe. A listener that throws harms nobody. */
  on<K extends keyof PredictorEvents>(
    name: K,
    listener: (payload: PredictorEvents[K]) => void,
  ): () => void;
  /** A prediction by rules of its own, up to the last event. Never rejects. */
  predict(rules?: RankRules): Promise<Prediction>;
  /** The last prediction: the same object until the next one. With rules it is cut anew, at once. */
  getSnapshot(rules?: RankRules): Prediction;
  /** Calls back after each prediction; returns the unsubscribe. */
  subscribe(listener: () => void): () => void;
  /** What each of the last 16 events adds to the item's probability. */
  explain(itemId: string): Promise<Influence[]>;
  /** Samples what may follow. */
  forecast(options?: ForecastOptions): Promise<Forecast>;
  /** What is known of an item: from the catalog and from what the page has shown. */
  item(id: string): Item | undefined;
  /** The shopper's choice: wins over every other signal. `'auto'` listens to signals again. */
  consent(choice: ConsentChoice): void;
  /** Stops listening and predicting; nothing is deleted. */
  pause(): void;
  /** Goes on after `pause()`. */
  resume(): void;
  /** Deletes events here, in the store and in other tabs; consent stays as it is. */
  forget(what: Forget): Promise<void>;
  /** Everything that is kept of this shopper: events, and the moments and shelves that were counted. */
  exportData(): Promise<HistoryExport & { moments: readonly unknown[] }>;
  /** How the predictor is, now. */
  status(): Status;
  /** Stops everything and removes every listener. The history stays in the store. */
  destroy(): void;
  /** Resolves when history and model are there or have been given up. Never rejects. */
  readonly ready: Promise<void>;
}
