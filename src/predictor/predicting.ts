import type { SelectedEngine } from '../engine/select-engine.js';
import type { ShopEvent } from '../events/event.js';
import { type PredictorError, toPredictorError } from '../lib/errors.js';
import type { Turns } from '../lib/async/turns.js';
import { NEUTRAL_CALIBRATION } from '../model/model.js';
import { compose, emptyPrediction, type Occasion } from '../prediction/compose.js';
import type { ForecastOptions } from '../prediction/forecast.js';
import type { Prediction } from '../prediction/prediction.js';
import type { RankRules } from '../prediction/rank.js';
import { type Relations, relationsOf } from '../prediction/relations.js';
import { readScores, type Scores } from '../prediction/score.js';
import type { Scorer } from '../prediction/scorer.js';
import type { Loaded } from './load/choose-model.js';
import { createLane } from '../lib/async/lane.js';
import type { ParsedOptions, Loaders } from './options.js';
import { createReading, type Reading } from './reading.js';
import type { Status } from './status.js';

/** A prediction before rules: any number of shelves are cut from one. */
interface Scored {
  occasion: Occasion;
  scores: Scores;
  relations: Relations;
  reading: Reading;
}

/**
 * From the history to predictions: holds the model's reading of it and the engine, and scores again
 * whenever asked, once for all that came in the meantime.
 */
export function createPredicting(options: {
  settings: ParsedOptions;
  loaders: Loaders;
  turns: Turns;
  events(): readonly ShopEvent[];
  onPrediction(prediction: Prediction): void;
  onBackend(engine: Status['engine']): void;
  onFault(error: PredictorError): void;
}) {
  const { settings, loaders, events, onFault } = options;
  const { environment } = settings;
  const { next, pause } = options.turns;
  const lane = createLane();
  const series = Math.floor(environment.random() * 2 ** 32).toString(36);
  const maxLive = Array.isArray(settings.catalog) ? settings.catalog.length + 5000 : undefined;
  let reading = createReading({}, maxLive);
  let selected: SelectedEngine | undefined;
  let scored: Scored | undefined;
  let count = 0;
  /** Goes up when what is being scored must not be shown any more. */
  let epoch = 0;
  let since: number | undefined;
  let turn: Promise<void> | undefined;
  let stopped = false;

  const report = (thrown: unknown) => onFault(toPredictorError(thrown, 'BACKEND_UNAVAILABLE'));
  const engineStatus = (): Status['engine'] => {
    if (!selected) return { backend: 'none', reason: 'No model is loaded: the baselines serve.' };
    const { backend, reason, error } = selected.status();
    return { backend: error || backend === 'reference' ? 'none' : backend, reason };
  };

  /** The engine, where there is one that can run: else the baseline answers. */
  const engine = () => (engineStatus().backend === 'none' ? undefined : selected?.engine);

  const cut = ({ occasion, scores, relations, reading }: Scored, rules?: RankRules) => {
    const { model, kit, rows } = reading;
    const known = {
      ...kit,
      trained: model?.vocabulary.items.length ?? 0,
      popularity: model?.tensors.get('item.popularity'),
    };
    return compose(occasion, scores, rows, known, relations, { ...settings.rules, ...rules });
  };

  /** Rejects where the chunk cannot be had, and tries again at the next call. */
  const analysis = () =>
    loaders.loadAnalysis().catch((thrown) => {
      throw toPredictorError(thrown, 'MODEL_MISSING');
    });

  const scoreOnce = async () => {
    const startedMs = since as number;
    since = undefined;
    const from = epoch;
    const history = events();
    const tokens = reading.tokensOf(history);
    const { card } = reading.model ?? {};
    // No session that the network has learned from was empty.
    const asked = tokens.length ? engine() : undefined;
    const { backend } = engineStatus();
    const read = await asked
      ?.score(tokens)
      .then((output) => readScores(output, reading.calibration, undefined, pause))
      .catch(report);
    const scores = read ?? (await readScores(reading.baseline(tokens), NEUTRAL_CALIBRATION));
    // What the page makes of the prediction may take its time too.
    await pause();
    if (stopped || from !== epoch) return;
    const occasion = {
      id: `${series}-${++count}`,
      ts: environment.now(),
      backend: read ? backend : 'none',
      ms: environment.clock() - startedMs,
      model: card ? `${card.name} ${card.version}` : '',
    };
    const relations = relationsOf(history, occasion.ts, settings.sessionMinutes * 60_000);
    scored = { occasion, scores, relations, reading };
    options.onPrediction(cut(scored));
  };

  const takeTurn = async () => {
    // A task of its own: the shop's click handler does not wait for us, and a burst costs one.
    await next();
    if (!stopped) await lane(scoreOnce).catch(report);
    turn = since === undefined || stopped ? undefined : takeTurn();
  };

  const refresh = (): void => {
    since ??= environment.clock();
    turn ??= takeTurn();
  };

  /** A scorer of the history as it is now. */
  const scorer = (): Scorer => ({
    environment,
    pause,
    calibration: reading.calibration,
    rows: reading.rows,
    encode: reading.encode,
    events: events().slice(),
    tokens: reading.tokensOf(events()),
    batch: engineStatus().backend === 'webgl' ? 64 : 1,
    score: (histories, read) =>
      lane(async () => {
        const outputs = await engine()?.scoreBatch(histories);
        for (let i = 0; i < histories.length; i++) {
          const known = histories[i].length ? outputs?.[i] : undefined;
          await read(known ?? reading.baseline(histories[i]), i);
        }
      }),
  });

  return {
    refresh,
    /** Reads the history with another model from now on; what the page has shown stays known. */
    use: (loaded: Loaded) =>
      lane(async () => {
        await next();
        const read = createReading(loaded, maxLive);
        for (const item of reading.shown()) read.learn(item);
        selected?.dispose();
        reading = read;
        if (stopped) return;
        selected = loaded.kit.selectEngine({
          ...loaders,
          ...loaded,
          pause,
          environment,
          want: settings.backend,
          onChange({ error }) {
            if (error) report(error);
            options.onBackend(engineStatus());
            refresh();
          },
        });
      }),
    reading: () => reading,
    engineStatus,
    /** Resolves when what has happened until now is in the prediction. */
    async settled() {
      // The turn under way may have read the history before the last event; the next one has it.
      await turn;
      await turn;
    },
    /** The last prediction by other rules, at once. */
    cut: (rules?: RankRules): Prediction => (scored ? cut(scored, rules) : emptyPrediction()),
    /** What is being scored now is not shown: it was read from a history that is no more. */
    discard() {
      epoch++;
    },
    clear() {
      epoch++;
      scored = undefined;
    },
    explain: async (itemId: string) => (await analysis()).explain(scorer(), itemId),
    forecast: async (given?: ForecastOptions) => (await analysis()).forecast(scorer(), given),
    destroy() {
      stopped = true;
      scored = undefined;
      selected?.dispose();
    },
  };
}
