import { shuffle } from '../../lib/random.js';
import type { DataSet } from '../data/data-set.js';
import { fillBatches, type Piece } from '../data/pieces.js';
import { createSampler, type Sampler } from '../network/sampling.js';

/** Items that compete with one another: those of one shop. */
export interface Pool {
  /** Ascending. */
  items: Int32Array;
  sampler: Sampler;
}

/** Popularity^0.75: negatives as popular as word2vec draws them. */
const POWER = 0.75;

/** Where an item stands in a pool's items, -1 when it is not there. */
export function placeIn(items: Int32Array, item: number): number {
  let [low, high] = [0, items.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (items[middle] < item) low = middle + 1;
    else high = middle;
  }
  return items[low] === item ? low : -1;
}

/** One pool per shop; without `counts` all items are drawn alike. */
export function makePools(
  items: readonly number[],
  counts: Int32Array | undefined,
  shops: Int32Array | undefined,
  random: () => number,
): Pool[] {
  const members: number[][] = [[]];
  for (const i of items) {
    const shop = shops ? shops[i] : 0;
    members[shop] ??= [];
    members[shop].push(i);
  }
  return members.map((list) => ({
    items: Int32Array.from(list),
    sampler: createSampler(
      list.map((item) => counts?.[item] ?? 1),
      POWER,
      random,
    ),
  }));
}

/** The batches of an epoch, each of one shop, so that its negatives are real alternatives. */
export function* epochBatches(
  pieces: Piece[],
  poolOf: (piece: Piece) => Pool,
  size: number,
  random: () => number,
): Generator<Piece[]> {
  const groups = new Map<Pool, Piece[]>();
  for (const piece of pieces) {
    const group = groups.get(poolOf(piece));
    if (group) group.push(piece);
    else groups.set(poolOf(piece), [piece]);
  }
  if (groups.size <= 1) {
    // A copy: the order of a pass must not depend on those before it.
    yield* fillBatches([...pieces], size, random);
    return;
  }
  const batches = [...groups.values()].flatMap((group) => [...fillBatches(group, size, random)]);
  yield* shuffle(batches, random);
}

/** The shop of a piece: that of its first item. */
export function shopOf(piece: Piece, data: DataSet, shops: Int32Array): number {
  for (let e = piece.start; e < piece.end; e++) if (data.item[e] >= 0) return shops[data.item[e]];
  return 0;
}
