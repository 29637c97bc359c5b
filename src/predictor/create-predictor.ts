import { consentMode } from '../consent/consent-mode.js';
import { createConsent } from '../consent/consent.js';
import { doNotTrack, globalPrivacyControl } from '../consent/global-privacy-control.js';
import type { ShopEventSource } from '../events/event.js';
import { createIntake } from '../events/intake.js';
import type { Item } from '../events/item.js';
import { withoutEmbedding } from '../events/parse-item.js';
import { rawEvents } from '../events/raw-events.js';
import { isForget } from '../history/forget.js';
import { createHistory } from '../history/create-history.js';
import { createEmitter } from '../lib/async/emitter.js';
import { PredictorError, toPredictorError } from '../lib/errors.js';
import type { QueueHost } from '../lib/page/tap-queue.js';
import { createTurns } from '../lib/async/turns.js';
import { emptyPrediction } from '../prediction/compose.js';
import type { Prediction } from '../prediction/prediction.js';
import { readCatalog } from './load/choose-catalog.js';
import { chooseModel } from './load/choose-model.js';
import { emptyForecast, emptyLift, inertPredictor } from './inert.js';
import { lateMoments } from '../moments/late-moments.js';
import { createListening } from './listening.js';
import { type PredictorOptions, parseOptions, type Loaders } from './options.js';
import { createPredicting } from './predicting.js';
import type { Predictor, PredictorEvents } from './predictor.js';
import { type Status, storeStatus } from './status.js';

/** How long the page waits for the model before the baselines serve. */
const PATIENCE_MS = 1500;

