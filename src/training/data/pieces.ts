import { shuffle } from '../../lib/random.js';
import type { ModelConfig } from '../../model/config.js';
import { receptiveField } from '../../model/config.js';
import type { Examples } from './examples.js';

/** Consecutive events of one shopper. Those before `scored` are context: an earlier piece is scored on them. */
export interface Piece {
  start: number;
  scored: number;
  end: number;
}

/**
 * Cuts each shopper's events into pieces of at most a few windows, so that a batch holds many shoppers.
 * @param keep says which events are learned from; the others are context, or left out at either end.
 */
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

/** Events of some pieces, context included. */
export const countEvents = (pieces: readonly Piece[]): number =>
  pieces.reduce((sum, { start, end }) => sum + end - start, 0);

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
