import type { Piece } from '../data/pieces.js';
import type { LossWeights } from '../network/start-network.js';
import { behaviourHeldOut } from './held-out-behaviour.js';
import { type HeldOutItems, heldOutItems, rankHeldOut } from './held-out-items.js';
import type { InTraining } from './next-item-terms.js';
import type { Pool } from './pools.js';

/** How good a network is on held-out shoppers. Recall and MRR at 20 are undefined where there are none. */
export interface HeldOutScore {
  /** The higher the better: ln recall@20 + ln MRR@20 − weighted loss of next action and intent. */
  score: number;
  recall?: number;
  mrr?: number;
}

/** The same held-out shoppers before and after item vectors were quantised to the codes of the file. */
export interface QuantisingCost {
  before: HeldOutScore;
  after: HeldOutScore;
}

/**
 * Scores a network on pieces it does not learn from; the best epoch is chosen by that. A hundredth more
 * recall, a hundredth more MRR and 0.01 nats less loss of next action and intent are worth the same.
 */
export function scoreHeldOut(
  network: InTraining,
  pieces: readonly Piece[],
  poolOf: (piece: Piece) => Pool,
  weights: LossWeights,
): HeldOutScore {
  if (!pieces.length) return { score: 0 };
  const { recall, mrr } = rankByPool(network, pieces, poolOf);
  const loss = behaviourHeldOut(network, pieces, weights);
  return { score: Math.log(recall || 1e-3) + Math.log(mrr || 1e-3) - loss, recall, mrr };
}

/** `rankHeldOut`, every shop's pieces against its own items. */
export function rankByPool(
  network: InTraining,
  pieces: readonly Piece[],
  poolOf: (piece: Piece) => Pool,
): HeldOutItems {
  const found: number[] = [];
  let reciprocal = 0;
  for (const pool of new Set(pieces.map(poolOf))) {
    const ofPool = pieces.filter((piece) => poolOf(piece) === pool);
    const ranked = rankHeldOut(network, pool.items, ofPool);
    for (const one of ranked.found) found.push(one);
    reciprocal += ranked.mrr * ranked.positions;
  }
  return heldOutItems(Uint8Array.from(found), reciprocal);
}
