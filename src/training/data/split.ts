import type { DataSet } from './data-set.js';
import { GIVEN } from './data-set.js';
import { createSplitLog, type Part, type SplitLog } from './split-log.js';

/** Which shares of a log, by time, are kept for validation and test. */
export interface SplitOptions {
  /** Share of the sessions, the latest. Default 0.1; none where the log brings its own test file. */
  test?: number;
  /** Share of the sessions, the latest before those. Default 0.1; 0.02 beside a test file. */
  validation?: number;
}

/**
 * Splits a log by time: a session belongs to the part in which it began. A model that is tested may read
 * what the shopper did earlier. No label comes from beyond a cut: where a session goes on past one, its
 * events from there on are `context`.
 */
export function splitByTime(data: DataSet, options: SplitOptions = {}): SplitLog {
  const isGiven = data.given.some(Boolean);
  const { test = isGiven ? 0 : 0.1, validation = isGiven ? 0.02 : 0.1 } = options;
  const starts: number[] = [];
  for (let e = 0; e < data.events; e++) {
    if (data.sessionStart[e] && !data.given[e]) starts.push(data.sessionBegan[e]);
  }
  starts.sort((a, b) => a - b);
  const cutAt = (share: number) =>
    share > 0 ? (starts[Math.round(starts.length * (1 - share))] ?? Infinity) : Infinity;
  const testFrom = cutAt(test);
  const validationFrom = cutAt(test + validation);
  /** Where the next part begins. */
  const endOf: Partial<Record<Part, number>> = {
    train: Math.min(validationFrom, testFrom),
    validation: testFrom,
  };

  return createSplitLog(data, (e) => {
    if (data.given[e]) return data.given[e] === GIVEN.test ? 'test' : 'context';
    const began = data.sessionBegan[e];
    const part = began >= testFrom ? 'test' : began >= validationFrom ? 'validation' : 'train';
    const goesOn =
      e + 1 < data.events && data.shopper[e + 1] === data.shopper[e] && !data.sessionStart[e + 1];
    const labelTs = goesOn ? data.ts[e + 1] : data.ts[e];
    // Times of a log without dates are not comparable with a cut; NaN compares false.
    const isBeyond = began > 1e11 && labelTs >= (endOf[part] ?? Infinity);
    return isBeyond ? 'context' : part;
  });
}

/**
 * The protocol of the sequence benchmarks (SASRec and after): of each shopper the last event is the
 * one to predict in the test, the one before it in the validation, and all before are trained on.
 * The test may read the validation's answer. Shoppers with fewer than three events are trained on whole.
 * For logs of one action: labels about the rest of the session look across the parts.
 */
export function splitLeaveOneOut(data: DataSet): SplitLog {
  // A part stands at the event after which the next one is to be predicted.
  const last: readonly Part[] = ['context', 'test', 'validation'];
  return createSplitLog(data, (e) => {
    const [from, end] = [0, 1].map((i) => data.shopperOffsets[data.shopper[e] + i]);
    return end - from < last.length ? 'train' : (last[end - 1 - e] ?? 'train');
  });
}

/** Keeps the latest share of the training sessions: what a shorter log would give. */
export function latestOfTraining(log: SplitLog, share: number): SplitLog {
  const { data } = log;
  const starts = log.events('train').filter((e) => data.sessionStart[e]);
  const began = starts.map((e) => data.sessionBegan[e]).sort((a, b) => a - b);
  const from = began[Math.round(began.length * (1 - share))] ?? Infinity;
  return log.move((part, e) =>
    part === 'train' && data.sessionBegan[e] < from ? 'context' : part,
  );
}
