import type { Consent, ConsentState } from '../consent/consent.js';
import type { History, HistoryStatus } from '../history/history.js';
import type { LifecycleHolder } from './lifecycle.js';
import type { Loading } from './load/loading.js';
import type { ModelInUse } from './model-in-use.js';
import type { Status } from './status.js';
import type { EventTaker } from './take-event.js';

/** Asks each part how it is. */
export function statusOf(parts: {
  lifecycle: LifecycleHolder;
  model: ModelInUse;
  history: Pick<History, 'status'>;
  consent: Pick<Consent, 'state'>;
  taker: EventTaker;
  loading: Loading;
}): Status {
  const consent = parts.consent.state();
  const history = parts.history.status();
  const { trainedCount: trained, size } = parts.model.tokens().catalog;
  return {
    state: parts.lifecycle.state(),
    engine: parts.model.engineStatus(),
    store: storeStatus(history, consent),
    consent: { tier: consent.tier, reason: consent.reason },
    model: parts.loading.modelStatus(),
    events: { ...parts.taker.counts(), waiting: history.unsaved },
    catalog: { trained, live: size - trained, error: parts.loading.catalogError() },
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
