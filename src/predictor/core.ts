import type { Emitter } from '../lib/async/emitter.js';
import type { Turns } from '../lib/async/turns.js';
import type { PredictorError } from '../lib/errors.js';
import type { Loaders } from './load/loaders.js';
import type { ParsedOptions } from './options.js';
import type { PredictorEvents } from './predictor.js';

/** What every part of a predictor is given. */
export interface Core {
  settings: ParsedOptions;
  loaders: Loaders;
  emitter: Emitter<PredictorEvents>;
  turns: Turns;
  /** Aborted when the predictor is destroyed. */
  signal: AbortSignal;
  onFault(error: PredictorError): void;
}
