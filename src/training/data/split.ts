import type { DataSet } from './data-set.js';

/** Which part may use, or is asked, what comes after an event. `context`: none; it may be read only. */
export const PART = { train: 0, validation: 1, test: 2, context: 3 } as const;

/** Which shares of a log, by time, are kept for validation and test. */
export interface SplitOptions {
  /** Share of the sessions, the latest. Default 0.1; none where the log brings its own test file. */
  test?: number;
  /** Share of the sessions, the latest before those. Default 0.1; 0.02 beside a test file. */
  validation?: number;
}

/**
 * Cuts a data set by time, by event: a session belongs where it began. A model that is tested may
 * read what the shopper did earlier. No label looks over a cut: the events of a session that goes
 * on past one are left as context.
 */
export function splitByTime(data: DataSet, options: SplitOptions = {}): Uint8Array {
  const isGiven = data.given.some(Boolean);
  const { test = isGiven ? 0 : 0.1, validation = isGiven ? 0.02 : 0.1 } = options;
  const part = new Uint8Array(data.events);
  const starts: number[] = [];
  for (let e = 0; e < data.events; e++) {
    if (data.sessionStart[e] && !data.given[e]) starts.push(data.sessionBegan[e]);
  }
  starts.sort((a, b) => a - b);
  const cutAt = (share: number) =>
    share > 0 ? (starts[Math.round(starts.length * (1 - share))] ?? Infinity) : Infinity;
  const testFrom = cutAt(test);
  const validationFrom = cutAt(test + validation);

  for (let e = data.events - 1; e >= 0; e--) {
    if (data.given[e]) {
      part[e] = data.given[e] === 1 ? PART.test : PART.context;
      continue;
    }
    const began = data.sessionBegan[e];
    const own =
      began >= testFrom ? PART.test : began >= validationFrom ? PART.validation : PART.train;
    const until =
      own === PART.train
        ? Math.min(validationFrom, testFrom)
        : own === PART.validation
          ? testFrom
          : Infinity;
    const goesOn =
      e + 1 < data.events && data.shopper[e + 1] === data.shopper[e] && !data.sessionStart[e + 1];
    const last = goesOn ? data.ts[e + 1] : data.ts[e];
    // Times of a log without dates are not comparable with a cut; NaN compares false.
    const isOver = began > 1e11 && last >= until;
    part[e] = isOver ? PART.context : own;
  }
  return part;
}

/**
 * The protocol of the sequence benchmarks (SASRec and after): of each shopper the last event is the
 * one to predict in the test, the one before it in the validation, and all before are trained on.
 * What is asked in the test may read the validation's answer. Shoppers of less than three events
 * are trained on whole. For logs of one action: what comes later in the session crosses the parts.
 */
export function splitLeaveOneOut(data: DataSet): Uint8Array {
  const part = new Uint8Array(data.events);
  for (let s = 0; s + 1 < data.shopperOffsets.length; s++) {
    const [from, end] = [data.shopperOffsets[s], data.shopperOffsets[s + 1]];
    if (end - from < 3) continue;
    part[end - 1] = PART.context;
    part[end - 2] = PART.test;
    part[end - 3] = PART.validation;
  }
  return part;
}

/** Leaves of the training part the latest sessions, a share of them: what a shorter log would give. */
export function latestOfTraining(data: DataSet, part: Uint8Array, share: number): Uint8Array {
  const began: number[] = [];
  for (let e = 0; e < data.events; e++) {
    if (data.sessionStart[e] && part[e] === PART.train) began.push(data.sessionBegan[e]);
  }
  began.sort((a, b) => a - b);
  const from = began[Math.round(began.length * (1 - share))] ?? Infinity;
  return part.map((own, e) =>
    own === PART.train && data.sessionBegan[e] < from ? PART.context : own,
  );
}

export function countParts(data: DataSet, part: Uint8Array) {
  const count = (wanted: number) => {
    let [events, sessions] = [0, 0];
    for (let e = 0; e < data.events; e++) {
      if (part[e] !== wanted) continue;
      events++;
      sessions += data.sessionStart[e];
    }
    return { events, sessions };
  };
  return { train: count(PART.train), validation: count(PART.validation), test: count(PART.test) };
}
