import { newcombe, type Interval } from '../../prediction/proportions.js';
import type { ChanceFigures, Figures } from './figures.js';

/** Fewer predictions than this tell nothing, whatever their interval. */
const FEW = 100;
/** Less than this is not worth a training, however sure it is: points of a share, and nats. */
const LEAST = { recall20: 0.01, mrr20: 0.01, logLoss: 0.02, unknown: 0.05 } as const;
/** Chances that are so far off are noticed by a threshold. */
const OFF = 0.02;

const NAMES = {
  recall20: 'recall@20',
  mrr20: 'MRR@20',
  logLoss: 'the log-loss of the next action',
  unknown: 'the share of next products that the file does not know',
  action: 'the next action',
  purchase: 'a purchase',
  cart: 'a cart',
} as const;

/** A figure then and now; `change` has the interval of the difference of two independent samples. */
export interface Change extends Interval {
  name: keyof typeof NAMES;
  /** Worse by more than chance explains, and by enough to matter. */
  worse: boolean;
}

/** What drift comes to. */
export interface Drift {
  /** `unknown`: the file says nothing about itself, or there are too few predictions to tell. */
  answer: 'keep' | 'retrain' | 'unknown';
  /** In words, each a clause after "because". */
  reasons: string[];
  changes: Change[];
}

/** Holds what a file achieves today against what it says it achieved when it was made. */
export function driftOf(then: Figures | undefined, now: Figures): Drift {
  if (!then) {
    const reason =
      'the file does not say what it achieved when it was made: it was written by code or by an older version. Train again to have it said';
    return { answer: 'unknown', reasons: [reason], changes: [] };
  }
  const changes = [
    ...(['recall20', 'mrr20', 'logLoss', 'unknown'] as const).flatMap((name): Change[] => {
      const [before, today] = [then[name], now[name]];
      if (!before || !today) return [];
      const change = newcombe(today, before);
      const isLess = name === 'recall20' || name === 'mrr20';
      const [worst, least] = isLess ? [-change.value, -change.high] : [change.value, change.low];
      return [{ name, ...change, worse: least > 0 && worst > LEAST[name] }];
    }),
    ...(['action', 'purchase', 'cart'] as const).flatMap((name): Change[] => {
      const [before, today] = [then[name], now[name]];
      return before && today ? [{ name, ...offChange(before, today) }] : [];
    }),
  ];
  const reasons = changes.filter(({ worse }) => worse).map((change) => because(change, now));
  if (reasons.length) return { answer: 'retrain', reasons, changes };
  for (const [figures, when] of [
    [now, 'today'],
    [then, 'when it was made'],
  ] as const) {
    if (figures.predictions < FEW) {
      const reason = `${figures.predictions} predictions ${when} are too few to tell`;
      return { answer: 'unknown', reasons: [reason], changes };
    }
  }
  return { answer: 'keep', reasons: [], changes };
}

/** How much further the chances are off, whichever way. */
function offChange(before: ChanceFigures, today: ChanceFigures) {
  const sign = today.off.value < 0 ? -1 : 1;
  const change = newcombe(today.off, before.off);
  const isSure =
    sign > 0 ? today.off.low > 0 && change.low > 0 : today.off.high < 0 && change.high < 0;
  return { ...change, worse: isSure && Math.abs(today.off.value) > OFF };
}

function because({ name, value, low, high }: Change, now: Figures): string {
  if (name === 'action' || name === 'purchase' || name === 'cart') {
    const { said, came } = now[name] as ChanceFigures;
    const wanted = name === 'action' ? 'was right' : 'came';
    return `the chance of ${NAMES[name]} said ${percent(said)} on average and ${wanted} in ${percent(came)}`;
  }
  if (name === 'logLoss') {
    return `${NAMES[name]} rose by ${value.toFixed(3)} (${low.toFixed(3)} … ${high.toFixed(3)})`;
  }
  const [verb, least, most] = value < 0 ? ['fell', -high, -low] : ['rose', low, high];
  const points = (x: number) => (100 * x).toFixed(1);
  return `${NAMES[name]} ${verb} by ${points(Math.abs(value))} points (${points(least)} … ${points(most)})`;
}

const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
