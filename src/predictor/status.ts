import type { Catalog } from '../catalog/catalog.js';
import type { ConsentState } from '../consent/consent.js';
import type { RefusalCounts } from '../events/refusals.js';
import type { HistoryStatus } from '../history/history.js';
import type { ErrorCode, PredictorError } from '../lib/errors.js';

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

/** Puts together what each part says of itself. */
export function composeStatus(parts: {
  state: Status['state'];
  model: Status['model'];
  engine: Status['engine'];
  accepted: number;
  refused: RefusalCounts;
  history: HistoryStatus;
  consent: ConsentState;
  catalog: Pick<Catalog, 'trainedCount' | 'size'>;
  catalogError: PredictorError | undefined;
}): Status {
  const { state, model, engine, accepted, refused, history, catalog } = parts;
  const { tier, reason } = parts.consent;
  return {
    state,
    engine,
    store: storeStatus(history, parts.consent),
    consent: { tier, reason },
    model,
    events: { accepted, refused, waiting: history.unsaved },
    catalog: {
      trained: catalog.trainedCount,
      live: catalog.size - catalog.trainedCount,
      error: parts.catalogError?.toJSON(),
    },
  };
}

/** Says why nothing is kept when nothing is. */
function storeStatus(
  { store: kind, reason, events: kept }: HistoryStatus,
  { tier, reason: because }: ConsentState,
): Status['store'] {
  const limited = `Consent is "${tier}" (${because}).`;
  return { kind, reason: reason ?? (tier === 'persistent' ? '' : limited), kept };
}
