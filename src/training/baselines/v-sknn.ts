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
  const lastPlace = new Int32Array(items);
  /** Sessions that share an item, in the order met. */
  const met = new Int32Array(sessions.length);
  const scores = new Float64Array(items);
  const result: { items: number[]; scores: Float64Array } = {
    items: [],
    scores,
  };

  return (session, leftOut = -1) => {
    for (const item of result.items) scores[item] = 0;
    result.items = [];
    const length = session.length;
    // An item counts by its last place: 1 for the last item, falling to 1 / length.
    const place = new Map<number, number>();
    for (let i = 0; i < length; i++) place.set(session[i], i + 1);
    for (const [item, at] of place) lastPlace[item] = at;
    let count = 0;
    for (const [item, at] of place) {
      const list = sessionsOf[item];
      const share = at / length;
      for (let i = Math.max(0, list.length - LATEST); i < list.length; i++) {
        const s = list[i];
        if (s === leftOut) continue;
        if (!similarity[s]) met[count++] = s;
        similarity[s] += share;
      }
    }
    const found = met.subarray(0, count);
    // Sessions are numbered by age.
    const latest = count > LATEST ? found.slice().sort().subarray(-LATEST) : found;
    for (const neighbour of nearest(latest, similarity)) {
      const set = distinct[neighbour];
      let shared = 0;
      for (let i = 0; i < set.length; i++)
        if (lastPlace[set[i]] > shared) shared = lastPlace[set[i]];
      const weight = similarity[neighbour] * (1 - 0.1 * Math.min(9, length - shared));
      for (let i = 0; i < set.length; i++) {
        const item = set[i];
        if (!scores[item]) result.items.push(item);
        scores[item] += weight * idf[item];
      }
    }
    for (let i = 0; i < count; i++) similarity[found[i]] = 0;
    for (const item of place.keys()) lastPlace[item] = 0;
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
  const sorted = new Float64Array(candidates.length);
  for (let i = 0; i < sorted.length; i++) sorted[i] = similarity[candidates[i]];
  const least = nthSmallest(sorted, candidates.length - NEIGHBOURS);
  const chosen = new Int32Array(NEIGHBOURS);
  const equal = new Int32Array(candidates.length);
  let [above, as] = [0, 0];
  for (let i = 0; i < candidates.length; i++) {
    const s = candidates[i];
    if (similarity[s] > least) chosen[above++] = s;
    else if (similarity[s] === least) equal[as++] = s;
  }
  chosen.set(
    equal
      .subarray(0, as)
      .sort()
      .subarray(above - NEIGHBOURS),
    above,
  );
  return chosen;
}

/** The value that would be at `n` were the list sorted; reorders it. Sorting two thousand is most of the work. */
function nthSmallest(list: Float64Array, n: number): number {
  let [low, high] = [0, list.length - 1];
  while (low < high) {
    const pivot = list[(low + high) >> 1];
    let [i, j] = [low, high];
    while (i <= j) {
      while (list[i] < pivot) i++;
      while (list[j] > pivot) j--;
      if (i > j) break;
      const swapped = list[i];
      list[i++] = list[j];
      list[j--] = swapped;
    }
    if (n <= j) high = j;
    else if (n >= i) low = i;
    else break;
  }
  return list[n];
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
