import type { SessionItems } from '../data/sessions.js';
import type { ItemBaseline } from './item-baselines.js';

/** Sessions by their items, one after another in time. */
export const sessions = (...lists: number[][]): SessionItems[] =>
  lists.map((items, began) => ({ items: Int32Array.from(items), began }));

export function scored(baseline: ItemBaseline, session: number[], items = 6): number[] {
  const scores = new Float64Array(items);
  baseline(session, scores);
  return [...scores];
}
