import { ACTION_TYPES } from '../../events/event.js';
import type { SplitLog } from '../data/split-log.js';

/** Chances of the next action, leaving included: [A + 1] each. */
export interface ActionBaselines {
  /** How often each action comes at all. */
  prior: Float64Array;
  /** A Markov chain: how often it comes after each last action, with one more of each (Laplace). */
  markov: Float64Array[];
}

/** Learns from what comes before the test part. @param nextAction label of each event. */
export function createActionBaselines(log: SplitLog, nextAction: Uint8Array): ActionBaselines {
  const { data } = log;
  const classes = ACTION_TYPES.length + 1;
  const counts = Array.from(ACTION_TYPES, () => new Float64Array(classes).fill(0));
  for (let e = 0; e < data.events; e++) {
    if (log.isPast(e)) counts[data.action[e]][nextAction[e]]++;
  }
  const total = new Float64Array(classes);
  for (const row of counts) for (let a = 0; a < classes; a++) total[a] += row[a];
  // An action the log never shows is none of the classes.
  const share = (row: Float64Array) => {
    const smooth = row.map((count, a) => (total[a] ? count + 1 : 0));
    const sum = smooth.reduce((s, x) => s + x, 0);
    return smooth.map((x) => x / sum);
  };
  return { prior: share(total), markov: counts.map(share) };
}
