import type { KnownEvent } from './known-log.js';
import { DAYS, START_TS } from './known-shop.js';

const HOUR_MS = 3_600_000;
const TEST_SHARE = 0.1;

/** What the best possible predictor gets on a part of a known log: expected, so without the noise of a draw. */
export interface Truth {
  /** Share of next items among the 20 it says, of all items, and the mean of 1 / rank there. */
  recall20: number;
  mrr20: number;
  /** Of the next action, leaving included: nats, and how often the likeliest one comes. */
  logLoss: number;
  accuracy: number;
  /** Predictions, and those after which the visit went on. */
  predictions: number;
  followed: number;
}

const NONE: Truth = { recall20: 0, mrr20: 0, logLoss: 0, accuracy: 0, predictions: 0, followed: 0 };

/** Earlier visits are never in the latest tenth. */
export const LATE_TS = START_TS + 0.8 * DAYS * 24 * HOUR_MS;

/** Adds up, by the hour in which a visit began, so that memory does not grow with the log. */
export function createTruth() {
  const hours = Array.from({ length: DAYS * 24 }, () => ({ ...NONE, visits: 0 }));
  let before: KnownEvent | undefined;
  return {
    read(event: KnownEvent): void {
      const isNext = event.shopper === before?.shopper && event.began === before.began;
      const hour = hours[Math.floor((event.began - START_TS) / HOUR_MS)];
      if (!isNext) hour.visits++;
      else if (before?.best) {
        const { items } = before.best;
        hour.followed++;
        items.forEach(([, chance], place) => {
          hour.recall20 += chance;
          hour.mrr20 += chance / (place + 1);
        });
      }
      if (event.best) {
        hour.predictions++;
        hour.accuracy += Math.max(...event.best.actions);
        for (const chance of event.best.actions)
          if (chance > 0) hour.logLoss -= chance * Math.log(chance);
      }
      before = event;
    },
    /** Of the latest tenth of the visits, to the hour: what `train` and `evaluate` test on. */
    test(): Truth & { from: number } {
      const visits = hours.reduce((sum, hour) => sum + hour.visits, 0);
      let first = hours.length;
      for (let later = 0; first > 0 && later < TEST_SHARE * visits; )
        later += hours[--first].visits;
      const sum = { ...NONE };
      for (const hour of hours.slice(first))
        for (const name of Object.keys(sum) as (keyof Truth)[]) sum[name] += hour[name];
      const { followed, predictions } = sum;
      return {
        ...sum,
        recall20: sum.recall20 / followed,
        mrr20: sum.mrr20 / followed,
        logLoss: sum.logLoss / predictions,
        accuracy: sum.accuracy / predictions,
        from: START_TS + first * HOUR_MS,
      };
    },
  };
}
