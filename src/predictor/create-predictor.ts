import { type ConsentState, createConsent } from '../consent/consent.js';
import { createHistory } from '../history/create-history.js';
import type { HistoryCause } from '../history/history.js';
import { createEmitter } from '../lib/async/emitter.js';
import { createInbox } from '../lib/async/inbox.js';
import { createTurns } from '../lib/async/turns.js';
import { callbackFailed } from '../lib/callback-failed.js';
import type { PredictorError } from '../lib/errors.js';
import { isDebug } from '../lib/page/is-debug.js';
import { tellPage } from '../lib/page/tell-page.js';
import { FAULT } from '../lib/tell-fault.js';
import { lateMoments } from '../moments/late-moments.js';
import { emptyPrediction } from '../prediction/compose.js';
import { claimNamespace } from './claim-namespace.js';
import type { Core } from './core.js';
import { createFaults } from './faults.js';
import { firstPrediction } from './first-prediction.js';
import { inertPredictor } from './inert.js';
import { createLanguage } from './language.js';
import { inspectWhenAsked } from './inspect-when-asked.js';
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
import { type Status, storeStatus } from './status.js';
import { createEventTaker } from './take-event.js';

/**
 * Wires the parts of a predictor, each from those above it. `taker` appends events to `history`; a change
 * of the history makes `scoring` predict, and the snapshot publishes the result. Reports that may come
 * before their reader exists go into an inbox, opened further down. On a server nothing starts.
 */
export function createPredictor(given: PredictorOptions = {}, loaders: Loaders): Predictor {
  if (typeof window === 'undefined' || typeof document === 'undefined') return inertPredictor();
  try {
    return startPredictor(given, loaders);
  } catch (thrown) {
    // A script of the page took away, or replaced, what every browser has.
    return inertPredictor(callbackFailed('createPredictor()', thrown));
  }
}

function startPredictor(given: PredictorOptions, loaders: Loaders): Predictor {
  const badOptions = createInbox<PredictorError>();
  const consentChanges = createInbox<ConsentState>();
  const historyChanges = createInbox<HistoryCause>();

  const settings = parseOptions(given, badOptions.put);
  const { environment, namespace, retention } = settings;
  const emitter = createEmitter<PredictorEvents>((thrown, name) =>
    onFault(callbackFailed(`on("${name}")`, thrown)),
  );
  settings.debug = isDebug(settings.debug);
  const faults = createFaults(settings.debug, loaders, (error) => emitter.emit('error', error));
  const onFault = faults.put;
  badOptions.open(onFault);
  const turns = createTurns(environment);
  const life = new AbortController();
  const { signal } = life;
  const core: Core = { settings, loaders, emitter, turns, signal, onFault, heard: undefined };
  const releaseNamespace = claimNamespace(core);
  inspectWhenAsked(core);
  const lifecycle = createLifecycle((state) => emitter.emit('statechange', state));
  const { latest, publish } = createSnapshot(emitter);

  const page = createPageListeners(core);
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
    sessionMs: settings.sessionMinutes * 60_000,
    onChange: historyChanges.put,
    onFault,
    loadStores: loaders.loadStores,
  });

  const model = createModelInUse(core);
  const refresh = () => {
    if (lifecycle.isPredicting()) scoring.refresh();
  };
  const language = createLanguage(core, refresh);
  const scoring = createScoring(core, model, history, language, publish);
  const moments = lateMoments(async () => {
    const { createMoments } = await loaders.loadAnalysis();
    return createMoments({ ...core, consent, history, item: model.item, snapshot: latest });
  }, onFault);

  consentChanges.open(({ tier, decided, reason }) => {
    history.setTier(tier, decided);
    emitter.emit('consentchange', { tier, reason });
    // The last prediction was made from a history that may no longer be kept.
    if (tier === 'off') {
      scoring.clear();
      publish(emptyPrediction());
    }
    refresh();
  });
  historyChanges.open((cause) => {
    if (cause === 'forget') scoring.discard();
    refresh();
  });

  const taker = createEventTaker(core, history, model, lifecycle.isListening, refresh);
  const loading = createLoading(core, model, refresh);
  const status = (): Status => {
    const kept = history.status();
    const { tier, reason } = consent.state();
    return {
      state: lifecycle.state(),
      engine: model.engineStatus(),
      store: storeStatus(kept, consent.state()),
      consent: { tier, reason },
      model: loading.status(),
      intent: loading.intent(),
      language: language.spoken().language,
      events: { ...taker.counts(), waiting: kept.unsaved },
      catalog: { ...model.itemCounts(), ...loading.catalogStatus() },
      faults: faults.list(),
    };
  };

  const isListening = page.start(taker);
  const { ready, usable } = firstPrediction(
    core,
    loading.run,
    () => Promise.all([history.flushed(), isListening, language.ready]),
    () => {
      lifecycle.go('waitOver');
      refresh();
    },
    async () => {
      await scoring.upToDate();
      emitter.emit('ready', status());
    },
  );

  const parts = { core, lifecycle, latest, consent, history, model, scoring };
  const hidden = { [FAULT]: faults };
  const predictor: Predictor = {
    ...hidden,
    ...methodsOf({ ...parts, moments, taker, usable, refresh }),
    status,
    destroy() {
      lifecycle.go('destroy');
      page.stop();
      life.abort();
      releaseNamespace();
      consent.destroy();
      scoring.destroy();
      model.destroy();
      history.destroy();
      emitter.clear();
    },
    ready,
  };
  core.predictor = predictor;
  // For `nextaisle doctor` and the inspector: the predictor of a module is in no global.
  tellPage('predictor', predictor);
  return predictor;
}
