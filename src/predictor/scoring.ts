import type { ShopEvent } from '../events/event.js';
import { type PredictorError, toPredictorError } from '../lib/errors.js';
import type { Turns } from '../lib/async/turns.js';
import { NEUTRAL_CALIBRATION } from '../model/model.js';
import { compose, emptyPrediction, type Occasion } from '../prediction/compose.js';
import type { Prediction } from '../prediction/prediction.js';
import type { RankRules } from '../prediction/rank.js';
import { type Relations, relationsOf } from '../prediction/relations.js';
import { readScores, type Scores } from '../prediction/score.js';
import type { HistoryTokens } from './history-tokens.js';
import type { ModelInUse } from './model-in-use.js';
import type { ParsedOptions } from './options.js';

/** A prediction before rules: any number of shelves are ranked from one. */
interface Scored {
  occasion: Occasion;
  scores: Scores;
  relations: Relations;
  tokens: HistoryTokens;
}

/**
 * From the history to predictions. Each `refresh` asks for another: the history becomes tokens, the
 * engine (or the baseline) scores them, the rules rank the items, `onPrediction` has the result. What
 * is asked while one is being made is answered by one more.
 */
export function createScoring(options: {
  settings: ParsedOptions;
  turns: Turns;
  model: ModelInUse;
  events(): readonly ShopEvent[];
  onPrediction(prediction: Prediction): void;
  onFault(error: PredictorError): void;
}) {
  const { settings, turns, model, events } = options;
  const { environment } = settings;
  const series = Math.floor(environment.random() * 2 ** 32).toString(36);
  let scored: Scored | undefined;
  let count = 0;
  /** Goes up when what is being scored must not be shown any more. */
  let epoch = 0;
  /** When the oldest request that is not answered yet was made, by `clock`. */
  let askedMs: number | undefined;
  let working: Promise<void> | undefined;
  let stopped = false;

  const report = (thrown: unknown) =>
    options.onFault(toPredictorError(thrown, 'BACKEND_UNAVAILABLE'));

  const rank = ({ occasion, scores, relations, tokens }: Scored, rules?: RankRules) => {
    const known = {
      ...tokens.kit,
      trained: tokens.model?.vocabulary.items.length ?? 0,
      popularity: tokens.model?.tensors.get('item.popularity'),
    };
    return compose(occasion, scores, tokens.rows, known, relations, {
      ...settings.rules,
      ...rules,
    });
  };

  const scoreOnce = async () => {
    const startedMs = askedMs as number;
    askedMs = undefined;
    const from = epoch;
    const history = events();
    const tokens = model.tokens();
    const sequence = tokens.tokensOf(history);
    const { card } = tokens.model ?? {};
    // No session that the network has learned from was empty.
    const engine = sequence.length ? model.engine() : undefined;
    const { backend } = model.engineStatus();
    const read = await engine
      ?.score(sequence)
      .then((output) => readScores(output, tokens.calibration, undefined, turns.pause))
      .catch(report);
    const scores = read ?? (await readScores(tokens.baseline(sequence), NEUTRAL_CALIBRATION));
    // What the page makes of the prediction may take its time too.
    await turns.pause();
    if (stopped || from !== epoch) return;
    const occasion = {
      id: `${series}-${++count}`,
      ts: environment.now(),
      backend: read ? backend : 'none',
      ms: environment.clock() - startedMs,
      model: card ? `${card.name} ${card.version}` : '',
    };
    const relations = relationsOf(history, occasion.ts, settings.sessionMinutes * 60_000);
    scored = { occasion, scores, relations, tokens };
    options.onPrediction(rank(scored));
  };

  const work = async () => {
    // A task of its own: the shop's click handler does not wait for us, and a burst costs one.
    await turns.next();
    if (!stopped) await model.inTurn(scoreOnce).catch(report);
    working = askedMs === undefined || stopped ? undefined : work();
  };

  return {
    refresh(): void {
      askedMs ??= environment.clock();
      working ??= work();
    },
    /** Resolves when what has happened until now is in the prediction. */
    async upToDate() {
      // The one under way may have read the history before the last event; the next one has it.
      await working;
      await working;
    },
    /** The last prediction by other rules, at once. */
    rank: (rules?: RankRules): Prediction => (scored ? rank(scored, rules) : emptyPrediction()),
    /** What is being scored now is not shown: it was read from a history that is no more. */
    discard() {
      epoch++;
    },
    clear() {
      epoch++;
      scored = undefined;
    },
    destroy() {
      stopped = true;
      scored = undefined;
    },
  };
}

export type Scoring = ReturnType<typeof createScoring>;
