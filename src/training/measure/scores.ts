import { type Share, wilson } from '../../prediction/proportions.js';
import { aucInterval, averagePrecision, logLoss } from '../baselines/chance-metrics.js';
import { type CalibrationError, calibrationError } from '../baselines/calibration-error.js';
import { mrrAt, ndcgAt, recallAt } from '../baselines/ranking-metrics.js';
import { ACTION_METHODS, ITEM_METHODS, type Observation } from './observation.js';

/** How well one method ranks the next item. */
export interface ItemScore {
  method: string;
  /** Share of next items among the 20 best, of all items. */
  recall20: Share;
  /** Mean of 1 / rank, 0 beyond 20. */
  mrr20: Share;
  /** At 10, as sequence benchmarks report them; recall is also called hit rate there. */
  recall10: Share;
  ndcg10: Share;
}

/** How well one method predicts the next action. */
export interface ActionScore {
  method: string;
  accuracy: Share;
  /** Nats. */
  logLoss: Share;
}

/** How well a purchase, or a cart, before the session ends is predicted. */
export interface IntentScore {
  /** Share of predictions after which it came. */
  rate: Share;
  auc: Share;
  /** AUC of knowing only whether the session has put something into the cart. */
  aucOfCart: Share;
  averagePrecision: number;
  calibrationError: CalibrationError;
}

export function itemScores(observations: readonly Observation[]): ItemScore[] {
  const ranked = observations.flatMap(({ ranks }) => (ranks ? [ranks] : []));
  return ITEM_METHODS.map((method, m) => {
    const ranks = ranked.map((row) => row[m]);
    return {
      method,
      recall20: recallAt(ranks, 20),
      mrr20: mrrAt(ranks, 20),
      recall10: recallAt(ranks, 10),
      ndcg10: ndcgAt(ranks, 10),
    };
  });
}

export function actionScores(observations: readonly Observation[]): ActionScore[] {
  return ACTION_METHODS.map((method, m) => {
    const answers = observations.map(({ actions }) => actions[m]);
    const hits = answers.filter(({ hit }) => hit).length;
    return {
      method,
      accuracy: wilson(hits, answers.length),
      logLoss: logLoss(answers.map(({ chance }) => chance)),
    };
  });
}

/** Absent where it never came. @param shoppers of each observation. */
export function intentScore(
  observations: readonly Observation[],
  shoppers: readonly number[],
  intent: 'purchase' | 'cart',
  came: 'bought' | 'carted',
): IntentScore | undefined {
  const labels = observations.map((o) => +o[came]);
  const positives = labels.reduce((sum, label) => sum + label, 0);
  if (!positives) return undefined;
  const chances = observations.map((o) => o[intent]);
  return {
    rate: wilson(positives, labels.length),
    auc: aucInterval(chances, labels),
    aucOfCart: aucInterval(
      observations.map((o) => +o.inCart),
      labels,
    ),
    averagePrecision: averagePrecision(chances, labels),
    calibrationError: calibrationError(chances, labels, shoppers),
  };
}
