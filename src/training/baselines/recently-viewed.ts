/** How many of a shopper's events a page keeps by default. */
const PAGE_EVENTS = 500;

/**
 * Rank of an item in the list that most shops show: what this shopper looked at, newest first, each item
 * once. It needs no training, and reads the shopper's earlier sessions too, as the page does.
 * @param past the items of the shopper's events so far, the oldest first; -1 for none.
 * @returns from 1; `Infinity` when the item is not on the list.
 */
export function recentlyViewedRank(
  past: Int32Array,
  target: number,
  events: number = PAGE_EVENTS,
): number {
  const newer = new Set<number>();
  for (let e = past.length - 1; e >= Math.max(0, past.length - events); e--) {
    if (past[e] < 0) continue;
    if (past[e] === target) return newer.size + 1;
    newer.add(past[e]);
  }
  return Number.POSITIVE_INFINITY;
}
