import { createBatch, type Withholding } from '../data/batch.js';
import type { Distillation } from '../data/candidates.js';
import type { Piece } from '../data/pieces.js';
import { createDropout } from '../network/dropout.js';
import { isZeroRow, type ItemVectors } from '../network/item-vectors.js';
import { adamStep, type Parameter } from '../network/parameters.js';
import { numbers, withScratch } from '../network/scratch.js';
import { lengthOf, type StepLayout, stepGradients } from '../network/step-gradients.js';
import { chooseItems } from '../network/step-items.js';
import { cutPositions, partOf } from '../network/step-part.js';
import { labelledPositions } from '../network/training-loss.js';
import type { GradientThreads } from './gradient-threads.js';
import { type Pool, placeIn } from './pools.js';
import type { TrainingNetwork } from './training-network.js';

export interface LearnerOptions {
  negatives: number;
  dropout: number;
  distillation?: Distillation;
  withholding?: Withholding;
  threads?: GradientThreads;
}

/** Weight decay of AdamW. */
const DECAY = 0.01;

/** One gradient step over some pieces of one pool. @returns the loss. */
export type TrainStep = (
  pieces: readonly Piece[],
  pool: Pool,
  vectors: ItemVectors,
  rate: number,
) => Promise<number>;

/**
 * With threads, each takes the gradients of some of a step's histories, with the same items and negatives;
 * here they are added up, in the order of the threads, so that a seed gives the same file every time.
 */
export function createLearner(
  { config, examples, popularity, parameters, weights }: TrainingNetwork,
  options: LearnerOptions,
  random: () => number,
): TrainStep {
  const { dropout, threads } = options;
  const trained = [...parameters.values()];
  const drop = createDropout(dropout, random);
  const seed = () => Math.floor(random() * 2 ** 32);
  threads?.setUp({ config, examples, dropout, seed: seed(), weights });
  let shared: Float32Array = new Float32Array(0);

  return (pieces, pool, vectors, rate) => withScratch(() => takeStep(pieces, pool, vectors, rate));

  async function takeStep(...[pieces, pool, vectors, rate]: Parameters<TrainStep>) {
    const isRanked = (item: number) => placeIn(pool.items, item) >= 0;
    const batch = createBatch(examples, pieces, config.window, { ...options, isRanked });
    const step = chooseItems(examples, batch, options.negatives, pool);
    const { width } = config;
    const layout: StepLayout = {
      rows: step.items.length + 1,
      width,
      parameters: trained.map(named),
    };
    const inputs = inputsFor(lengthOf(layout));
    const raw = inputs.subarray(0, layout.rows * width).fill(0, 0, width);
    raw.set(vectors.gather(step.items, { withheld: step.withheld, pieces }), width);
    let at = raw.length;
    for (const { value } of trained) {
      inputs.set(value, at);
      at += value.length;
    }

    const labelled = labelledPositions(examples, batch).length;
    const common = {
      popularity: Float32Array.from(step.items, (item) => popularity[item]),
      of: { scored: batch.scored.length, labelled },
    };
    const cuts = cutPositions(batch.place, 1 + (threads?.count ?? 0));
    const part = (i: number) =>
      cuts.length > 2 ? partOf({ batch, step }, cuts[i], cuts[i + 1]) : { batch, step };
    const others = cuts
      .slice(2)
      .map((_, i) =>
        threads?.compute(i, { ...part(i + 1), ...common, layout, inputs, seed: seed() }),
      );
    const gradients = numbers(inputs.length);
    const given = { ...part(0), ...common, ...weights, config, examples, drop };
    let loss = stepGradients(layout, inputs, gradients, given);
    for (const other of await Promise.all(others)) {
      if (!other) continue;
      loss += other.loss;
      for (let i = 0; i < gradients.length; i++) gradients[i] += other.gradients[i];
    }

    clearZeroRows(raw, gradients, width);
    const length = lengthOfAll(gradients);
    // A step with a NaN or infinity is skipped: it would spoil the weights.
    if (!Number.isFinite(loss) || !Number.isFinite(length)) return loss;
    if (length > 1) for (let i = 0; i < gradients.length; i++) gradients[i] /= length;
    const adam = { rate, decay: DECAY };
    vectors.step(step.items, gradients.subarray(width, raw.length), adam);
    at = raw.length;
    for (const parameter of trained) {
      const end = at + parameter.value.length;
      adamStep(parameter, gradients.subarray(at, end), adam);
      at = end;
    }
    return loss;
  }

  /** As many numbers as a step needs, used again. */
  function inputsFor(length: number): Float32Array {
    if (shared.length < length) {
      const room = Math.ceil(1.2 * length);
      shared = threads?.shared(room) ?? new Float32Array(room);
    }
    return shared.subarray(0, length);
  }
}

const named = ({ name, shape }: Parameter) => ({ name, shape });

/** The common length (L2 norm) of all gradients. */
function lengthOfAll(gradients: Float32Array): number {
  let square = 0;
  for (let i = 0; i < gradients.length; i++) square += gradients[i] ** 2;
  return Math.sqrt(square);
}

/**
 * Vectors of zeros stay zero. The gradient of bringing one to length 1 is huge and meaningless, and would
 * take up the whole length that `clip` allows.
 */
function clearZeroRows(raw: Float32Array, gradient: Float32Array, D: number): void {
  for (let at = 0; at < raw.length; at += D) {
    if (isZeroRow(raw, at / D, D)) gradient.fill(0, at, at + D);
  }
}
