import { setCopies } from '../../engine/copy-term.js';
import type { Piece } from '../data/pieces.js';
import { type InTraining, nextItemTerms } from './next-item-terms.js';

/** How well next items are ranked. */
export interface HeldOutItems {
  /** Share of next items among the 20 best, and the mean of 1 / rank there. */
  recall: number;
  mrr: number;
  positions: number;
  /** For each of them, 1 where it is among the 20 best: [positions] */
  found: Uint8Array;
}

/** Next-item recall and MRR at 20 of a network in training, over some pieces and every item of a pool. */
export function rankHeldOut(
  network: InTraining,
  pool: Int32Array,
  pieces: readonly Piece[],
): HeldOutItems {
  const found: number[] = [];
  let reciprocal = 0;
  const { popularity, parameters } = network;
  const value = (name: string) => parameters.get(name)?.value as Float32Array;
  for (const terms of nextItemTerms(network, pool, pieces)) {
    const { action, target, items, similar, gate, copies } = terms;
    const prior = value('popularity.weight')[action];
    const keeps = value('copy.own')[action];
    const logits = similar.map((cosine, i) => cosine + prior * popularity[items[i]]);
    const among = copies.map(({ index, bias }) => ({
      item: index,
      logit: keeps * logits[index] + bias,
    }));
    logits.fill(Number.NEGATIVE_INFINITY, pool.length);
    setCopies(logits, among, gate);
    let rank = target < 0 ? Infinity : 0;
    for (let i = 0; i < logits.length; i++) if (logits[i] >= logits[target]) rank++;
    found.push(rank > 20 ? 0 : 1);
    if (rank <= 20) reciprocal += 1 / rank;
  }
  return heldOutItems(Uint8Array.from(found), reciprocal);
}

/** @param reciprocal the sum of 1 / rank. */
export function heldOutItems(found: Uint8Array, reciprocal: number): HeldOutItems {
  const positions = found.length;
  const recall = found.reduce((sum, one) => sum + one, 0) / (positions || 1);
  return { recall, mrr: reciprocal / (positions || 1), positions, found };
}
