import type { Consent } from '../consent/consent.js';
import { CONSENT_TIERS, type ConsentTier } from '../consent/consent-signal.js';
import type { Item } from '../events/item.js';
import { sameSession } from '../events/session.js';
import type { History } from '../history/history.js';
import type { Emitter } from '../lib/async/emitter.js';
import { createLane } from '../lib/async/lane.js';
import type { Environment } from '../lib/environment.js';
import type { PredictorError } from '../lib/errors.js';
import { whenShown } from '../lib/page/when-shown.js';
import type { Prediction } from '../prediction/prediction.js';
import { createActing } from './act-at-moment.js';
import { checkRules } from './check-rules.js';
import { countShelves, type MomentsPage } from './count-shelves.js';
import { countsOf } from './counts.js';
import { tellUncalibrated } from './tell-uncalibrated.js';
import { createLedger } from './ledger.js';
import { type Lift, liftOf } from './lift.js';
import { newPageId, updateOutcomes } from './outcomes.js';
import type { MomentRule } from './rule.js';
import { type MomentOptions, readWatch, type Watch } from './watch.js';

const DAY_MS = 86_400_000;

/** The predictor's events that moments listen to. */
export interface MomentEvents {
  prediction: Prediction;
  consentchange: { tier: ConsentTier; reason: string };
}

/** What a predictor shares with its moments. */
export interface MomentsContext {
  settings: {
    environment: Environment;
    retention: { days: number };
    sessionMinutes: number;
    debug?: boolean;
  };
  consent: Pick<Consent, 'state'>;
  history: Pick<History, 'events' | 'store'>;
  emitter: Pick<Emitter<MomentEvents>, 'on'>;
  item(id: string): Item | undefined;
  snapshot(): Prediction;
  onFault(error: PredictorError): void;
  /** Aborted when the predictor is destroyed. */
  signal: AbortSignal;
}

/**
 * Acts on rules and counts what follows; loaded at the first `when()` or `lift()`. Each prediction is
 * tested against the watched rules (`checkRules`). When one starts to hold, its moment is recorded in the
 * ledger and acted on (`createActing`). Impressions and clicks of shelves go into the same ledger
 * (`countShelves`). Clicks, carts and orders after a moment are taken from the history
 * (`updateOutcomes`), and `lift()` adds everything up.
 */
export function createMoments(context: MomentsContext, page: MomentsPage = document) {
  const { settings, consent, history, emitter, item, snapshot, signal, onFault } = context;
  const { environment } = settings;
  const { events, store } = history;
  const sessionMs = settings.sessionMinutes * 60_000;
  const retentionMs = settings.retention.days * DAY_MS;
  const pageId = newPageId(environment.random);
  const watches = new Set<Watch>();
  const ledger = createLedger({ environment, retentionMs, store });
  /** One moment at a time: the next one must see what the last one wrote. */
  const inTurn = createLane();
  const isOff = () => consent.state().tier === 'off';

  /** The current session; undefined before its first event. */
  const session = (): string | undefined => {
    const last = events()[events().length - 1];
    return last && sameSession(last, environment.now(), sessionMs) ? last.session : undefined;
  };

  const isWanted = (watch: Watch) => watches.has(watch) && !isOff();
  const act = createActing({ environment, ledger, events, page, isWanted, onFault });
  const check = (prediction: Prediction) => {
    const current = session();
    if (!prediction.id || current === undefined || isOff()) return;
    updateOutcomes(ledger, events(), sessionMs, [current, pageId]);
    if (settings.debug) tellUncalibrated(watches, prediction, onFault);
    checkRules(watches, prediction, {
      session: current,
      events: events(),
      item,
      ledger,
      onMoment: (watch) => void inTurn(() => act(watch, prediction, current)),
    });
  };

  countShelves({
    page,
    ledger,
    now: environment.now,
    session: () => session() ?? pageId,
    idOf: (id) => item(id)?.id ?? id,
    isOurs: (id) => !isOff() && seriesOf(id) === seriesOf(snapshot().id),
    signal,
  });
  followConsent(consent.state().tier, emitter, ledger);
  const start = async () => {
    await new Promise<void>((resolve) => whenShown(resolve, page));
    await ledger.refresh();
    updateOutcomes(ledger, events(), sessionMs);
    emitter.on('prediction', check);
  };
  const started = start();
  signal.addEventListener('abort', () => watches.clear());

  return {
    /** @param undo its abort removes the rule. */
    when(undo: AbortSignal, ...rule: [MomentRule, Watch['act'], MomentOptions?]) {
      const watch = !undo.aborted && !signal.aborted && readWatch(onFault, ...rule);
      if (!watch) return;
      watches.add(watch);
      undo.addEventListener('abort', () => watches.delete(watch));
      void started.then(() => check(snapshot()));
    },
    /** What this device counted. */
    async lift(): Promise<Lift> {
      await started;
      // Moments under way are counted.
      await inTurn(async () => {});
      await ledger.refresh();
      updateOutcomes(ledger, events(), sessionMs);
      const rules = [...watches].map(({ id }) => id);
      return liftOf([countsOf(ledger.moments(), ledger.shelves(), rules)]);
    },
    forget: ledger.forget,
  };
}

export type LoadedMoments = ReturnType<typeof createMoments>;

/** Less consent deletes the ledger; more consent stores what is in memory. */
function followConsent(
  tier: ConsentTier,
  emitter: MomentsContext['emitter'],
  ledger: ReturnType<typeof createLedger>,
): void {
  let before = tier;
  emitter.on('consentchange', ({ tier: next }) => {
    const change = CONSENT_TIERS.indexOf(next) - CONSENT_TIERS.indexOf(before);
    before = next;
    if (change < 0) ledger.forget('all');
    if (change > 0) void ledger.move();
  });
}

/** The part of a prediction's id that all predictions of one predictor share. */
const seriesOf = (id: unknown) => String(id).split('-')[0];
