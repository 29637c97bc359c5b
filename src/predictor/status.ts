import type { ConsentState } from '../consent/consent.js';
import type { RefusalCounts } from '../events/refusals.js';
import type { HistoryStatus } from '../history/history.js';
import type { LanguageStatus } from '../prediction/spoken.js';
import type { ErrorCode } from '../lib/errors.js';

/** What went wrong, as plain data. */
export interface Fault {
  code: ErrorCode;
  message: string;
  detail: string;
}

/** The state of the predictor as plain data, ready to be logged or sent to support. */
export interface Status {
  /** `ready`: predictions are made. `inert`: there is no page. */
  state: 'loading' | 'ready' | 'paused' | 'destroyed' | 'inert';
  /** `none`: no model answers, the baselines do. */
  engine: { backend: 'cpu' | 'webgl' | 'none'; reason: string };
  /** Where the history is kept, and why not in a better store. */
  store: { kind: HistoryStatus['store']; reason: string; kept: number };
  consent: Pick<ConsentState, 'tier' | 'reason'>;
  /** `error`: what is wrong with the file that was asked for, even when another serves. */
  model:
    | { source: 'given' | 'base'; name: string; version: string; error?: Fault }
    | { source: 'none' | 'loading'; error?: Fault };
  /**
   * Whether `intent` holds chances that come true as often as they say, or only ranks; and why, or what
   * would make it so: a shop card (the option `shop`), or a model trained on the shop's log.
   */
  intent: { calibrated: boolean; reason: string };
  language: LanguageStatus;
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
    /** Of the option `catalog`: how many products were read, and how many could not be. */
    read: number;
    refused: number;
    error?: Fault;
  };
  /** What went wrong so far, each fault once, the first 50. */
  faults: readonly Fault[];
}

/** Names the consent that limits the store, where it does. */
export function storeStatus(
  { store: kind, reason, events: kept }: HistoryStatus,
  { tier, reason: because }: ConsentState,
): Status['store'] {
  const limited = `Consent is "${tier}" (${because}).`;
  return { kind, reason: reason ?? (tier === 'persistent' ? '' : limited), kept };
}
