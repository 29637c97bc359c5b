import type { ShopEvent, ShopEventSource } from '../events/event.js';
import type { RefusalCounts } from '../events/refusals.js';
import type { Emitter } from '../lib/async/emitter.js';
import type { Turns } from '../lib/async/turns.js';
import type { PredictorError } from '../lib/errors.js';
import type { Loaders } from './load/loaders.js';
import type { ParsedOptions } from './options.js';
import type { Predictor, PredictorEvents } from './predictor.js';

/** What `track()` or a source said, what it became, and how many were refused by then. */
export type Heard = readonly [
  raw: unknown,
  source: ShopEventSource,
  event: ShopEvent | undefined,
  refused: RefusalCounts,
];

/** What every part of a predictor is given. */
export interface Core {
  settings: ParsedOptions;
  loaders: Loaders;
  emitter: Emitter<PredictorEvents>;
  turns: Turns;
  /** Aborted when the predictor is destroyed. */
  signal: AbortSignal;
  onFault(error: PredictorError): void;
  /** For the inspector: what was heard before it is loaded waits here, if it was asked for. */
  heard?: { push(heard: Heard): unknown };
  /** For the inspector, once there is one. */
  predictor?: Predictor;
}
