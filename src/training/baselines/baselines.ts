import { ACTION_TYPES } from '../../events/event.js';
import type { DataSet } from '../data/data-set.js';
import type { SessionItems } from '../data/sessions.js';
import { PART } from '../data/split.js';

/** Scores items after the items of a session so far, into `scores`, which comes filled with 0: [I]. */
export type ItemBaseline = (session: ArrayLike<number>, scores: Float64Array) => void;

export function createPopularity(sessions: readonly SessionItems[], items: number): ItemBaseline {
  const counts = new Float64Array(items);
  for (const session of sessions) for (const item of session.items) counts[item]++;
  return (_, scores) => scores.set(counts);
}

/** Last-item co-visitation: what came right after the same item, by how often. */
export function createCoVisitation(sessions: readonly SessionItems[]): ItemBaseline {
  const followers = new Map<number, Map<number, number>>();
  for (const { items } of sessions) {
    for (let i = 1; i < items.length; i++) {
      const row = followers.get(items[i - 1]) ?? new Map<number, number>();
      followers.set(items[i - 1], row.set(items[i], (row.get(items[i]) ?? 0) + 1));
    }
  }
  return (session, scores) => {
    const last = session[session.length - 1];
    followers.get(last)?.forEach((count, item) => {
      scores[item] = count;
    });
  };
}

/** How many of a shopper's events a page keeps by default. */
export const PAGE_EVENTS = 500;

/**
 * The list that most shops show: what this shopper looked at, newest first, each item once. It needs no
 * training, and scores items that are not on it 0. Unlike the others it is given the items of all the
 * shopper's events so far, earlier sessions included.
 */
export function createRecentlyViewed(events = PAGE_EVENTS): ItemBaseline {
  return (past, scores) => {
    const from = Math.max(0, past.length - events);
    for (let i = from; i < past.length; i++) scores[past[i]] = i - from + 1;
  };
}

/** Next action from the last one: how often it came, with one more of each (Laplace). Rows: last action; [A + 1] each. */
export interface ActionBaselines {
  prior: Float64Array;
  markov: Float64Array[];
}

export function createActionBaselines(
  data: DataSet,
  part: Uint8Array,
  nextAction: Uint8Array,
): ActionBaselines {
  const classes = ACTION_TYPES.length + 1;
  const counts = Array.from(ACTION_TYPES, () => new Float64Array(classes).fill(0));
  for (let e = 0; e < data.events; e++) {
    if (part[e] <= PART.validation) counts[data.action[e]][nextAction[e]]++;
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
