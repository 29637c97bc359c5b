import type { Piece } from '../data/pieces.js';
import type { LossWeights } from '../network/start-network.js';
import { behaviourHeldOut } from './held-out-behaviour.js';
import { type HeldOutItems, rankHeldOut } from './held-out-items.js';
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
  let [hits, reciprocal, positions] = [0, 0, 0];
  for (const pool of new Set(pieces.map(poolOf))) {
    const ofPool = pieces.filter((piece) => poolOf(piece) === pool);
    const ranked = rankHeldOut(network, pool.items, ofPool);
    hits += ranked.recall * ranked.positions;
    reciprocal += ranked.mrr * ranked.positions;
    positions += ranked.positions;
  }
  const [recall, mrr] = [hits, reciprocal].map((sum) => sum / (positions || 1));
  return { recall, mrr, positions };
}
