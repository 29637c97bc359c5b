import type { ByCard } from '../../prediction/by-card.js';
import type { Status } from '../status.js';
import type { OpenedModel } from './open-model.js';

/** The chunk that reads and runs a model. */
export type EngineKit = typeof import('../engine-kit.js');

/** A model, and what runs it. */
export interface LoadedModel extends OpenedModel {
  kit: EngineKit;
}

/** What answers: a model, or the baseline as a shop card changes it. */
export type Answering =
  | (LoadedModel & { calibration?: undefined; change?: undefined })
  | (ByCard & { [Part in keyof LoadedModel]?: undefined });

export interface ModelChoice {
  loaded?: Answering;
  status: Status['model'];
  /** Why the chances are calibrated, or not, where it is not the model alone. */
  reason?: string;
}