/** Puts the parts together; see `PredictorOptions`. On a server it does nothing at all. */
export function createPredictor(given: PredictorOptions = {}, loaders: Loaders): Predictor {
  if (typeof window === 'undefined' || typeof document === 'undefined') return inertPredictor();

  const emitter = createEmitter<PredictorEvents>((thrown) => console.error(thrown));
  const early: PredictorError[] = [];
  const onFault = (error: PredictorError) => void emitter.emit('error', error);
  const settings = parseOptions(given ?? {}, (error) => early.push(error));
  const { environment } = settings;
  const sessionMs = settings.sessionMinutes * 60_000;
  const turns = createTurns(environment);
  const stopLoading = new AbortController();
  const { signal } = stopLoading;
  let state: Status['state'] = 'loading';
  let model: Status['model'] = { source: 'loading' };
  let catalogError: PredictorError | undefined;
  let accepted = 0;
  let snapshot = emptyPrediction();
  /** While it lasts no prediction is made: a shelf of baselines would be replaced at once. */
  let patience = true;
  let loaded = false;

  const publish = (prediction: Prediction) => {
    snapshot = prediction;
    emitter.emit('prediction', prediction);
    document.dispatchEvent(new CustomEvent('nextaisle:prediction', { detail: prediction }));
  };
  const become = (next: Status['state']) => {
    if (state === next) return;
    state = next;
    emitter.emit('statechange', next);
  };
  const isOn = () => state === 'loading' || state === 'ready';
  const isGone = () => state === 'destroyed';
  const refresh = () => {
    if (isOn() && !patience) predicting.refresh();
  };

  const listening = createListening(settings, loaders.loadListeners, onFault);
  const consent = createConsent({
    mode: settings.consent,
    signals: [
      consentMode(window as unknown as QueueHost),
      globalPrivacyControl(navigator),
      doNotTrack(navigator),
      ...listening.signals,
    ],
    onChange({ tier, decided, reason }) {
      history.setTier(tier, decided);
      emitter.emit('consentchange', { tier, reason });
      // What was made from a history that may no longer be kept goes with it.
      if (tier === 'off') {
        predicting.clear();
        publish(emptyPrediction());
      }
      refresh();
    },
  });
  const history = createHistory({
    environment,
    ...consent.state(),
    namespace: settings.namespace,
    retention: settings.retention,
    sessionMs,
    onChange(cause) {
      if (cause === 'forget') predicting.discard();
      refresh();
    },
    onFault,
    loadStores: loaders.loadStores,
  });
  const intake = createIntake(environment, history.events, sessionMs, history.elsewhere);
  const predicting = createPredicting({
    settings,
    loaders,
    turns,
    events: history.events,
    onPrediction: publish,
    onBackend: (engine) => emitter.emit('backendchange', engine),
    onFault,
  });

  const learn = (item: Item | undefined) => {
    if (!item) return false;
    predicting.reading().learn(item);
    return true;
  };
  const item = (id: string) => {
    const { rows } = predicting.reading();
    return rows.item(rows.indexOf(id));
  };
  const take = (raw: unknown, source: ShopEventSource): boolean => {
    const read = isOn() ? intake.event(raw, source) : undefined;
    if (!read) return false;
    // Without consent nothing is kept, but what the page shows is still known.
    learn(read.item);
    const known = item(read.event.item ?? '');
    // An id alone is in the event already.
    if (known && Object.keys(known).length > 1) read.event.about = withoutEmbedding(known);
    if (!history.append(read.event)) return false;
    accepted++;
    return true;
  };

  const moments = lateMoments(async () => {
    const { createMoments } = await loaders.loadAnalysis();
    const now = () => snapshot;
    return createMoments({ settings, consent, history, emitter, item, snapshot: now, signal });
  }, onFault);

  let stopWaiting = () => {};
  const waited = new Promise<void>((resolve) => {
    stopWaiting = environment.after(PATIENCE_MS, resolve);
  });
  const startUp = async () => {
    // The shop's own script goes on first.
    await turns.next();
    const choice = await chooseModel(settings.model, loaders, signal, turns.pause, onFault);
    if (isGone()) return;
    if (choice.loaded) await predicting.use(choice.loaded);
    model = choice.status;
    if (settings.catalog) {
      await readCatalog(settings.catalog, turns.pause, signal, learn).catch((thrown) => {
        catalogError = toPredictorError(thrown, 'BAD_OPTION');
        onFault(catalogError);
      });
    }
    // A store that does not answer must not keep the page waiting, nor a chunk that does not come.
    await Promise.race([Promise.all([history.settled(), begun]), waited]);
    if (isGone()) return;
    for (const error of early.splice(0)) onFault(error);
    loaded = true;
    if (state === 'loading') become('ready');
    emitter.emit('ready', status());
    refresh();
  };

  const status = (): Status => {
    const { tier, reason } = consent.state();
    const { trainedCount: trained, size } = predicting.reading().catalog;
    return {
      state,
      engine: predicting.engineStatus(),
      store: storeStatus(history.status(), consent.state()),
      consent: { tier, reason },
      model,
      events: { accepted, refused: intake.refusals(), waiting: history.status().unsaved },
      catalog: { trained, live: size - trained, error: catalogError?.toJSON() },
    };
  };

  const begun = listening.start((source) => ({
    event: (raw) => void take(raw, source),
    item(raw) {
      if (isOn() && learn(intake.item(raw))) refresh();
    },
    refuse: intake.refuse,
  }));
  const ready = startUp().catch((thrown) => onFault(toPredictorError(thrown, 'BAD_OPTION')));
  const usable = Promise.race([ready, waited]).then(() => {
    patience = false;
    refresh();
  });

  return {
    track: (type, what, details) =>
      // Every one of an order's lines is taken, whatever becomes of the first.
      rawEvents(type, what, details, intake.refuse)
        .map((raw) => take(raw, 'track'))
        .some(Boolean),
    on: emitter.on,
    async predict(rules) {
      await usable;
      await predicting.settled();
      return cut(rules);
    },
    getSnapshot: (rules) => (rules ? cut(rules) : snapshot),
    subscribe: (listener) => emitter.on('prediction', () => listener()),
    async explain(itemId) {
      await usable;
      return isGone() ? [] : predicting.explain(itemId);
    },
    async forecast(options) {
      await usable;
      return isGone() ? emptyForecast() : predicting.forecast(options);
    },
    when: moments.when,
    lift: async () => (isGone() ? emptyLift() : moments.lift()),
    item,
    consent(choice) {
      if (!consent.set(choice)) onFault(new PredictorError('BAD_OPTION', 'consent'));
    },
    pause() {
      if (isOn()) become('paused');
    },
    resume() {
      if (state === 'paused') become(loaded ? 'ready' : 'loading');
      refresh();
    },
    async forget(what) {
      // Loud, because a shopper believes that it was done.
      if (!isForget(what)) throw new PredictorError('BAD_OPTION', 'forget');
      history.forget(what);
      moments.forget(what);
      await history.settled();
    },
    exportData: async () => ({
      ...history.exportData(),
      moments: await history.beside().catch(() => []),
    }),
    status,
    destroy() {
      become('destroyed');
      listening.stop();
      stopWaiting();
      stopLoading.abort();
      consent.destroy();
      predicting.destroy();
      history.destroy();
      emitter.clear();
    },
    ready,
  };

  function cut(rules?: PredictorOptions['rules']): Prediction {
    try {
      return predicting.cut(rules);
    } catch (thrown) {
      // A filter of the page threw.
      console.error(thrown);
      return snapshot;
    }
  }
}
