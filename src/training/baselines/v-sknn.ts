import type { ItemBaseline } from './baselines.js';
import type { SessionItems } from '../data/sessions.js';

const NEIGHBOURS = 200;
const LATEST = 2000;

/** The items that session neighbours lend, and how much they speak for each. Valid until the next call. */
export interface Lent {
  items: readonly number[];
  /** By item: [I], 0 for the others. */
  scores: Float64Array;
}

/**
 * Vector session nearest neighbours (Ludewig & Jannach 2018): among the latest 2,000 sessions that
 * share an item, the 200 most alike lend their items. Later items of the session weigh more, both
 * for likeness and by the last item shared; rare items more than common ones (idf).
 * @returns the items lent to the items of a session so far; session `own` of the list lends none.
 */
export function createNeighbours(
  sessions: readonly SessionItems[],
  items: number,
): (session: ArrayLike<number>, own?: number) => Lent {
  const distinct = sessions.map((session) => Int32Array.from(new Set(session.items)));
  const sessionsOf = invert(distinct, items);
  const idf = sessionsOf.map((list) => Math.log(sessions.length / (list.length || 1)));
  const likeness = new Float64Array(sessions.length);
  const lent: { items: number[]; scores: Float64Array } = {
    items: [],
    scores: new Float64Array(items),
  };

  return (session, own = -1) => {
    for (const item of lent.items) lent.scores[item] = 0;
    lent.items = [];
    const length = session.length;
    // The last place of an item counts: 1 for the last item, falling to 1 / length.
    const place = new Map<number, number>();
    for (let i = 0; i < length; i++) place.set(session[i], i + 1);
    const found: number[] = [];
    for (const [item, at] of place) {
      const list = sessionsOf[item];
      for (let i = Math.max(0, list.length - LATEST); i < list.length; i++) {
        const s = list[i];
        if (s === own) continue;
        if (!likeness[s]) found.push(s);
        likeness[s] += at / length;
      }
    }
    // Sessions are numbered by age.
    const latest =
      found.length > LATEST
        ? Int32Array.from(found).sort().subarray(-LATEST)
        : Int32Array.from(found);
    for (const neighbour of nearest(latest, likeness)) {
      const set = distinct[neighbour];
      let shared = 0;
      for (const item of set) shared = Math.max(shared, place.get(item) ?? 0);
      const weight = likeness[neighbour] * (1 - 0.1 * Math.min(9, length - shared));
      for (const item of set) {
        if (!lent.scores[item]) lent.items.push(item);
        lent.scores[item] += weight * idf[item];
      }
    }
    for (const s of found) likeness[s] = 0;
    return lent;
  };
}

/** The neighbours as a baseline: an item that none lends has 0. */
export function createVSknn(sessions: readonly SessionItems[], items: number): ItemBaseline {
  const neighbours = createNeighbours(sessions, items);
  return (session, scores) => {
    const lent = neighbours(session);
    for (const item of lent.items) scores[item] = lent.scores[item];
  };
}

/** The most alike, the later first among equals: those above the least likeness that still counts, then its latest. */
function nearest(candidates: Int32Array, likeness: Float64Array): Int32Array {
  if (candidates.length <= NEIGHBOURS) return candidates;
  // Numbers sort natively; a comparator over two thousand sessions would be most of the work.
  const least = Float64Array.from(candidates, (s) => likeness[s]).sort()[
    candidates.length - NEIGHBOURS
  ];
  const above = candidates.filter((s) => likeness[s] > least);
  const equal = candidates.filter((s) => likeness[s] === least).sort();
  const chosen = new Int32Array(NEIGHBOURS);
  chosen.set(above);
  chosen.set(equal.subarray(-(NEIGHBOURS - above.length)), above.length);
  return chosen;
}

/** The sessions each item stands in, in order. */
function invert(distinct: readonly Int32Array[], items: number): Int32Array[] {
  const counts = new Int32Array(items);
  for (const set of distinct) for (const item of set) counts[item]++;
  const lists = Array.from(counts, (count) => new Int32Array(count));
  counts.fill(0);
  distinct.forEach((set, s) => {
    for (const item of set) lists[item][counts[item]++] = s;
  });
  return lists;
}
