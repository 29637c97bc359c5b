import { agoBucket } from '../../encoding/token.js';
import { countBucket } from '../../engine/copy-term.js';
import { shuffle } from '../../lib/random.js';
import type { ModelConfig } from '../../model/config.js';
import { receptiveField } from '../../model/config.js';
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

/** What the sessions most like this one say of the next item: shares that sum to 1. */
export interface Lesson {
  items: readonly number[];
  shares: readonly number[];
}

/** Items that positions are asked about one by one. */
export interface Candidates {
  /** Index into `Batch.scored`, ascending. */
  query: number[];
  item: number[];
  /** What the network is to say of it; sums to 1 over those of a query, or to 0. */
  share: number[];
}

/** The distinct items of the window, as the copy term sees them. */
export interface Copies extends Candidates {
  /** 1 where the network is not told which item it is: that of a withheld position. */
  withheld: number[];
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
  /** 1 where the position's item is shown as one that nobody knows yet: [N] */
  withheld: Uint8Array;
  /** Positions with a known next item: [P] */
  scored: Int32Array;
  copies: Copies;
  /** What is new to the window: the next item, and what a lesson names. */
  fresh: Candidates;
}

/** Soft targets, and how much of the target they are. */
export interface Teaching {
  lesson: (event: number) => Lesson | undefined;
  weight: number;
}

/**
 * Items that were new to the shop when this shopper came: now and then the network sees them as the page
 * sees a product it was not trained on, and learns to name it again all the same.
 */
export interface Newcomers {
  /** By event: `firstSights`. */
  first: Uint8Array;
  /** `shareWithheld`. */
  share: number;
  random: () => number;
}

export function createBatch(
  examples: Examples,
  pieces: readonly Piece[],
  window: number,
  { teaching, newcomers }: { teaching?: Teaching; newcomers?: Newcomers } = {},
): Batch {
  const size = pieces.reduce((sum, piece) => sum + piece.end - piece.start, 0);
  const batch: Batch = {
    example: new Int32Array(size),
    from: new Int32Array(size),
    place: new Int32Array(size),
    counted: new Uint8Array(size),
    withheld: new Uint8Array(size),
    scored: new Int32Array(0),
    copies: { query: [], item: [], share: [], withheld: [], age: [], last: [], count: [] },
    fresh: { query: [], item: [], share: [] },
  };
  const scored: number[] = [];
  let at = 0;
  for (const { start, scored: countedFrom, end } of pieces) {
    const base = at;
    const hidden = new Map<number, boolean>();
    for (let e = start; e < end; e++, at++) {
      batch.example[at] = e;
      batch.withheld[at] = +isWithheld(e, hidden);
      batch.place[at] = e - start;
      batch.from[at] = Math.max(base, at - window + 1);
      if (e < countedFrom) continue;
      batch.counted[at] = 1;
      if (examples.nextItem[e] < 0) continue;
      addCandidates(batch, examples, at, scored.length, teaching);
      scored.push(at);
    }
  }
  batch.scored = Int32Array.from(scored);
  return batch;

  /** The same for all events of a piece with the item. */
  function isWithheld(event: number, decided: Map<number, boolean>): boolean {
    if (!newcomers?.first[event]) return false;
    const item = examples.item[event];
    const is = decided.get(item) ?? newcomers.random() < newcomers.share;
    decided.set(item, is);
    return is;
  }
}

/**
 * The distinct items of the window before and at `position`, latest first; where the next item is none of
 * them, that one and the lesson's. A lesson is for what is new: which item comes again, and whether one
 * does, stays as likely as the log says.
 */
function addCandidates(
  batch: Batch,
  examples: Examples,
  position: number,
  query: number,
  teaching: Teaching | undefined,
): void {
  const { copies, fresh } = batch;
  const event = batch.example[position];
  const next = examples.nextItem[event];
  const place = new Map<number, number>();
  const times: number[] = [];
  const first = copies.query.length;
  for (let s = position; s >= batch.from[position]; s--) {
    const item = examples.item[batch.example[s]];
    if (item < 0) continue;
    const before = place.get(item);
    if (before !== undefined) {
      copies.count[before] = countBucket(++times[before - first]);
      continue;
    }
    place.set(item, copies.query.push(query) - 1);
    copies.item.push(item);
    copies.share.push(+(item === next));
    copies.withheld.push(batch.withheld[s]);
    copies.age.push(agoBucket(position - s + 1));
    copies.last.push(examples.action[batch.example[s]]);
    copies.count.push(0);
    times.push(1);
  }
  if (place.has(next)) return;
  const target = fresh.query.push(query) - 1;
  fresh.item.push(next);
  fresh.share.push(1);
  const lesson = teaching?.lesson(event);
  if (!teaching || !lesson) return;
  const { items, shares } = lesson;
  const total = items.reduce((sum, item, i) => sum + (place.has(item) ? 0 : shares[i]), 0);
  if (!total) return;
  fresh.share[target] = 1 - teaching.weight;
  items.forEach((item, i) => {
    if (place.has(item)) return;
    const share = (teaching.weight * shares[i]) / total;
    if (item === next) {
      fresh.share[target] += share;
      return;
    }
    fresh.query.push(query);
    fresh.item.push(item);
    fresh.share.push(share);
  });
}

/** Shuffles pieces, then fills batches of about `size` events. */
export function* fillBatches(
  pieces: Piece[],
  size: number,
  random: () => number,
): Generator<Piece[]> {
  shuffle(pieces, random);
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
