import type { Piece } from '../data/pieces.js';
import type { Examples } from '../data/examples.js';
import type { SessionItems } from '../data/sessions.js';

/** The items closest to an item in sessions, closest first; their shares sum to 1. */
export interface Neighbours {
  items: number[];
  shares: number[];
}

/** Items and their shares, to be filled. */
export interface WeightedItems {
  items: Int32Array;
  shares: Float64Array;
}

/** How close pairs of items were in some sessions, both ways round: by item, then by the other. */
export type Closeness = ReadonlyMap<number, ReadonlyMap<number, number>>;

export interface ItemGraph {
  /** @param without subtracted: what the sessions of the current step contributed. */
  neighbours(item: number, without?: Closeness): Neighbours;
  /** Writes the same to `into` from `at` on. @returns the end; at most `MOST_NEIGHBOURS` further. */
  write(item: number, into: WeightedItems, at: number, without?: Closeness): number;
  /** What the sessions of some pieces contributed, for `neighbours`. */
  closenessIn(pieces: readonly Piece[]): Closeness;
}

/** How many events apart two items of a session may be; a pair counts 1 / distance. */
const REACH = 3;
/** Neighbours kept an item. */
export const MOST_NEIGHBOURS = 10;

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
  function write(item: number, into: WeightedItems, start: number, without?: Closeness): number {
    const contributed = without?.get(item);
    let at = start;
    let total = 0;
    for (let n = offsets[item]; n < offsets[item + 1]; n++) {
      const left = closeness[n] - (contributed?.get(others[n]) ?? 0);
      // Sums of thirds do not cancel to the last bit.
      if (left < 1e-3) continue;
      into.items[at] = others[n];
      into.shares[at++] = left;
      total += left;
    }
    for (let i = start; i < at; i++) into.shares[i] /= total;
    return at;
  }
  return {
    write,
    neighbours(item, without) {
      const most = offsets[item + 1] - offsets[item];
      const near = { items: new Int32Array(most), shares: new Float64Array(most) };
      const count = write(item, near, 0, without);
      return {
        items: Array.from(near.items.subarray(0, count)),
        shares: Array.from(near.shares.subarray(0, count)),
      };
    },
    closenessIn(pieces) {
      const sum = new Map<number, Map<number, number>>();
      const add = (item: number, other: number, by: number) => {
        let near = sum.get(item);
        if (!near) {
          near = new Map();
          sum.set(item, near);
        }
        near.set(other, (near.get(other) ?? 0) + by);
      };
      for (const { start, end } of pieces) {
        let session: number[] = [];
        for (let e = start; e < end; e++) {
          if (examples.token.newSession[e]) session = [];
          const item = examples.item[e];
          if (item < 0) continue;
          session.slice(-REACH).forEach((before, i, near) => {
            if (before === item) return;
            add(before, item, 1 / (near.length - i));
            add(item, before, 1 / (near.length - i));
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
    for (const other of met.slice(0, MOST_NEIGHBOURS)) {
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
