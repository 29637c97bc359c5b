import { ownCopy } from '../lib/own.js';
import type { History } from '../history/history.js';
import { toPredictorError } from '../lib/errors.js';
import { compose, emptyPrediction, type Occasion } from '../prediction/compose.js';
import type { Prediction } from '../prediction/prediction.js';
import type { RankRules } from '../prediction/rank.js';
import { joinedRules } from '../prediction/joined-rules.js';
import { type Relations, relationsOf } from '../prediction/relations.js';
import { readRules } from '../prediction/read-rules.js';
import { readScores, type Scores } from '../prediction/score.js';
import type { Core } from './core.js';
import type { HistoryTokens } from './history-tokens.js';
import type { Language } from './language.js';
import { soon } from './load/soon.js';
import type { ModelInUse } from './model-in-use.js';
import { unifyHistory } from './unify-history.js';

/** A prediction before rules: each shelf ranks it by its own. */
interface Scored {
  occasion: Occasion;
  scores: Scores;
  relations: Relations;
  tokens: HistoryTokens;
}

/**
 * Turns the history into predictions. `refresh` asks for one: the history becomes tokens, the engine (or
 * the baseline) scores them, the rules rank the items, and `onPrediction` receives the result. Requests
 * that come while one is being made share the next.
 */
export function createScoring(
  { settings, loaders, turns, onFault }: Core,
  model: ModelInUse,
  history: History,
  language: Language,
  onPrediction: (prediction: Prediction) => void,
) {
  const { environment } = settings;
  const series = Math.floor(environment.random() * 2 ** 32).toString(36);
  let scored: Scored | undefined;
  let count = 0;
  /** Goes up when the prediction under way must not be shown any more. */
  let epoch = 0;
  /** Time of the oldest open request, by `clock`. */
  let askedMs: number | undefined;
  let working: Promise<void> | undefined;
  let stopped = false;

  const report = (thrown: unknown) => onFault(toPredictorError(thrown, 'BACKEND_UNAVAILABLE'));

  const rank = ({ occasion, scores, relations, tokens }: Scored, rules?: RankRules) => {
    const known = {
      ...tokens.kit,
      trained: tokens.catalog.trainedCount,
      popularity: tokens.model?.tensors.get('item.popularity'),
      onFault,
    };
    const read = (given?: RankRules) =>
      readRules(given, onFault, (id) => tokens.rows.indexOf(id) >= 0);
    const prediction = compose(
      occasion,
      scores,
      tokens.rows,
      known,
      relations,
      ownCopy(joinedRules(read(settings.rules), read(rules))),
    );
    language.spoken().say?.(prediction.items);
    return prediction;
  };

  const scoreOnce = async () => {
    const startedMs = askedMs as number;
    askedMs = undefined;
    const from = epoch;
    const tokens = model.tokens();
    // Reading them tells which ids are of one product.
    tokens.tokensOf(history.events());
    unifyHistory(history, model);
    const events = history.events();
    const sequence = tokens.tokensOf(events);
    const { card } = tokens.model ?? {};
    // The network was not trained on empty sessions.
    const engine = sequence.length ? model.engine() : undefined;
    const { backend } = model.engineStatus();
    const read = await engine
      ?.score(sequence)
      .then((output) => readScores(output, tokens.calibration, undefined, turns.pause))
      .catch(report);
    const scores = read ?? (await readScores(tokens.baseline(sequence), tokens.ofBaseline));
    // No network reads words: what was searched for is found by name.
    const { query } = events[events.length - 1] ?? {};
    if (query) {
      await soon(environment, loaders.loadSearch())
        .then(({ searched }) => searched(scores, tokens.rows, query, turns.pause))
        .catch(report);
    }
    // The listeners' own work may be long too.
    await turns.pause();
    if (stopped || from !== epoch) return;
    const occasion = {
      id: `${series}-${++count}`,
      ts: environment.now(),
      backend: read ? backend : 'none',
      ms: environment.clock() - startedMs,
      model: card ? `${card.name} ${card.version}` : '',
    };
    const relations = relationsOf(events, occasion.ts, settings.sessionMinutes * 60_000);
    scored = { occasion, scores, relations, tokens };
    onPrediction(rank(scored));
  };

  const work = async () => {
    // A new task: the shop's click handler does not wait, and a burst of events costs one prediction.
    await turns.next();
    if (!stopped) await model.inTurn(scoreOnce).catch(report);
    working = askedMs === undefined || stopped ? undefined : work();
  };

  return {
    refresh(): void {
      askedMs ??= environment.clock();
      working ??= work();
    },
    /** Resolves when the prediction includes every event so far. */
    async upToDate() {
      // The prediction under way may miss the last event; the next one has it.
      await working;
      await working;
    },
    /** The last prediction by other rules, at once. */
    rank: (rules?: RankRules): Prediction => (scored ? rank(scored, rules) : emptyPrediction()),
    /** Drops the prediction under way: its history was forgotten. */
    discard() {
      epoch++;
    },
    /** Drops the last prediction too. */
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
