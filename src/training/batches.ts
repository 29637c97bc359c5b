import { agoBucket } from '../encoding/token.js';
import { countBucket } from '../engine/copy-term.js';
import type { ModelConfig } from '../model/config.js';
import { receptiveField } from '../model/config.js';
import type { Examples } from './examples.js';

/** A run of one shopper's events. Those before `scored` are context only: an earlier piece has them. */
export interface Piece {
  start: number;
  scored: number;
  end: number;
}

/** Pieces of at most a few windows, so that a batch holds many shoppers. Events beyond `keep` are left out. */
export function cutPieces(
  examples: Examples,
  config: ModelConfig,
  keep: (event: number) => boolean,
): Piece[] {
  const context = receptiveField(config) - 1;
  const length = context + 2 * config.window;
  const pieces: Piece[] = [];
  for (let s = 0; s + 1 < examples.shopperOffsets.length; s++) {
    const first = examples.shopperOffsets[s];
    let end = examples.shopperOffsets[s + 1];
    while (end > first && !keep(end - 1)) end--;
    let scored = first;
    while (scored < end && !keep(scored)) scored++;
    while (scored < end) {
      const start = Math.max(first, scored - context);
      const stop = Math.min(end, start + length);
      pieces.push({ start, scored, end: stop });
      scored = stop;
    }
  }
  return pieces;
}

/** A past item that may be repeated next, as the copy term sees it. */
export interface Pairs {
  /** Index into `Batch.scored`. */
  query: number[];
  /** Position of the item's last event in the batch. */
  position: number[];
  age: number[];
  last: number[];
  count: number[];
}

/** Histories one after another; positions by letter: N in all, P with a next item. */
export interface Batch {
  /** Example of each position: [N] */
  example: Int32Array;
  from: Int32Array;
  place: Int32Array;
  /** 1 where the position's labels count: [N] */
  counted: Uint8Array;
  /** Positions with a known next item: [P] */
  scored: Int32Array;
  /** Items of the window that are not the next one. */
  others: Pairs;
  /** The next item where it stands in the window: at most one each. */
  repeats: Pairs;
}

const noPairs = (): Pairs => ({ query: [], position: [], age: [], last: [], count: [] });

export function createBatch(examples: Examples, pieces: readonly Piece[], window: number): Batch {
  const size = pieces.reduce((sum, piece) => sum + piece.end - piece.start, 0);
  const batch: Batch = {
    example: new Int32Array(size),
    from: new Int32Array(size),
    place: new Int32Array(size),
    counted: new Uint8Array(size),
    scored: new Int32Array(0),
    others: noPairs(),
    repeats: noPairs(),
  };
  const scored: number[] = [];
  let at = 0;
  for (const { start, scored: countedFrom, end } of pieces) {
    const base = at;
    for (let e = start; e < end; e++, at++) {
      batch.example[at] = e;
      batch.place[at] = e - start;
      batch.from[at] = Math.max(base, at - window + 1);
      if (e < countedFrom) continue;
      batch.counted[at] = 1;
      if (examples.nextItem[e] < 0) continue;
      addPairs(batch, examples, at, scored.length);
      scored.push(at);
    }
  }
  batch.scored = Int32Array.from(scored);
  return batch;
}

/** The distinct items of the window before and at `position`, latest first. */
function addPairs(batch: Batch, examples: Examples, position: number, query: number): void {
  const next = examples.nextItem[batch.example[position]];
  const seen = new Map<number, { pairs: Pairs; index: number; times: number }>();
  for (let s = position; s >= batch.from[position]; s--) {
    const item = examples.item[batch.example[s]];
    if (item < 0) continue;
    const before = seen.get(item);
    if (before) {
      before.times++;
      before.pairs.count[before.index] = countBucket(before.times);
      continue;
    }
    const pairs = item === next ? batch.repeats : batch.others;
    seen.set(item, { pairs, index: pairs.query.length, times: 1 });
    pairs.query.push(query);
    pairs.position.push(s);
    pairs.age.push(agoBucket(position - s + 1));
    pairs.last.push(examples.action[batch.example[s]]);
    pairs.count.push(0);
  }
}

/** Shuffles pieces, then fills batches of about `size` events. */
export function* fillBatches(
  pieces: Piece[],
  size: number,
  random: () => number,
): Generator<Piece[]> {
  for (let i = pieces.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [pieces[i], pieces[j]] = [pieces[j], pieces[i]];
  }
  let batch: Piece[] = [];
  let events = 0;
  for (const piece of pieces) {
    batch.push(piece);
    events += piece.end - piece.start;
    if (events >= size) {
      yield batch;
      batch = [];
      events = 0;
    }
  }
  if (batch.length) yield batch;
}
