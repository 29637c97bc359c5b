import { categoryPath } from '../encoding/category-path.js';
import { parseNumber } from '../events/parse-field.js';
import type { Item } from '../events/item.js';
import type { PredictorError } from '../lib/errors.js';
import type { Boost, boosted } from './boost.js';
import type { diversified } from './diversify.js';
import type { ItemRows } from './item-rows.js';
import type { PredictedItem } from './prediction.js';
import type { Relations } from './relations.js';

/**
 * What a shelf may hold. Rules are plain data and apply before the best items are picked, so a rule
 * never leaves a place empty. A rule of the wrong type is ignored.
 */
export interface RankRules {
  /** How many items, at most; default 8. */
  k?: number;
  /** Keeps the items it returns true for. */
  filter?: (item: Item) => boolean;
  /**
   * Item ids to leave out, or a predicate. Among the ids the words `'current'` (the item of the
   * last event, and the product it is a variant of), `'in-cart'`, `'purchased'` and `'seen'` stand for the items that the history knows.
   */
  exclude?: readonly string[] | ((item: Item) => boolean);
  /** Leaves out items known to be out of stock; default true. */
  available?: boolean;
  /**
   * True keeps items bought in this session; default false. Even what is bought again and again
   * (coffee) is not bought twice within one session; the next session shows it again.
   */
  justBought?: boolean;
  /** At most this many items of one category. */
  maxPerCategory?: number;
  /**
   * Leaves out items less likely than this, 0 … 1; default 0. The training report gives the values
   * above which the items shown include the next one in 50, 80 and 90% of the cases.
   */
  minProbability?: number;
  /** Only these item ids: what the page can show here. */
  only?: readonly string[];
  /**
   * Factors on the chance by which items are ranked; the reported `probability` does not change.
   * Needs a model.
   */
  boost?: Boost;
  /**
   * Ids shown first, in this order, whatever their chance. The other rules still apply to them.
   */
  pinned?: readonly string[];
  /**
   * 0 (default) … 1: trades likelihood for variety. Maximal marginal relevance (Carbonell &
   * Goldstein 1998) over the likeliest 4 · `k` items, at most 256. Sharing the top category, the whole
   * category path and the brand makes two items alike, a third each. Needs a model.
   */
  diversify?: number;
  /**
   * Fills the places left when fewer than `k` items pass: `'popular'` (in the training log), `'recent'`
   * (in this history) or ids; a list is tried in order. Every rule but `minProbability` applies to
   * these items too. Default `'none'`.
   */
  fallback?: 'popular' | 'recent' | 'none' | readonly string[];
}

/** A row to show, and the rule that put it there; none when its chance did. */
export interface RankedRow {
  row: number;
  source?: PredictedItem['source'];
}

/** What ranking takes from a model; a page without one has none of it. */
export interface ModelRanking {
  /** Logs of how often each trained item is chosen, mean 0: [≤ I]. */
  popularity?: ArrayLike<number>;
  /** Code that is not loaded where there is no model. */
  boosted?: typeof boosted;
  /** Told of factors that are no numbers above 0. */
  onFault?: (error: PredictorError) => void;
  diversified?: typeof diversified;
}

