import type { ConsentState } from '../consent/consent.js';
import type { RefusalCounts } from '../events/refusals.js';
import type { HistoryStatus } from '../history/history.js';
import type { ErrorCode } from '../lib/errors.js';

/** What went wrong, as plain data. */
export interface Fault {
  code: ErrorCode;
  message: string;
  detail: string;
}

/** How the predictor is, as plain data: it can be logged or sent to support as it is. */
export interface Status {
  state: 'loading' | 'ready' | 'paused' | 'destroyed' | 'inert';
  /** `none`: no model answers, the baselines do. */
  engine: { backend: 'cpu' | 'webgl' | 'none'; reason: string };
  /** Where the history is kept, and why nowhere better. */
  store: { kind: HistoryStatus['store']; reason: string; kept: number };
  consent: Pick<ConsentState, 'tier' | 'reason'>;
  /** `error` says what is wrong with the file that was asked for, whichever serves now. */
  model:
    | { source: 'given' | 'base'; name: string; version: string; error?: Fault }
    | { source: 'none' | 'loading'; error?: Fault };
  events: {
    accepted: number;
    /** How many were refused, by reason. */
    refused: RefusalCounts;
    /** Events that the store does not have yet. */
    waiting: number;
  };
  catalog: {
    /** Items the model was trained with. */
    trained: number;
    /** Items known from the page or the catalogue only. */
    live: number;
    error?: Fault;
  };
}
