import { type Course, expectedPasses } from './course.js';
import type { TrainingPlan } from './plan.js';
import type { TrainProgress } from './train-options.js';
import type { TrainingSet } from './training-set.js';

/** Keeps count of a training, from now on. */
export function createProgress(plan: TrainingPlan, { events, stepsPerEpoch }: TrainingSet) {
  const started = performance.now();
  let seen = 0;
  let seenInPass = 0;
  let [epoch, step, loss] = [0, 0, 0];
  return {
    /** Called after each step. @param eventsOfStep context included. */
    after(
      course: Course,
      stepLoss: number,
      eventsOfStep: number,
      recall: number | undefined,
    ): TrainProgress {
      if (course.passes + 1 !== epoch) [epoch, step, seenInPass] = [course.passes + 1, 0, 0];
      // A moving average over about 50 steps.
      loss = step ? loss * 0.98 + stepLoss * 0.02 : stepLoss;
      step++;
      seen += eventsOfStep;
      seenInPass += eventsOfStep;
      const eventsPerSecond = (seen / (performance.now() - started)) * 1000;
      const epochs = expectedPasses(course, plan);
      const left = events * (epochs - course.passes) - seenInPass;
      return {
        epoch,
        epochs,
        step,
        steps: stepsPerEpoch,
        loss,
        eventsPerSecond,
        secondsLeft: Math.max(0, left / eventsPerSecond),
        recall,
      };
    },
  };
}
