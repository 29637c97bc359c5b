import type { Piece } from '../data/pieces.js';
import type { Examples } from '../data/examples.js';
import type { SessionItems } from '../data/sessions.js';

/** The items closest to an item in sessions, closest first; their shares sum to 1. */
export interface Neighbours {
  items: number[];
  shares: number[];
}

/** How close pairs of items were in some sessions, both ways round; keys are pairs. */
export type Closeness = ReadonlyMap<number, number>;

export interface ItemGraph {
  /** @param without subtracted: what the sessions of the current step contributed. */
  neighbours(item: number, without?: Closeness): Neighbours;
  /** What the sessions of some pieces contributed, for `neighbours`. */
  closenessIn(pieces: readonly Piece[]): Closeness;
}

/** How many events apart two items of a session may be; a pair counts 1 / distance. */
const REACH = 3;
/** Neighbours kept an item. */
const MOST = 10;

/**
 * The item graph of the training sessions (GCE-GNN's global graph, Wang et al. 2020), in both directions.
 * A session must not be predicted from its own edges: for a rare product they would give the answer away.
 */
export function createItemGraph(
  sessions: readonly SessionItems[],
  examples: Examples,
  items: number,
): ItemGraph {
  const { offsets, others, closeness } = connect(sessions, items);
  const keyOf = (item: number, other: number) => item * items + other;
  return {
    neighbours(item, without) {
      const near: Neighbours = { items: [], shares: [] };
      let total = 0;
      for (let n = offsets[item]; n < offsets[item + 1]; n++) {
        const left = closeness[n] - (without?.get(keyOf(item, others[n])) ?? 0);
        // Sums of thirds do not cancel to the last bit.
        if (left < 1e-3) continue;
        near.items.push(others[n]);
        near.shares.push(left);
        total += left;
      }
      near.shares.forEach((left, i) => {
        near.shares[i] = left / total;
      });
      return near;
    },
    closenessIn(pieces) {
      const sum = new Map<number, number>();
      const add = (key: number, by: number) => sum.set(key, (sum.get(key) ?? 0) + by);
      for (const { start, end } of pieces) {
        let session: number[] = [];
        for (let e = start; e < end; e++) {
          if (examples.token.newSession[e]) session = [];
          const item = examples.item[e];
          if (item < 0) continue;
          session.slice(-REACH).forEach((before, i, near) => {
            if (before === item) return;
            add(keyOf(before, item), 1 / (near.length - i));
            add(keyOf(item, before), 1 / (near.length - i));
          });
          session.push(item);
        }
      }
      return sum;
    },
  };
}

/** The closest items of item i stand from `offsets[i]` to `offsets[i + 1]`. */
function connect(sessions: readonly SessionItems[], items: number) {
  const { starts, session, place } = findVisits(sessions, items);
  const near = new Float32Array(items);
  const offsets = new Int32Array(items + 1);
  const others: number[] = [];
  const closeness: number[] = [];
  for (let item = 0; item < items; item++) {
    const met: number[] = [];
    for (let v = starts[item]; v < starts[item + 1]; v++) {
      const list = sessions[session[v]].items;
      const last = Math.min(list.length - 1, place[v] + REACH);
      for (let p = Math.max(0, place[v] - REACH); p <= last; p++) {
        const other = list[p];
        if (other === item) continue;
        if (!near[other]) met.push(other);
        near[other] += 1 / Math.abs(p - place[v]);
      }
    }
    met.sort((a, b) => near[b] - near[a]);
    for (const other of met.slice(0, MOST)) {
      others.push(other);
      closeness.push(near[other]);
    }
    for (const other of met) near[other] = 0;
    offsets[item + 1] = others.length;
  }
  return { offsets, others: Int32Array.from(others), closeness: Float32Array.from(closeness) };
}

/** Where each item occurs, session and place in it: for item i from `starts[i]` to `starts[i + 1]`. */
function findVisits(sessions: readonly SessionItems[], items: number) {
  const starts = new Int32Array(items + 1);
  for (const { items: list } of sessions) for (const item of list) starts[item + 1]++;
  for (let i = 0; i < items; i++) starts[i + 1] += starts[i];
  const free = starts.slice();
  const session = new Int32Array(starts[items]);
  const place = new Int32Array(starts[items]);
  sessions.forEach(({ items: list }, s) => {
    list.forEach((item, p) => {
      session[free[item]] = s;
      place[free[item]++] = p;
    });
  });
  return { starts, session, place };
}
