import { PredictorError } from '../../lib/errors.js';
import type { HeldOutItems } from './held-out-items.js';

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
 * What a kilobyte must add to ln recall@20 of the held-out shoppers: next to nothing, 100 KB half a thousandth
 * of recall. The network is not fine-tuned yet, so that the trial shows a part of what codes give
 * (docs/journal/accuracy.md); it decides where they give nothing.
 */
const PRICE = 5e-6;
/** Kilobytes of codes that no shop needs to save: all its items keep theirs. */
const SMALL = 50;

/** What the choice needs of a network in training. */
export interface Codable {
  /** Items that would have codes. */
  countFrom(least: number): number;
  /** Bytes of codes an item takes, where so many have them. */
  bytesFor(items: number): number;
  /** How well next items are ranked where no other items have an identity. */
  rankFrom(least: number): HeldOutItems;
}

/** @throws PredictorError BAD_OPTION where no item has as many events as asked for. */
export function chooseCoded(
  { countFrom, bytesFor, rankFrom }: Codable,
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
  if (all[0].kilobytes < SMALL) return { chosen: all[0], of, trials: [all[0]] };
  // A count that leaves out nobody more says nothing new; one that leaves nobody is no choice.
  const distinct = all.filter(({ items }, i) => !i || (items && items < all[i - 1].items));
  const trials: CodedTrial[] = [];
  let best: { trial: CodedTrial; ranked: HeldOutItems } | undefined;
  for (const one of distinct) {
    const ranked = rankFrom(one.least);
    const { recall, mrr, positions } = ranked;
    // Nobody is held out: the first, which leaves out no item, stays.
    if (!positions) return { chosen: all[0], of, trials: distinct };
    const trial = { ...one, recall, mrr };
    trials.push(trial);
    const saved = best ? best.trial.kilobytes - trial.kilobytes : 0;
    if (!best || mayLose(best.ranked, ranked) < PRICE * saved) best = { trial, ranked };
  }
  return { chosen: best?.trial ?? all[0], of, trials };
}

/**
 * What fewer codes lose of ln recall@20, and half a standard error of that. Without it a coin decides on a small log:
 * of 438 next items of REES46, sixteen were found only with codes for all items, and sixteen only without
 * (docs/journal/accuracy.md).
 */
function mayLose(more: HeldOutItems, fewer: HeldOutItems): number {
  const differ = more.found.reduce((sum, one, i) => sum + (one === fewer.found[i] ? 0 : 1), 0);
  const hits = more.recall * more.positions;
  const lost = Math.log(more.recall || 1e-3) - Math.log(fewer.recall || 1e-3);
  return lost + (0.5 * Math.sqrt(differ)) / (hits || 1);
}
