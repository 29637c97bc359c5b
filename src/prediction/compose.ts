import type { Item } from '../events/item.js';
import type { NextAction } from '../events/event.js';
import { withoutEmbedding } from '../events/parse-item.js';
import { NEXT_ACTIONS } from './calibrate.js';
import type { ItemRows } from './item-rows.js';
import type { PredictedItem, Prediction } from './prediction.js';
import { type RankRules, rank, type ModelRanking } from './rank.js';
import { reasonsFor } from './reasons.js';
import type { Relations } from './relations.js';
import type { Scores } from './score.js';

/** The part of a prediction that no rule changes. */
export type Occasion = Pick<Prediction, 'id' | 'ts' | 'backend' | 'ms' | 'model'>;

/** What a prediction takes from a model besides its scores. */
export interface FromModel extends ModelRanking {
  /** Rows of the item table that the model was trained with; later rows are live. */
  trained: number;
}

/** Makes a prediction from the scores and the rules. */
export function compose(
  occasion: Occasion,
  scores: Scores,
  rows: ItemRows,
  model: FromModel,
  relations: Relations,
  rules: RankRules,
): Prediction {
  const itemAt = (row: number): Item => rows.item(row) ?? { id: rows.id(row) as string };
  const current =
    relations.current === undefined ? undefined : itemAt(rows.indexOf(relations.current));
  const ranked = rank(scores.items, rows, relations, rules, model);
  const items = ranked.map(({ row, source }, at): PredictedItem => {
    const item = itemAt(row);
    const likeliest = scores.joint.reduce((a, b) => (b.chances[row] > a.chances[row] ? b : a));
    const guess = relations.seen.has(item.id) ? 'recent' : 'popular';
    return {
      id: item.id,
      item: Object.freeze(withoutEmbedding(item)),
      probability: scores.items[row],
      rank: at + 1,
      action: likeliest.action,
      source: source ?? (occasion.backend === 'none' ? guess : 'model'),
      reasons: reasonsFor(item, {
        relations,
        current,
        // Logs with mean 0: chosen more than e times as often as the average item.
        popular: (model.popularity?.[row] ?? 0) > 1,
        trained: row < model.trained,
      }),
    };
  });
  return { ...occasion, actions: named(scores.actions), intent: scores.intent, items };
}

/** What `getSnapshot()` gives before the first prediction. */
export function emptyPrediction(): Prediction {
  return {
    id: '',
    ts: 0,
    backend: 'none',
    ms: 0,
    model: '',
    actions: named(new Float32Array(NEXT_ACTIONS.length)),
    intent: { purchase: 0, cart: 0, band: 'unlikely', calibrated: false },
    items: [],
  };
}

const named = (chances: ArrayLike<number>) =>
  Object.fromEntries(NEXT_ACTIONS.map((action, i) => [action, chances[i]])) as Record<
    NextAction,
    number
  >;
