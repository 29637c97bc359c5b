import type { ItemBaseline } from './item-baselines.js';
import type { SessionItems } from '../data/sessions.js';

const NEIGHBOURS = 200;
const LATEST = 2000;

/** Items of the neighbour sessions with their scores. Valid until the next call. */
export interface NeighbourItems {
  items: readonly number[];
  /** By item: [I], 0 for the others. */
  scores: Float64Array;
}

/**
 * Vector session nearest neighbours (Ludewig & Jannach 2018): of the latest 2,000 sessions that share an
 * item, the 200 most similar contribute their items. Later items of the session weigh more, both for
 * similarity and by the last item shared; rare items weigh more than common ones (idf).
 * @returns the neighbours' items for a session so far; session `leftOut` of the list does not count.
 */
export function createNeighbours(
  sessions: readonly SessionItems[],
  items: number,
): (session: ArrayLike<number>, leftOut?: number) => NeighbourItems {
  const distinct = sessions.map((session) => Int32Array.from(new Set(session.items)));
  const sessionsOf = invert(distinct, items);
  const idf = sessionsOf.map((list) => Math.log(sessions.length / (list.length || 1)));
  const similarity = new Float64Array(sessions.length);
  const result: { items: number[]; scores: Float64Array } = {
    items: [],
    scores: new Float64Array(items),
  };

  return (session, leftOut = -1) => {
    for (const item of result.items) result.scores[item] = 0;
    result.items = [];
    const length = session.length;
    // An item counts by its last place: 1 for the last item, falling to 1 / length.
    const place = new Map<number, number>();
    for (let i = 0; i < length; i++) place.set(session[i], i + 1);
    const found: number[] = [];
    for (const [item, at] of place) {
      const list = sessionsOf[item];
      for (let i = Math.max(0, list.length - LATEST); i < list.length; i++) {
        const s = list[i];
        if (s === leftOut) continue;
        if (!similarity[s]) found.push(s);
        similarity[s] += at / length;
      }
    }
    // Sessions are numbered by age.
    const latest =
      found.length > LATEST
        ? Int32Array.from(found).sort().subarray(-LATEST)
        : Int32Array.from(found);
    for (const neighbour of nearest(latest, similarity)) {
      const set = distinct[neighbour];
      let shared = 0;
      for (const item of set) shared = Math.max(shared, place.get(item) ?? 0);
      const weight = similarity[neighbour] * (1 - 0.1 * Math.min(9, length - shared));
      for (const item of set) {
        if (!result.scores[item]) result.items.push(item);
        result.scores[item] += weight * idf[item];
      }
    }
    for (const s of found) similarity[s] = 0;
    return result;
  };
}

/** V-SKNN as a baseline: an item that no neighbour has scores 0. */
export function createVSknn(sessions: readonly SessionItems[], items: number): ItemBaseline {
  const neighbours = createNeighbours(sessions, items);
  return (session, scores) => {
    const result = neighbours(session);
    for (const item of result.items) scores[item] = result.scores[item];
  };
}

/** The most similar sessions; of those as similar as the last one taken, the latest. */
function nearest(candidates: Int32Array, similarity: Float64Array): Int32Array {
  if (candidates.length <= NEIGHBOURS) return candidates;
  // Numbers sort natively; a comparator over two thousand sessions would be most of the work.
  const least = Float64Array.from(candidates, (s) => similarity[s]).sort()[
    candidates.length - NEIGHBOURS
  ];
  const above = candidates.filter((s) => similarity[s] > least);
  const equal = candidates.filter((s) => similarity[s] === least).sort();
  const chosen = new Int32Array(NEIGHBOURS);
  chosen.set(above);
  chosen.set(equal.subarray(-(NEIGHBOURS - above.length)), above.length);
  return chosen;
}

/** The sessions that contain each item, in order. */
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