/** The rows to show, best first. Of equal rows the one seen last comes first, then the lower row. */
export function rank(
  chances: ArrayLike<number>,
  rows: ItemRows,
  relations: Relations,
  rules: RankRules,
  { popularity, boosted, diversified, onFault }: ModelRanking = {},
): RankedRow[] {
  const least = (value: unknown, fallback: number) => parseNumber(value, 0, Infinity) ?? fallback;
  const k = Math.floor(least(rules.k, 8));
  const diversify = Math.min(least(rules.diversify, 0), 1);
  const maxPerCategory = least(rules.maxPerCategory, Infinity);
  const weights = boosted?.(chances, rows, rules.boost, onFault) ?? chances;
  const allowed = allows(rows, relations, rules);
  const seenAt = (row: number) => relations.seen.get(rows.id(row) ?? '') ?? -1;
  const tie = (a: number, b: number) => seenAt(a) - seenAt(b) || b - a;
  const before = (a: number, b: number) => weights[a] - weights[b] || tie(a, b);

  const shown = new Map<number, RankedRow>();
  const perCategory = new Map<string, number>();
  const put = (row: number, source?: RankedRow['source']) => {
    const category = categoryPath(rows.item(row));
    const count = perCategory.get(category) ?? 0;
    if (shown.size >= k || shown.has(row) || (category && count >= maxPerCategory)) return;
    perCategory.set(category, count + 1);
    shown.set(row, { row, source });
  };
  const putId = (id: unknown, source: RankedRow['source']) => {
    const row = rows.indexOf(String(id));
    if (allowed(row)) put(row, source);
  };
  const fill = (
    by: ArrayLike<number>,
    tie: typeof before,
    minProbability: number,
    source?: RankedRow['source'],
  ) => {
    // Widen the search when `maxPerCategory` drops some of the best.
    for (let n = diversify ? 4 * k : k; shown.size < k; n *= 4) {
      const best = top(
        n,
        Math.min(chances.length, rows.size),
        by,
        tie,
        (row) => chances[row] >= minProbability && !shown.has(row) && allowed(row),
      );
      const order = source
        ? best
        : (diversified?.(best, weights, rows, shown.keys(), diversify) ?? best);
      for (const row of order) put(row, source);
      if (best.length < n) break;
    }
  };

  for (const id of [rules.pinned].flat()) putId(id, 'pinned');
  fill(weights, tie, least(rules.minProbability, 0));
  for (const id of [rules.fallback].flat()) {
    if (id === 'popular') fill(popularity ?? weights, before, 0, id);
    else if (id === 'recent')
      for (const one of [...relations.seen.keys()].reverse()) putId(one, id);
    else putId(id, 'fallback');
  }
  return [...shown.values()];
}

function allows(
  rows: ItemRows,
  { current, seen, inCart, purchased, justBought }: Relations,
  { filter, exclude, only, available, justBought: again }: RankRules,
): (row: number) => boolean {
  const rowsOf = (ids: Iterable<string | undefined>) =>
    [...ids].map((id) => rows.indexOf(String(id)));
  const wanted = Array.isArray(only) && new Set(rowsOf(only));
  const words: Record<string, Iterable<string | undefined> | null> = {
    __proto__: null,
    // Where variants are items, so may be their product.
    current: [current, rows.item(rows.indexOf(current as string))?.group],
    'in-cart': inCart,
    purchased,
    seen: seen.keys(),
  };
  const ids = typeof exclude === 'function' ? [] : ([exclude].flat() as string[]);
  const unwanted = new Set(rowsOf(again === true ? [] : justBought));
  for (const id of ids) for (const row of rowsOf(words[id] ?? [id])) unwanted.add(row);
  return (row) => {
    const id = rows.id(row);
    if (id === undefined || unwanted.has(row) || (wanted && !wanted.has(row))) return false;
    const item = rows.item(row) ?? { id };
    return (
      (available === false || item.available !== false) &&
      (typeof filter !== 'function' || filter(item)) &&
      !(typeof exclude === 'function' && exclude(item))
    );
  };
}

/**
 * The best `n` rows that pass, best first, in one sweep that holds at most 2 n rows. `passes` is
 * called only for rows better than the worst of the best `n` so far.
 * @param by what rows are ranked by; 0 past its end.
 * @param tie above 0 when the first of two equal rows comes first.
 */
function top(
  n: number,
  size: number,
  by: ArrayLike<number>,
  tie: (a: number, b: number) => number,
  passes: (row: number) => boolean,
): number[] {
  const value = (row: number) => by[row] ?? 0;
  const best: number[] = [];
  const cut = () => best.sort((a, b) => value(b) - value(a) || tie(b, a)).splice(n);
  let worst = -1;
  let least = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < size; row++) {
    const mine = value(row);
    if (mine < least || (mine === least && tie(row, worst) <= 0) || !passes(row)) continue;
    if (best.push(row) < 2 * n) continue;
    cut();
    worst = best[n - 1];
    least = value(worst);
  }
  cut();
  return best;
}
