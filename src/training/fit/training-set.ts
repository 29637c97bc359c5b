import { rareError } from '../../lib/errors.js';
import { sample } from '../../lib/random.js';
import { ignoreActionsOfSilentLogs } from '../data/examples.js';
import { countEvents, cutPieces, type Piece } from '../data/pieces.js';
import { type Prepared, prepare } from '../data/prepare.js';
import type { SplitLog } from '../data/split-log.js';
import type { TrainingPlan } from './plan.js';
import { makePools, type Pool, shopOf } from './pools.js';

/** Shoppers' pieces that each epoch is scored on, at most. */
const HELD_OUT = 1000;

/** A log as training takes it: labelled, cut into pieces, with the items that compete with one another. */
export interface TrainingSet {
  log: SplitLog;
  prepared: Prepared;
  /** What is learned from, and how many events these are, context included. */
  pieces: Piece[];
  events: number;
  stepsPerEpoch: number;
  /** The validation part, and the pieces of it that each epoch is scored on. */
  validation: Piece[];
  heldOut: Piece[];
  /** Replaced when items are left without codes: see `compete`. */
  readonly pools: readonly Pool[];
  poolOf: (piece: Piece) => Pool;
  /** From now on these items compete with one another, ascending. */
  compete(items: readonly number[]): void;
  shops?: Int32Array;
}

/**
 * @param shops shop of each item, where the log holds several.
 * @throws PredictorError NO_DATA where no training session has two events.
 */
export function prepareTraining(
  log: SplitLog,
  { config, hasIds, batch }: TrainingPlan,
  shops: Int32Array | undefined,
  random: () => number,
): TrainingSet {
  const { data } = log;
  const prepared = prepare(log, config);
  const { examples, counts } = prepared;
  if (shops) ignoreActionsOfSilentLogs(examples, shops);
  const pieces = cutPieces(examples, config, (event) => log.isIn(event, 'train'));
  if (!pieces.some((piece) => piece.end - piece.start > 1)) throw rareError('NO_DATA');
  const validation = cutPieces(examples, config, (event) => log.isIn(event, 'validation'));
  const heldOut = sample(validation, HELD_OUT, random);
  let pools: Pool[] = [];
  const compete = (items: readonly number[]) => {
    pools = makePools(items, hasIds ? counts : undefined, shops, random);
  };
  compete([...data.itemIds.keys()]);
  const events = countEvents(pieces);
  return {
    log,
    prepared,
    pieces,
    events,
    stepsPerEpoch: Math.max(1, Math.round(events / batch)),
    validation,
    heldOut,
    get pools() {
      return pools;
    },
    compete,
    poolOf: (piece) => pools[shops ? shopOf(piece, data, shops) : 0],
    shops,
  };
}
