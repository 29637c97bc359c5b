import { aliasesOf } from '../catalog/catalog.js';
import type { Consent } from '../consent/consent.js';
import { type Forget, isForget } from '../history/forget.js';
import type { History } from '../history/history.js';
import { parseCategory } from '../events/parse-field.js';
import { badOption } from '../lib/bad-option.js';
import { callbackFailed } from '../lib/callback-failed.js';
import { toPredictorError } from '../lib/errors.js';
import { ownFields } from '../lib/own-fields.js';
import type { LateMoments } from '../moments/late-moments.js';
import { readScores } from '../prediction/score.js';
import { badTrack } from './bad-track.js';
import type { Core } from './core.js';
import { emptyForecast, emptyLift } from './inert.js';
import type { LifecycleHolder } from './lifecycle.js';
import type { AnalysisModule } from './load/loaders.js';
import type { ModelInUse } from './model-in-use.js';
import type { Predictor, PredictorEvents } from './predictor.js';
import type { Scoring } from './scoring.js';
import type { Snapshot } from './snapshot.js';
import type { EventTaker } from './take-event.js';

const EVENT_NAMES: readonly (keyof PredictorEvents)[] = [
  'prediction',
  'ready',
  'statechange',
  'backendchange',
  'consentchange',
  'error',
];

/** The public methods of a predictor, over its parts. */
export function methodsOf(parts: {
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
  const { core, lifecycle, latest, consent, history, model, scoring } = parts;
  const { moments, taker, usable, refresh } = parts;
  const { settings, loaders, emitter, turns, onFault } = core;
  const scorer = (of: AnalysisModule['scorerOf']) =>
    of(model, history.events(), settings.environment, turns.pause);
  const everyName = (what: Forget): Forget[] => {
    const known = what !== 'all' && 'item' in what ? model.item(what.item) : undefined;
    const aliases = aliasesOf(known);
    return known && aliases ? [known.id, ...aliases].map((item) => ({ item })) : [what];
  };
  const isDestroyed = () => lifecycle.state() === 'destroyed';

  const on: Predictor['on'] = (name, listener) => {
    if (!EVENT_NAMES.includes(name)) onFault(badOption('on', name));
    if (typeof listener === 'function') return emitter.on(name, listener);
    onFault(badOption('on: listener', listener));
    return () => {};
  };

  return {
    track(type, what, details) {
      const before = taker.counts().refused;
      const isTaken = taker.track(type, what, details);
      const fault = badTrack(before, taker.counts().refused, type, what);
      if (fault) onFault(fault);
      return isTaken;
    },
    on,
    async predict(rules) {
      await usable;
      await scoring.upToDate();
      return scoring.rank(rules);
    },
    getSnapshot: (rules) => (rules ? scoring.rank(rules) : latest()),
    subscribe: (listener) =>
      on('prediction', typeof listener === 'function' ? () => listener() : listener),
    async explain(itemId) {
      await usable;
      if (isDestroyed()) return [];
      if (model.tokens().rows.indexOf(itemId) < 0) onFault(badOption('explain', itemId));
      const { explain, scorerOf } = await loaders.loadAnalysis();
      return explain(scorer(scorerOf), itemId, readScores);
    },
    async forecast(options) {
      await usable;
      if (isDestroyed()) return emptyForecast();
      const { forecast, scorerOf } = await loaders.loadAnalysis();
      return forecast(scorer(scorerOf), options, onFault);
    },
    async profile(options) {
      await usable;
      const { profileOf } = await loaders.loadProfile();
      // What it needs and a page has already.
      const tools = [
        badOption,
        callbackFailed,
        ownFields,
        parseCategory,
        toPredictorError,
      ] as const;
      return profileOf(parts, options, ...tools);
    },
    when: moments.when,
    async lift(...given: unknown[]) {
      if (given.length) onFault(badOption('lift', given[0]));
      return isDestroyed() ? emptyLift() : moments.lift();
    },
    item: model.item,
    consent(choice) {
      if (consent.set(choice)) return;
      onFault(badOption('consent()', choice));
    },
    pause: () => lifecycle.go('pause'),
    resume() {
      lifecycle.go('resume');
      refresh();
    },
    async forget(what) {
      // Reject: the shopper would believe that the data is gone.
      if (!isForget(what)) {
        const fault = badOption('forget', what);
        onFault(fault);
        throw fault;
      }
      // Events from before another id of it was known have the other id.
      for (const one of everyName(what)) {
        history.forget(one);
        moments.forget(one);
      }
      await history.erased();
    },
    exportData: async () => ({
      // First: it waits until what is stored is read.
      moments: await history.momentRecords().catch(() => []),
      ...history.exportData(),
    }),
  };
}
