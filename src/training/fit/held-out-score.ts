import type { Piece } from '../data/batches.js';
import { behaviourHeldOut } from './held-out-behaviour.js';
import { type InTraining, scoreHeldOut } from './held-out.js';
import type { Pool } from './learner.js';

/** How a network stands on held-out pieces; recall and MRR at 20 are undefined where there are none. */
export interface Standing {
  standing: number;
  recall?: number;
  mrr?: number;
}

/** The same held-out shoppers with an own vector an item, and with the codes of the file. */
export interface QuantisingCost {
  before: Standing;
  after: Standing;
}

/**
 * How good a network is on pieces it does not learn from: an epoch is chosen by that. A hundredth more of
 * recall, or of MRR, and a hundredth of a nat less of the behaviour loss are worth the same.
 * @param weights of next action and intent in the loss.
 */
export function standingOf(
  network: InTraining,
  pieces: readonly Piece[],
  poolOf: (piece: Piece) => Pool,
  weights: { actionWeight: number; intentWeight: number },
): Standing {
  if (!pieces.length) return { standing: 0 };
  let [hits, reciprocal, positions] = [0, 0, 0];
  // Every shop's pieces against its own items.
  for (const pool of new Set(pieces.map(poolOf))) {
    const own = pieces.filter((piece) => poolOf(piece) === pool);
    const score = scoreHeldOut(network, pool.items, own);
    hits += score.recall * score.positions;
    reciprocal += score.mrr * score.positions;
    positions += score.positions;
  }
  const [recall, mrr] = [hits, reciprocal].map((sum) => sum / (positions || 1));
  const { config, examples, parameters, vectors } = network;
  const loss = behaviourHeldOut(config, examples, parameters, vectors, pieces, weights);
  return { standing: Math.log(recall || 1e-3) + Math.log(mrr || 1e-3) - loss, recall, mrr };
}
