import type { TrainingPlan } from './plan.js';
import type { TrainProgress } from './train-options.js';
import type { TrainingSet } from './training-set.js';

/** Keeps count of a training, from now on. @param first epochs that are done already. */
export function createProgress(
  plan: TrainingPlan,
  { events, stepsPerEpoch }: TrainingSet,
  first: number,
) {
  const epochs = plan.epochs + plan.fineTuneEpochs;
  const started = performance.now();
  let seen = 0;
  let [epoch, step, loss] = [-1, 0, 0];
  return {
    epochs,
    /** Called after each step. @param eventsOfStep context included. */
    after(
      currentEpoch: number,
      stepLoss: number,
      eventsOfStep: number,
      recall: number | undefined,
    ): TrainProgress {
      if (currentEpoch !== epoch) [epoch, step] = [currentEpoch, 0];
      // A moving average over about 50 steps.
      loss = step ? loss * 0.98 + stepLoss * 0.02 : stepLoss;
      step++;
      seen += eventsOfStep;
      const eventsPerSecond = (seen / (performance.now() - started)) * 1000;
      const secondsLeft = (events * (epochs - first) - seen) / eventsPerSecond;
      return {
        epoch: epoch + 1,
        epochs,
        step,
        steps: stepsPerEpoch,
        loss,
        eventsPerSecond,
        secondsLeft: Math.max(0, secondsLeft),
        recall,
      };
    },
  };
}
