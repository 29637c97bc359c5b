import {
  addCandidates,
  type CandidateLists,
  type Distillation,
  noCandidates,
} from './candidates.js';
import type { Examples } from './examples.js';
import { countEvents, type Piece } from './pieces.js';

/** Some pieces one after another, as one step of training takes them. N positions, P of them with a next item. */
export interface Batch extends CandidateLists {
  /** Event of each position: [N] */
  example: Int32Array;
  /** First position that each may attend to: of its own piece and within the window. [N] */
  from: Int32Array;
  /** Position within the piece: [N] */
  place: Int32Array;
  /** 1 where the position's labels count: [N] */
  counted: Uint8Array;
  /** 1 where the position's item is shown without its identity: [N] */
  withheld: Uint8Array;
  /** Positions with a known next item: [P] */
  scored: Int32Array;
}

/**
 * Items that were new to the shop when this shopper came. Now and then the network sees such an item
 * without its identity, as the page sees a product it was not trained on, and learns to predict it still.
 */
export interface Withholding {
  /** 1 where an item may be withheld: [events], see `firstSights`. */
  first: Uint8Array;
  /** How often, see `shareWithheld`. */
  share: number;
  random: () => number;
}

export interface BatchOptions {
  distillation?: Distillation;
  withholding?: Withholding;
  /** Given while training: whether an item can be ranked without being in the window. */
  isRanked?: (item: number) => boolean;
}

export function createBatch(
  examples: Examples,
  pieces: readonly Piece[],
  window: number,
  { distillation, withholding, isRanked }: BatchOptions = {},
): Batch {
  const size = countEvents(pieces);
  const batch: Batch = {
    example: new Int32Array(size),
    from: new Int32Array(size),
    place: new Int32Array(size),
    counted: new Uint8Array(size),
    withheld: new Uint8Array(size),
    scored: new Int32Array(0),
    ...noCandidates(),
  };
  const scored: number[] = [];
  let at = 0;
  for (const { start, scored: countedFrom, end } of pieces) {
    const base = at;
    const decided = new Map<number, boolean>();
    for (let e = start; e < end; e++, at++) {
      batch.example[at] = e;
      batch.withheld[at] = +isWithheld(e, decided);
      batch.place[at] = e - start;
      batch.from[at] = Math.max(base, at - window + 1);
      if (e < countedFrom) continue;
      batch.counted[at] = 1;
      if (examples.nextItem[e] < 0) continue;
      const more = { distillation, isRanked };
      if (addCandidates(batch, batch, examples, at, scored.length, more)) scored.push(at);
    }
  }
  batch.scored = Int32Array.from(scored);
  return batch;

  /** Decided once for all events of a piece with the same item. */
  function isWithheld(event: number, decided: Map<number, boolean>): boolean {
    if (!withholding?.first[event]) return false;
    const item = examples.item[event];
    const is = decided.get(item) ?? withholding.random() < withholding.share;
    decided.set(item, is);
    return is;
  }
}
