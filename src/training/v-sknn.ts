import type { ItemBaseline } from './baselines.js';
import type { SessionItems } from './session-log.js';

const NEIGHBOURS = 200;
const LATEST = 2000;

/**
 * Vector session nearest neighbours (Ludewig & Jannach 2018): among the latest 2,000 sessions that
 * share an item, the 200 most alike lend their items. Later items of the session weigh more, both
 * for likeness and by the last item shared; rare items more than common ones (idf).
 */
export function createVSknn(sessions: readonly SessionItems[], items: number): ItemBaseline {
  const distinct = sessions.map((session) => Int32Array.from(new Set(session.items)));
  const sessionsOf = Array.from({ length: items }, (): number[] => []);
  distinct.forEach((set, s) => {
    for (const item of set) sessionsOf[item].push(s);
  });
  const idf = sessionsOf.map((list) => Math.log(sessions.length / (list.length || 1)));
  const likeness = new Float64Array(sessions.length);

  return (session, scores) => {
    const length = session.length;
    // The last place of an item counts: 1 for the last item, falling to 1 / length.
    const place = new Map<number, number>();
    for (let i = 0; i < length; i++) place.set(session[i], i + 1);
    const found: number[] = [];
    for (const [item, at] of place) {
      const list = sessionsOf[item] ?? [];
      for (let i = Math.max(0, list.length - LATEST); i < list.length; i++) {
        if (!likeness[list[i]]) found.push(list[i]);
        likeness[list[i]] += at / length;
      }
    }
    // Sessions are numbered by age.
    const latest = found.length > LATEST ? Int32Array.from(found).sort().subarray(-LATEST) : found;
    const nearest = Array.from(latest).sort((a, b) => likeness[b] - likeness[a] || b - a);
    for (const neighbour of nearest.slice(0, NEIGHBOURS)) {
      const set = distinct[neighbour];
      let shared = 0;
      for (const item of set) shared = Math.max(shared, place.get(item) ?? 0);
      const decay = 1 - 0.1 * Math.min(9, length - shared);
      for (const item of set) scores[item] += likeness[neighbour] * decay * idf[item];
    }
    for (const s of found) likeness[s] = 0;
  };
}
