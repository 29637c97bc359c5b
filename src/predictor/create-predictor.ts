import { type ConsentState, createConsent } from '../consent/consent.js';
import { createHistory } from '../history/create-history.js';
import type { HistoryCause } from '../history/history.js';
import { createEmitter } from '../lib/async/emitter.js';
import { createInbox } from '../lib/async/inbox.js';
import { createTurns } from '../lib/async/turns.js';
import type { PredictorError } from '../lib/errors.js';
import { lateMoments } from '../moments/late-moments.js';
import { emptyPrediction } from '../prediction/compose.js';
import { createExplainAndForecast } from './explain-and-forecast.js';
import { firstPrediction } from './first-prediction.js';
import { inertPredictor } from './inert.js';
import { createLifecycle } from './lifecycle.js';
import { createPageListeners } from './listen-to-page.js';
import type { Loaders } from './load/loaders.js';
import { createLoading } from './load/loading.js';
import { methodsOf } from './methods.js';
import { createModelInUse } from './model-in-use.js';
import type { PredictorOptions } from './options.js';
import { parseOptions } from './parse-options.js';
import type { Predictor, PredictorEvents } from './predictor.js';
import { createScoring } from './scoring.js';
import { createSnapshot } from './snapshot.js';
import { statusOf } from './status-of.js';
import { createEventTaker } from './take-event.js';

/**
 * Puts the parts together, each from those above it. Events come in by `taker` and go into `history`;
 * its change asks `scoring` for a prediction, which `snapshot` publishes. A part that may report before
 * its reader is made reports into an inbox, opened further down. On a server nothing starts.
 */
export function createPredictor(given: PredictorOptions = {}, loaders: Loaders): Predictor {
  if (typeof window === 'undefined' || typeof document === 'undefined') return inertPredictor();

  const emitter = createEmitter<PredictorEvents>((thrown) => console.error(thrown));
  const onFault = (error: PredictorError) => void emitter.emit('error', error);
  const badOptions = createInbox<PredictorError>();
  const consentChanges = createInbox<ConsentState>();
  const historyChanges = createInbox<HistoryCause>();

  const settings = parseOptions(given, badOptions.put);
  const { environment, namespace, retention } = settings;
  const sessionMs = settings.sessionMinutes * 60_000;
  const turns = createTurns(environment);
  const life = new AbortController();
  const { signal } = life;
  const lifecycle = createLifecycle((state) => emitter.emit('statechange', state));
  const snapshot = createSnapshot(emitter);

  const page = createPageListeners(settings, loaders.loadListeners, onFault);
  const consent = createConsent({
    mode: settings.consent,
    signals: page.signals,
    onChange: consentChanges.put,
  });
  const history = createHistory({
    ...consent.state(),
    environment,
    namespace,
    retention,
    sessionMs,
    onChange: historyChanges.put,
    onFault,
    loadStores: loaders.loadStores,
  });
  const { events } = history;

  const model = createModelInUse({ settings, loaders, turns, emitter });
  const { publish: onPrediction, latest } = snapshot;
  const scoring = createScoring({ settings, turns, model, events, onPrediction, onFault });
  const analysis = createExplainAndForecast({ environment, loaders, turns, model, events });
  const refresh = () => {
    if (lifecycle.isPredicting()) scoring.refresh();
  };
  const moments = lateMoments(async () => {
    const { createMoments } = await loaders.loadAnalysis();
    const { item } = model;
    return createMoments({ settings, consent, history, emitter, item, snapshot: latest, signal });
  }, onFault);

  consentChanges.open(({ tier, decided, reason }) => {
    history.setTier(tier, decided);
    emitter.emit('consentchange', { tier, reason });
    // What was made from a history that may no longer be kept goes with it.
    if (tier === 'off') {
      scoring.clear();
      onPrediction(emptyPrediction());
    }
    refresh();
  });
  historyChanges.open((cause) => {
    if (cause === 'forget') scoring.discard();
    refresh();
  });

  const taker = createEventTaker({ environment, sessionMs, history, model, lifecycle, refresh });
  const loading = createLoading({ settings, loaders, turns, signal, model, refresh, onFault });
  const status = () => statusOf({ lifecycle, model, history, consent, taker, loading });
  const isListening = page.start(taker.sinkFor);
  const { ready, usable } = firstPrediction({
    environment,
    signal,
    load: loading.run,
    isReady: () => Promise.all([history.settled(), isListening]),
    onReady() {
      badOptions.open(onFault);
      lifecycle.go('loaded');
      emitter.emit('ready', status());
      refresh();
    },
    onWaitOver() {
      lifecycle.go('waitedLongEnough');
      refresh();
    },
    onFault,
  });

  const parts = { emitter, lifecycle, snapshot, consent, history, model, scoring, analysis };
  return {
    ...methodsOf({ ...parts, moments, taker, usable, refresh, onFault }),
    status,
    destroy() {
      lifecycle.go('destroy');
      page.stop();
      life.abort();
      consent.destroy();
      scoring.destroy();
      model.destroy();
      history.destroy();
      emitter.clear();
    },
    ready,
  };
}
