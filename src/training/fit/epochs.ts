import type { Distillation } from '../data/candidates.js';
import { countEvents } from '../data/pieces.js';
import {
  type Course,
  nextCourse,
  rateOf,
  startCourse,
  startsFromBest,
  teachingOf,
} from './course.js';
import { type HeldOutScore, scoreHeldOut } from './held-out-score.js';
import type { TrainStep } from './learner.js';
import type { TrainingPlan } from './plan.js';
import { epochBatches } from './pools.js';
import { createProgress } from './progress.js';
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
  /** A pass draws the same numbers, whether training was interrupted before it or not. */
  reseed: (pass: number) => void;
  hooks: TrainHooks;
}

/**
 * Trains epoch after epoch, then leaves the network as it was after the best one. Epochs with a vector per
 * item come first; then items are quantised and the network is fine-tuned on their codes.
 */
export async function runEpochs(run: Run): Promise<void> {
  const { plan, set, network, hooks } = run;
  const isAborted = () => hooks.signal?.aborted === true;
  const resumed = hooks.resume && network.restore(hooks.resume);
  let course = resumed?.course ?? startCourse(plan);
  let best = resumed && (resumed.best ?? hooks.resume);
  let recall = resumed?.recall;
  let unquantised: HeldOutScore | undefined;
  const progress = createProgress(plan, set);

  while (course.phase !== 'done' && !isAborted()) {
    run.reseed(course.passes);
    if (startsFromBest(course) && best) recall = network.restore(best).recall;
    if (course.phase === 'coded' && !network.codes.length) {
      unquantised = course.best?.score;
      network.quantise();
    }
    await runEpoch(run, course, (loss, events) => {
      hooks.onProgress?.(progress.after(course, loss, events, recall));
    });
    if (isAborted()) break;
    network.rehash(() => 0);
    const score = scoreHeldOut(network, set.heldOut, set.poolOf, network.weights);
    recall = score.recall;
    course = nextCourse(course, plan, score);
    const isBest = course.best?.pass === course.passes;
    const state = network.save(course, recall, isBest ? undefined : best);
    if (isBest) best = state;
    hooks.checkpoint?.(state);
    // An epoch of a small log has fewer than eight steps: the page has its turn here.
    await turn();
  }
  if (best) network.restore(best);
  if (plan.hasIds && !network.codes.length) network.quantise();
  network.rehash(() => 0);
  if (unquantised && course.best && !isAborted()) {
    hooks.onQuantised?.({ before: unquantised, after: course.best.score });
  }
}

/** One pass over the training part. @param onStep called with the loss and the events of each step. */
async function runEpoch(
  { plan, set, network, step, distillation, teaching, random, hooks }: Run,
  course: Course,
  onStep: (loss: number, events: number) => void,
): Promise<void> {
  let taken = 0;
  for (const pieces of epochBatches(set.pieces, set.poolOf, plan.batch, random)) {
    if (hooks.signal?.aborted) break;
    network.rehash(random);
    const share = Math.min(1, taken / set.stepsPerEpoch);
    if (distillation) distillation.weight = teaching * teachingOf(course, share);
    const rate = plan.rate * rateOf(course, share);
    const loss = await step(pieces, set.poolOf(pieces[0]), network.vectors, rate);
    onStep(loss, countEvents(pieces));
    taken++;
    // Lets timers, signals and the page have their turn.
    if (taken % 8 === 0) await turn();
  }
}

const turn = () => new Promise((resolve) => setTimeout(resolve));
