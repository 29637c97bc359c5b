import type { Consent } from '../consent/consent.js';
import { isForget } from '../history/forget.js';
import type { History } from '../history/history.js';
import type { Emitter } from '../lib/async/emitter.js';
import { badOption, oneOf } from '../lib/bad-option.js';
import type { PredictorError } from '../lib/errors.js';
import type { LateMoments } from '../moments/late-moments.js';
import type { Prediction } from '../prediction/prediction.js';
import type { RankRules } from '../prediction/rank.js';
import type { ExplainAndForecast } from './explain-and-forecast.js';
import { emptyForecast, emptyLift } from './inert.js';
import type { LifecycleHolder } from './lifecycle.js';
import type { ModelInUse } from './model-in-use.js';
import { CONSENT_CHOICES } from './parse-options.js';
import type { Predictor, PredictorEvents } from './predictor.js';
import type { Scoring } from './scoring.js';
import type { Snapshot } from './snapshot.js';
import type { EventTaker } from './take-event.js';

/** What each method of a predictor asks of its parts. */
export function methodsOf(parts: {
  emitter: Emitter<PredictorEvents>;
  lifecycle: LifecycleHolder;
  snapshot: Snapshot;
  consent: Consent;
  history: History;
  model: ModelInUse;
  scoring: Scoring;
  analysis: ExplainAndForecast;
  moments: LateMoments;
  taker: EventTaker;
  /** Resolves when a prediction may be made. */
  usable: Promise<void>;
  refresh(): void;
  onFault(error: PredictorError): void;
}): Omit<Predictor, 'status' | 'destroy' | 'ready'> {
  const { emitter, lifecycle, snapshot, history, scoring, analysis, moments, usable } = parts;
  const isDestroyed = () => lifecycle.state() === 'destroyed';

  const ranked = (rules?: RankRules): Prediction => {
    try {
      return scoring.rank(rules);
    } catch (thrown) {
      // A filter of the page threw.
      console.error(thrown);
      return snapshot.latest();
    }
  };

  return {
    track: parts.taker.track,
    on: emitter.on,
    async predict(rules) {
      await usable;
      await scoring.upToDate();
      return ranked(rules);
    },
    getSnapshot: (rules) => (rules ? ranked(rules) : snapshot.latest()),
    subscribe: (listener) => emitter.on('prediction', () => listener()),
    async explain(itemId) {
      await usable;
      return isDestroyed() ? [] : analysis.explain(itemId);
    },
    async forecast(options) {
      await usable;
      return isDestroyed() ? emptyForecast() : analysis.forecast(options);
    },
    when: moments.when,
    lift: async () => (isDestroyed() ? emptyLift() : moments.lift()),
    item: parts.model.item,
    consent(choice) {
      if (parts.consent.set(choice)) return;
      parts.onFault(badOption('consent', choice, oneOf(CONSENT_CHOICES), 'Nothing changes.'));
    },
    pause: () => lifecycle.go('pause'),
    resume() {
      lifecycle.go('resume');
      parts.refresh();
    },
    async forget(what) {
      // Loud, because a shopper believes that it was done.
      if (!isForget(what)) {
        throw badOption('forget', what, '"all", { item } or { before }', 'Nothing is deleted.');
      }
      history.forget(what);
      moments.forget(what);
      await history.settled();
    },
    exportData: async () => ({
      ...history.exportData(),
      moments: await history.beside().catch(() => []),
    }),
  };
}
