import type { Consent } from '../consent/consent.js';
import { type Forget, isForget } from '../history/forget.js';
import type { History } from '../history/history.js';
import { badOption, oneOf } from '../lib/bad-option.js';
import type { LateMoments } from '../moments/late-moments.js';
import type { Prediction } from '../prediction/prediction.js';
import type { RankRules } from '../prediction/rank.js';
import type { Core } from './core.js';
import { emptyForecast, emptyLift } from './inert.js';
import type { LifecycleHolder } from './lifecycle.js';
import type { AnalysisModule } from './load/loaders.js';
import type { ModelInUse } from './model-in-use.js';
import { CONSENT_CHOICES } from './parse-options.js';
import type { Predictor } from './predictor.js';
import type { Scoring } from './scoring.js';
import type { Snapshot } from './snapshot.js';
import type { EventTaker } from './take-event.js';

/** The public methods of a predictor, over its parts. */
export function methodsOf({
  core: { settings, loaders, emitter, turns, onFault },
  lifecycle,
  latest,
  consent,
  history,
  model,
  scoring,
  moments,
  taker,
  usable,
  refresh,
}: {
  core: Core;
  lifecycle: LifecycleHolder;
  latest: Snapshot['latest'];
  consent: Consent;
  history: History;
  model: ModelInUse;
  scoring: Scoring;
  moments: LateMoments;
  taker: EventTaker;
  /** Resolves when the first prediction may be made. */
  usable: Promise<void>;
  refresh(): void;
}): Omit<Predictor, 'status' | 'destroy' | 'ready'> {
  const scorer = (of: AnalysisModule['scorerOf']) =>
    of(model, history.events(), settings.environment, turns.pause);
  const everyName = (what: Forget): Forget[] => {
    const known = what !== 'all' && 'item' in what ? model.item(what.item) : undefined;
    return known?.aliases ? [known.id, ...known.aliases].map((item) => ({ item })) : [what];
  };
  const isDestroyed = () => lifecycle.state() === 'destroyed';

  const ranked = (rules?: RankRules): Prediction => {
    try {
      return scoring.rank(rules);
    } catch (thrown) {
      // A filter of the page threw.
      console.error(thrown);
      return latest();
    }
  };

  return {
    track: taker.track,
    on: emitter.on,
    async predict(rules) {
      await usable;
      await scoring.upToDate();
      return ranked(rules);
    },
    getSnapshot: (rules) => (rules ? ranked(rules) : latest()),
    subscribe: (listener) => emitter.on('prediction', () => listener()),
    async explain(itemId) {
      await usable;
      if (isDestroyed()) return [];
      const { explain, scorerOf } = await loaders.loadAnalysis();
      return explain(scorer(scorerOf), itemId);
    },
    async forecast(options) {
      await usable;
      if (isDestroyed()) return emptyForecast();
      const { forecast, scorerOf } = await loaders.loadAnalysis();
      return forecast(scorer(scorerOf), options);
    },
    when: moments.when,
    lift: async () => (isDestroyed() ? emptyLift() : moments.lift()),
    item: model.item,
    consent(choice) {
      if (consent.set(choice)) return;
      onFault(badOption('consent', choice, oneOf(CONSENT_CHOICES), 'Nothing changes.'));
    },
    pause: () => lifecycle.go('pause'),
    resume() {
      lifecycle.go('resume');
      refresh();
    },
    async forget(what) {
      // Reject: the shopper would believe that the data is gone.
      if (!isForget(what)) {
        throw badOption('forget', what, '"all", { item } or { before }', 'Nothing is deleted.');
      }
      // Events from before another id of it was known have the other id.
      for (const one of everyName(what)) {
        history.forget(one);
        moments.forget(one);
      }
      await history.flushed();
    },
    exportData: async () => ({
      ...history.exportData(),
      moments: await history.momentRecords().catch(() => []),
    }),
  };
}
