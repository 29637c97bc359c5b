import { agoBucket } from '../../encoding/token.js';
import { countBucket } from '../../engine/copy-term.js';
import type { Examples } from './examples.js';

/** What a teacher expects as the next item: shares that sum to 1. */
export interface SoftTargets {
  items: readonly number[];
  shares: readonly number[];
}

/** A teacher's soft targets by event, and how much of the target they are. */
export interface Distillation {
  softTargets: (event: number) => SoftTargets | undefined;
  weight: number;
}

/** Items that the network scores one by one: some for each query, a position with a next item. */
export interface Candidates {
  /** Index into `Batch.scored`, ascending. */
  query: number[];
  item: number[];
  /** The target. Sums to 1 over the candidates of a query, or to 0. */
  share: number[];
}

/** The distinct items of each query's window, as the copy term sees them. */
export interface Copies extends Candidates {
  /** 1 where the network sees the item without its identity, as its position is withheld. */
  withheld: number[];
  age: number[];
  last: number[];
  count: number[];
}

/** The candidates of a batch: items of the window, and new ones (the next item and what a teacher names). */
export interface CandidateLists {
  copies: Copies;
  fresh: Candidates;
}

export const noCandidates = (): CandidateLists => ({
  copies: { query: [], item: [], share: [], withheld: [], age: [], last: [], count: [] },
  fresh: { query: [], item: [], share: [] },
});

/** The positions of a batch so far, of which `addCandidates` looks back over a window. */
export interface Window {
  /** Event of each position. */
  example: Int32Array;
  /** First position of each position's window. */
  from: Int32Array;
  withheld: Uint8Array;
}

/**
 * Adds the candidates of one query: the distinct items of the window up to `position`, latest first. Where
 * the next item is none of them, also that item and the teacher's, as far as they can be ranked. A teacher speaks about new items only:
 * whether an item comes again, and which, is learned from the log alone.
 * @returns false where the next item cannot be ranked: then nothing is added.
 */
export function addCandidates(
  { copies, fresh }: CandidateLists,
  { example, from, withheld }: Window,
  examples: Examples,
  position: number,
  query: number,
  {
    distillation,
    isRanked = () => true,
  }: { distillation?: Distillation; isRanked?: (item: number) => boolean } = {},
): boolean {
  const event = example[position];
  const next = examples.nextItem[event];
  const isSeen = () => {
    for (let s = position; s >= from[position]; s--)
      if (examples.item[example[s]] === next) return true;
    return false;
  };
  if (!isRanked(next) && !isSeen()) return false;
  const seen = new Map<number, number>();
  const times: number[] = [];
  const first = copies.query.length;
  for (let s = position; s >= from[position]; s--) {
    const item = examples.item[example[s]];
    if (item < 0) continue;
    const before = seen.get(item);
    if (before !== undefined) {
      copies.count[before] = countBucket(++times[before - first]);
      continue;
    }
    seen.set(item, copies.query.push(query) - 1);
    copies.item.push(item);
    copies.share.push(+(item === next));
    copies.withheld.push(withheld[s]);
    copies.age.push(agoBucket(position - s + 1));
    copies.last.push(examples.action[example[s]]);
    copies.count.push(0);
    times.push(1);
  }
  if (seen.has(next)) return true;
  const target = fresh.query.push(query) - 1;
  fresh.item.push(next);
  fresh.share.push(1);
  const taught = distillation?.softTargets(event);
  if (!distillation || !taught) return true;
  const { items, shares } = taught;
  const isTaught = (item: number) => !seen.has(item) && isRanked(item);
  const total = items.reduce((sum, item, i) => sum + (isTaught(item) ? shares[i] : 0), 0);
  if (!total) return true;
  fresh.share[target] = 1 - distillation.weight;
  items.forEach((item, i) => {
    if (!isTaught(item)) return;
    const share = (distillation.weight * shares[i]) / total;
    if (item === next) {
      fresh.share[target] += share;
      return;
    }
    fresh.query.push(query);
    fresh.item.push(item);
    fresh.share.push(share);
  });
  return true;
}
