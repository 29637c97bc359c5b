import { agoBucket, type Token } from '../encoding/token.js';
import { COUNT_BUCKETS } from '../model/tensors.js';

/** An item of the window, as the copy term sees it. */
export interface Repeat {
  item: number;
  /** `agoBucket` of its last event: 1 = the event just read. */
  age: number;
  /** Action of its last event. */
  last: number;
  /** How often it stands in the window. */
  times: number;
}

/** Items of the last `window` events, latest first. Repeat consumption: Ren et al. 2019 (RepeatNet), here additive. */
export function repeatsOf(history: readonly Token[], window: number): Repeat[] {
  const found = new Map<number, Repeat>();
  for (let i = history.length - 1; i >= Math.max(0, history.length - window); i--) {
    const { item, action } = history[i];
    if (item < 0) continue;
    const before = found.get(item);
    if (before) before.times++;
    else found.set(item, { item, age: agoBucket(history.length - i), last: action, times: 1 });
  }
  return [...found.values()];
}

/** 0 once, 1 twice, 2 three to four times, 3 more. */
export function countBucket(times: number): number {
  return times <= 1 ? 0 : Math.min(COUNT_BUCKETS - 1, Math.ceil(Math.log2(times)));
}

/** Candidates a shop had in the base model's training, on average. */
const USUAL_CANDIDATES = 148;

/**
 * What the copy term gains where items have no identity, and the network so knows nothing of how many
 * there are: new candidates share a chance that does not grow with their number.
 */
export const crowding = (table: { trained: number; size: number }): number =>
  table.trained ? 0 : Math.max(0, Math.log(table.size / USUAL_CANDIDATES));
