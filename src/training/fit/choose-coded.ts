import { PredictorError } from '../../lib/errors.js';
import type { HeldOutScore } from './held-out-score.js';

/** A least number of events for an item to have codes, and what comes of it. */
export interface CodedTrial {
  /** Events in the training part that an item has at least. */
  least: number;
  items: number;
  /** Of codes, ids and popularity in the file, about, gzipped. */
  kilobytes: number;
  /** On held-out shoppers, before the vectors are quantised; absent where there are none. */
  recall?: number;
  mrr?: number;
}

/** Which items the file has codes for. The page knows the others by their content and their place in the history. */
export interface CodedChoice {
  chosen: CodedTrial;
  /** Items of the log. */
  of: number;
  /** Everything that was compared; the chosen one alone where `minItemCount` was given. */
  trials: CodedTrial[];
}

/** What is compared. */
const LEAST = [1, 2, 3, 5, 10, 20];
/** Ids, popularity, category and price: bytes an item takes besides its codes. */
const BESIDES_CODES = 4;
/**
 * What a kilobyte must add to ln recall@20 + ln MRR@20 − loss of the held-out shoppers: 100 KB are worth one
 * twentieth of recall, or half of that in both.
 */
const PRICE = 5e-4;

/** What the choice needs of a network in training. */
export interface Codable {
  /** Items that would have codes. */
  countFrom(least: number): number;
  /** Bytes of codes an item takes, where so many have them. */
  bytesFor(items: number): number;
  /** How good the network is where no other items have an identity; `undefined` where nobody is held out. */
  scoreFrom(least: number): HeldOutScore | undefined;
}

/** @throws PredictorError BAD_OPTION where no item has as many events as asked for. */
export function chooseCoded(
  { countFrom, bytesFor, scoreFrom }: Codable,
  of: number,
  minItemCount: number | undefined,
): CodedChoice {
  const trial = (least: number): CodedTrial => {
    const items = countFrom(least);
    return { least, items, kilobytes: (items * (bytesFor(items) + BESIDES_CODES)) / 1024 };
  };
  if (minItemCount !== undefined) {
    const chosen = trial(minItemCount);
    if (chosen.items) return { chosen, of, trials: [chosen] };
    const message = `minItemCount is ${minItemCount}: no item of the training part has so many events.`;
    throw new PredictorError('BAD_OPTION', 'minItemCount', { message });
  }
  const all = LEAST.map(trial);
  // A count that leaves out nobody more says nothing new; one that leaves nobody is no choice.
  const distinct = all.filter(({ items }, i) => !i || (items && items < all[i - 1].items));
  let best = { worth: Number.NEGATIVE_INFINITY, chosen: distinct[0] };
  const trials = distinct.map((one) => {
    const score = scoreFrom(one.least);
    const scored = { ...one, recall: score?.recall, mrr: score?.mrr };
    const worth = (score?.score ?? -one.least) - PRICE * one.kilobytes;
    if (worth > best.worth) best = { worth, chosen: scored };
    return scored;
  });
  return { chosen: best.chosen, of, trials };
}
