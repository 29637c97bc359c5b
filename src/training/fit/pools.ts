import { shuffle } from '../../lib/random.js';
import type { Piece } from '../data/batches.js';
import { fillBatches } from '../data/batches.js';
import type { DataSet } from '../data/data-set.js';
import type { Pool } from './learner.js';
import { createSampler } from '../network/sampling.js';

/** Pieces grouped by the shop they belong to, so that a batch's negatives are real alternatives. */
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
    yield* fillBatches(pieces, size, random);
    return;
  }
  const batches = [...groups.values()].flatMap((group) => [...fillBatches(group, size, random)]);
  yield* shuffle(batches, random);
}

/** One pool a shop; without `counts` every item is drawn alike. */
export function makePools(
  items: number,
  counts: Int32Array | undefined,
  shops: Int32Array | undefined,
  random: () => number,
): Pool[] {
  const members: number[][] = [[]];
  for (let i = 0; i < items; i++) {
    const shop = shops ? shops[i] : 0;
    members[shop] ??= [];
    members[shop].push(i);
  }
  return members.map((list) => ({
    items: Int32Array.from(list),
    sampler: createSampler(
      list.map((item) => counts?.[item] ?? 1),
      0.75,
      random,
    ),
  }));
}

/** Shop of the first item of a piece. */
export function shopOf(piece: Piece, data: DataSet, shops: Int32Array): number {
  for (let e = piece.start; e < piece.end; e++) if (data.item[e] >= 0) return shops[data.item[e]];
  return 0;
}
