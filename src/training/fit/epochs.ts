import type { Distillation } from '../data/candidates.js';
import { countEvents } from '../data/pieces.js';
import { type HeldOutScore, scoreHeldOut } from './held-out-score.js';
import type { TrainStep } from './learner.js';
import type { TrainingPlan } from './plan.js';
import { epochBatches } from './pools.js';
import { createProgress } from './progress.js';
import { fineTuningRate, trainingRate } from './schedule.js';
import type { TrainHooks } from './train-options.js';
import type { TrainingNetwork } from './training-network.js';
import type { TrainingSet } from './training-set.js';

/** What the passes over the log work with. */
export interface Run {
  plan: TrainingPlan;
  set: TrainingSet;
  network: TrainingNetwork;
  /** One gradient step. */
  step: TrainStep;
  distillation?: Distillation;
  /** Weight of the distillation at first. */
  teaching: number;
  random: () => number;
  hooks: TrainHooks;
}

/** A teacher knows no order, so its weight falls by this share until item vectors are quantised. */
const TEACHING_FALLS_BY = 0.7;

/**
 * Trains epoch after epoch, then leaves the network as it was after the best one. Epochs with a vector per
 * item come first; then items are quantised and the network is fine-tuned on their codes.
 */
export async function runEpochs(run: Run): Promise<void> {
  const { plan, set, network, hooks } = run;
  const isAborted = () => hooks.signal?.aborted === true;
  const resumed = hooks.resume ? network.restore(hooks.resume) : { epoch: 0 };
  let { recall }: { recall?: number } = resumed;
  let best: { score: HeldOutScore; state: Uint8Array } | undefined;
  let unquantised: HeldOutScore | undefined;
  const progress = createProgress(plan, set, resumed.epoch);

  for (let epoch = resumed.epoch; epoch < progress.epochs && !isAborted(); epoch++) {
    const isFineTuning = epoch >= plan.epochs;
    if (isFineTuning && !network.codes.length) {
      if (best) recall = network.restore(best.state).recall;
      unquantised = best?.score;
      network.quantise();
    }
    await runEpoch(run, epoch, (loss, events) => {
      hooks.onProgress?.(progress.after(epoch, loss, events, recall));
    });
    if (isAborted()) break;
    network.rehash(() => 0);
    const score = scoreHeldOut(network, set.heldOut, set.poolOf, network.weights);
    recall = score.recall;
    const state = network.save(epoch + 1, recall);
    hooks.checkpoint?.(state);
    // The first epoch on the codes counts as better than all before: only coded items fit into the file.
    const isFirstOnCodes = isFineTuning && epoch === plan.epochs;
    if (!best || score.score >= best.score.score || isFirstOnCodes) best = { score, state };
    // An epoch of a small log has fewer than eight steps: the page has its turn here.
    await turn();
  }
  if (best) network.restore(best.state);
  if (plan.hasIds && !network.codes.length) network.quantise();
  network.rehash(() => 0);
  if (unquantised && best && !isAborted()) {
    hooks.onQuantised?.({ before: unquantised, after: best.score });
  }
}

/** One pass over the training part. @param onStep called with the loss and the events of each step. */
async function runEpoch(
  { plan, set, network, step, distillation, teaching, random, hooks }: Run,
  epoch: number,
  onStep: (loss: number, events: number) => void,
): Promise<void> {
  const { epochs, fineTuneEpochs, batch, rate } = plan;
  let taken = 0;
  for (const pieces of epochBatches(set.pieces, set.poolOf, batch, random)) {
    if (hooks.signal?.aborted) break;
    network.rehash(random);
    const done = epoch + taken / set.stepsPerEpoch;
    if (distillation)
      distillation.weight = teaching * (1 - TEACHING_FALLS_BY * Math.min(1, done / epochs));
    const scale =
      epoch < epochs
        ? trainingRate(done / epochs)
        : fineTuningRate((done - epochs) / fineTuneEpochs);
    const loss = step(pieces, set.poolOf(pieces[0]), network.vectors, rate * scale);
    onStep(loss, countEvents(pieces));
    taken++;
    // Lets timers, signals and the page have their turn.
    if (taken % 8 === 0) await turn();
  }
}

const turn = () => new Promise((resolve) => setTimeout(resolve));
