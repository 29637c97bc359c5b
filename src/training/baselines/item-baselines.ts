import type { SessionItems } from '../data/sessions.js';

/**
 * Scores items after the items of a session so far, into `scores`, which comes filled with 0: [I]. The
 * baselines learn from past sessions and need no training. Read next: v-sknn.ts, the strongest of them;
 * action-baselines.ts; metrics.ts, which turns scores into ranks and ranks into recall.
 */
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
