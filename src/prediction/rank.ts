import type { Item } from '../events/item.js';
import type { Relations } from './relations.js';

/** What a shelf may hold. Rules are applied before the best are picked, so that they cost no place. */
export interface RankRules {
  /** How many items, at most; default 8. */
  k?: number;
  /** Keeps the items it returns true for. */
  filter?: (item: Item) => boolean;
  /**
   * Item ids to leave out, or a predicate. Among the ids the words `'current'` (the item of the
   * last event), `'in-cart'`, `'purchased'` and `'seen'` stand for what the history says.
   */
  exclude?: readonly string[] | ((item: Item) => boolean);
  /** At most this many items of one category. */
  maxPerCategory?: number;
  /**
   * Leaves out items less likely than this, 0 … 1. The training report says above which chance the
   * items hold the next one in 50, 80 and 90% of the cases.
   */
  minProbability?: number;
  /** Only these item ids: what the page can show here. */
  only?: readonly string[];
}

/** The items by row of the item table. */
export interface ItemRows {
  readonly size: number;
  indexOf(id: string): number;
  id(row: number): string | undefined;
  item(row: number): Item | undefined;
}

/** The rows to show, best first. Ties: the item seen last first, then the lower row. */
export function rank(
  chances: ArrayLike<number>,
  rows: ItemRows,
  relations: Relations,
  rules: RankRules,
): number[] {
  const { k = 8, maxPerCategory = Infinity, minProbability = 0 } = rules;
  const allowed = allows(rows, relations, rules);
  const seenAt = (row: number) => relations.seen.get(rows.id(row) ?? '') ?? -1;
  const before = (a: number, b: number) =>
    chances[a] - chances[b] || seenAt(a) - seenAt(b) || b - a;
  for (let n = k; ; n *= 4) {
    const best = top(
      n,
      Math.min(chances.length, rows.size),
      before,
      (row) => chances[row] >= minProbability && allowed(row),
    );
    const perCategory = new Map<string, number>();
    const picked = best.filter((row) => {
      const category = rows.item(row)?.category?.join('/');
      if (!category) return true;
      const count = (perCategory.get(category) ?? 0) + 1;
      perCategory.set(category, count);
      return count <= maxPerCategory;
    });
    // A category that took too many places makes room for others further down.
    if (picked.length >= k || best.length < n) return picked.slice(0, k);
  }
}

function allows(
  rows: ItemRows,
  { current, seen, inCart, purchased }: Relations,
  { filter, exclude, only }: RankRules,
): (row: number) => boolean {
  const wanted = only && new Set(only);
  const words = new Map<string, Iterable<string | undefined>>([
    ['current', [current]],
    ['in-cart', inCart],
    ['purchased', purchased],
    ['seen', seen.keys()],
  ]);
  const ids = Array.isArray(exclude) ? (exclude as readonly string[]) : [];
  const unwanted = new Set(ids.flatMap((id) => [...(words.get(id) ?? [id])]));
  const refuses = typeof exclude === 'function' ? exclude : undefined;
  return (row) => {
    const id = rows.id(row);
    if (id === undefined || unwanted.has(id) || (wanted && !wanted.has(id))) return false;
    const item = rows.item(row) ?? { id };
    return item.available !== false && (!filter || filter(item)) && !refuses?.(item);
  };
}

/**
 * The best `n` rows that pass, best first, in one sweep: a heap whose root is the worst one kept,
 * so that `passes` is asked only for rows that would enter.
 */
function top(
  n: number,
  size: number,
  order: (a: number, b: number) => number,
  passes: (row: number) => boolean,
): number[] {
  const heap: number[] = [];
  for (let row = 0; row < size && n > 0; row++) {
    const full = heap.length >= n;
    if ((full && order(row, heap[0]) <= 0) || !passes(row)) continue;
    let at = full ? 0 : heap.push(row) - 1;
    if (full) {
      for (let child = 1; child < n; child = 2 * at + 1) {
        if (child + 1 < n && order(heap[child + 1], heap[child]) < 0) child++;
        if (order(row, heap[child]) <= 0) break;
        heap[at] = heap[child];
        at = child;
      }
    } else {
      for (let up = (at - 1) >> 1; at > 0 && order(row, heap[up]) < 0; up = (at - 1) >> 1) {
        heap[at] = heap[up];
        at = up;
      }
    }
    heap[at] = row;
  }
  return heap.sort((a, b) => order(b, a));
}
